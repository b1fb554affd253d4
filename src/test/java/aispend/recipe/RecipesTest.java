// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.provider.ProviderType;
import aispend.provider.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A shipped recipe is listed, has a row in the documents, and a contract test. */
final class RecipesTest {
  static List<ProviderType> recipes() {
    return Recipes.shipped();
  }

  @Test
  void everyFile_isListedUnderItsName() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/recipes"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".toml", "")))
          .containsExactlyInAnyOrderElementsOf(recipes().stream().map(ProviderType::type).toList());
    }
  }

  @Test
  void typesAndVariables_areUniqueAmongAllProviders() {
    List<ProviderType> all = new ArrayList<>(Providers.all());
    all.addAll(recipes());

    assertThat(all)
        .extracting(ProviderType::type)
        .doesNotHaveDuplicates()
        .doesNotContain("http-json");
    assertThat(all).extracting(ProviderType::defaultKeyEnv).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void recipe_hasARowWithItsVariableAndOptions(ProviderType recipe) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("docs/providers.md"), UTF_8);

    assertThat(lines)
        .anyMatch(
            line ->
                line.startsWith("| `" + recipe.type() + "` |")
                    && line.contains("`" + recipe.defaultKeyEnv() + "`"));
    assertThat(recipe.options())
        .allSatisfy(
            option -> assertThat(lines).anyMatch(line -> line.startsWith("| `" + option + "` |")));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void recipe_hasAContractTest(ProviderType recipe) throws Exception {
    List<String> tested = new ArrayList<>();
    try (Stream<Path> tests = Files.list(Path.of("src/test/java/aispend/recipe"))) {
      for (Path file : tests.filter(path -> path.toString().endsWith("RecipeTest.java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        Class<?> test = Class.forName("aispend.recipe." + name);
        if (RecipeContract.class.isAssignableFrom(test)) {
          RecipeContract contract = (RecipeContract) test.getDeclaredConstructor().newInstance();
          tested.add(contract.type().type());
        }
      }
    }
    assertThat(tested).contains(recipe.type());
  }
}
