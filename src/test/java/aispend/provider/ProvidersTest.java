// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A registered provider has a row in the documents, fixtures and a contract test. */
class ProvidersTest {
  private static final Path TESTS = Path.of("src/test/java/aispend/provider");

  static List<ProviderType> providers() {
    return Providers.all();
  }

  @Test
  void types_areUnique() {
    assertThat(Providers.all()).extracting(ProviderType::type).doesNotHaveDuplicates().isNotEmpty();
    assertThat(Providers.all()).extracting(ProviderType::defaultKeyEnv).doesNotHaveDuplicates();
  }

  @Test
  void ofType_findsByName() {
    assertThat(Providers.ofType("openai")).contains(OpenAiProvider.TYPE);
    assertThat(Providers.ofType("OpenAI")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void provider_hasARowWithItsVariableAndOptions(ProviderType provider) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("docs/providers.md"), UTF_8);

    assertThat(lines)
        .as("row of %s in docs/providers.md", provider.type())
        .anyMatch(
            line ->
                line.startsWith("| `" + provider.type() + "` |")
                    && line.contains("`" + provider.defaultKeyEnv() + "`"));
    assertThat(provider.options())
        .allSatisfy(
            option -> assertThat(lines).anyMatch(line -> line.startsWith("| `" + option + "` |")));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void provider_hasFixtures(ProviderType provider) {
    assertThat(Path.of("src/test/resources/provider", provider.type()))
        .isDirectoryContaining(file -> file.toString().endsWith(".json"));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void provider_hasAContractTest(ProviderType provider) throws Exception {
    List<String> tested = new ArrayList<>();
    try (Stream<Path> tests = Files.list(TESTS)) {
      for (Path file : tests.filter(path -> path.toString().endsWith("Test.java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        Class<?> test = Class.forName("aispend.provider." + name);
        if (ProviderKit.class.isAssignableFrom(test)) {
          Constructor<?> constructor = test.getDeclaredConstructor();
          tested.add(((ProviderKit) constructor.newInstance()).type().type());
        }
      }
    }
    assertThat(tested).contains(provider.type());
  }
}
