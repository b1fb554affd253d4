// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static aispend.config.ConfigFixture.CRON;
import static aispend.config.ConfigFixture.bothKeys;
import static aispend.config.ConfigFixture.file;
import static aispend.config.ConfigFixture.problems;
import static aispend.config.ConfigFixture.recipeReader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code provider.recipe}: where it is looked for and what is said of a bad one. */
final class RecipeKeyTest {
  @TempDir private Path folder;

  @Test
  void recipe_isFoundBesideTheConfiguration() throws Exception {
    Path recipe = Files.writeString(folder.resolve("acme.toml"), "");

    Config config =
        recipeReader(bothKeys())
            .read(
                file(
                    folder,
                    "[[provider]]",
                    "name = \"acme\"",
                    "type = \"http-json\"",
                    "recipe = \"acme.toml\""));

    assertThat(config.providers().get(0).recipe()).contains(recipe);
    assertThat(config.providers().get(0).credential().where()).isEqualTo("OPENAI_ADMIN_KEY");
  }

  @Test
  void recipeOfAnotherType_isRefused() {
    assertThat(
            problems(
                folder,
                bothKeys(),
                "[[provider]]",
                "name = \"a\"",
                "type = \"openai\"",
                "recipe = \"acme.toml\""))
        .containsExactly(
            "line 4: provider[1].recipe (a) is \"acme.toml\": only type = \"http-json\" has a"
                + " recipe; remove it, or write that type");
  }

  @Test
  void missingRecipe_isSaidWithWhereItIsLookedFor() {
    assertThat(refused("recipe = \"nowhere.toml\""))
        .singleElement()
        .asString()
        .contains(
            "provider[1].recipe (acme)", "no such file", folder.resolve("nowhere.toml").toString());
    assertThat(refused("every = \"15m\""))
        .singleElement()
        .asString()
        .contains("provider[1].recipe (acme)", "is missing", "recipe = \"vendor.toml\"");
  }

  @Test
  void badRecipe_hasAllItsProblemsAmongThoseOfTheConfiguration() throws Exception {
    Path recipe = Files.writeString(folder.resolve("bad.toml"), "");
    List<ConfigProblem> bad =
        List.of(
            new ConfigProblem(3, "source[1].name", null, "is missing", "write name"),
            new ConfigProblem(9, "base_url", "\"x\"", "not a URL", "write one"));
    ConfigReader reader =
        new ConfigReader(
            Map.of(RecipeTypes.HTTP_JSON, RecipeTypes.UNREAD),
            file -> {
              throw new ConfigException("recipe", file, bad);
            },
            CRON,
            bothKeys());

    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                reader.read(
                    file(
                        folder,
                        "[[provider]]",
                        "name = \"acme\"",
                        "type = \"http-json\"",
                        "recipe = \"bad.toml\"")));

    assertThat(refused.problems()).extracting(ConfigProblem::toString).hasSize(2);
    assertThat(refused.getMessage())
        .contains("line 3: source[1].name: is missing", "line 9: base_url is \"x\": not a URL")
        .contains("./aispend try-recipe " + recipe);
  }

  private List<ConfigProblem> refused(String line) {
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                recipeReader(bothKeys())
                    .read(
                        file(
                            folder,
                            "[[provider]]",
                            "name = \"acme\"",
                            "type = \"http-json\"",
                            line)));
    return Objects.requireNonNull(refused).problems();
  }
}
