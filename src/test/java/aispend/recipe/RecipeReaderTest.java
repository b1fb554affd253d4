// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.config.ConfigException;
import aispend.config.ConfigProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bad recipe gives all its mistakes at once, each with its line, key and remedy. */
final class RecipeReaderTest {
  @TempDir private Path folder;

  @Test
  void everyMistake_isSaidAtOnce() throws Exception {
    assertThat(
            problems(
                """
                name = "Acme"
                base_url = "api.acme.test"
                colour = "red"

                [auth]
                type = "header"

                [[source]]
                name = "usage"
                layer = "gold"
                bucket = "1w"

                [source.request]
                path = "/usage?day=1"
                query = { from = "${begin:date}", to = "${end}", at = "${start:jjjj}" }

                [source.rows]
                at = "data"

                [source.dimensions]
                modell = "/model"
                model = "model"

                [source.measures]
                input_tokens = "/usage/*"
                cost = { at = "/cost", scale = 0.01, currency = "dollars" }
                """))
        .contains(
            "line 1: name is \"Acme\": not a name; use small letters, digits and -, a letter first",
            "line 3: colour: no such key; known here: auth, balance, base_url, calls, facts, key, name,"
                + " option, source, title")
        .anySatisfy(line -> assertThat(line).contains("base_url", "not a URL"))
        .anySatisfy(line -> assertThat(line).contains("auth.name", "is missing"))
        .anySatisfy(line -> assertThat(line).contains("source[1].layer (usage)", "metered, billed"))
        .anySatisfy(line -> assertThat(line).contains("source[1].bucket", "1h, 1d"))
        .anySatisfy(line -> assertThat(line).contains("request.path", "more than a path"))
        .anySatisfy(line -> assertThat(line).contains("no variable is called begin", "each, end"))
        .anySatisfy(line -> assertThat(line).contains("does not say how to write end"))
        .anySatisfy(line -> assertThat(line).contains("no format is called jjjj"))
        .anySatisfy(
            line -> assertThat(line).contains("rows.at", "not a pointer", "begin it with /"))
        .anySatisfy(line -> assertThat(line).contains("dimensions.modell", "no dimension"))
        .anySatisfy(line -> assertThat(line).contains("dimensions.model ", "neither pointer"))
        .anySatisfy(line -> assertThat(line).contains("input_tokens", "has a * in it"))
        .anySatisfy(line -> assertThat(line).contains("cost.scale", "in double quotes"))
        .anySatisfy(line -> assertThat(line).contains("cost.currency", "no currency"));
  }

  @Test
  void secretInARecipe_isRefusedAndNotShown() throws Exception {
    List<String> problems =
        problems(
            """
            name = "acme"
            base_url = "https://api.acme.test"
            [[source]]
            name = "costs"
            layer = "billed"
            bucket = "1d"
            window = "1d"
            [source.request]
            path = "/costs"
            headers = { "X-Api-Token" = "sk-live-0123456789abcdef0123" }
            [source.rows]
            at = "/rows/*"
            [source.measures]
            cost = "/cost"
            """);

    assertThat(problems)
        .singleElement()
        .asString()
        .contains("line 10", "looks like a secret")
        .doesNotContain("0123456789abcdef");
  }

  @Test
  void rowsWithoutATime_needAWindowOfOneBucket() throws Exception {
    assertThat(
            problems(
                """
                name = "acme"
                base_url = "https://api.acme.test"
                [[source]]
                name = "costs"
                layer = "billed"
                bucket = "1d"
                [source.request]
                path = "/costs"
                [source.pages]
                type = "cursor"
                [source.rows]
                at = "/rows/*"
                [source.measures]
                cost = "/cost"
                """))
        .anySatisfy(line -> assertThat(line).contains("window", "rows do not tell their time"))
        .anySatisfy(line -> assertThat(line).contains("pages.next", "is missing"))
        .anySatisfy(line -> assertThat(line).contains("pages.parameter", "must be given, or body"));
  }

  @Test
  void daysOfAnotherZone_needRowsThatTellThem() throws Exception {
    String zoned =
        """
        name = "acme"
        base_url = "https://api.acme.test"
        [[source]]
        name = "costs"
        layer = "billed"
        bucket = "1d"
        window = "1d"
        zone = "America/New_York"
        [source.request]
        path = "/costs"
        query = { from = "${start:date}", to = "${end:date}", at = "${end:rfc3339}" }
        [source.rows]
        at = "/rows/*"
        silent = "none"
        [source.measures]
        cost = "/cost"
        """;

    assertThat(problems(zoned))
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).contains("zone", "write [source.time]"))
        .anySatisfy(line -> assertThat(line).contains("rows.silent", "keep silent = \"unknown\""))
        .anySatisfy(line -> assertThat(line).contains("request", "${last:date}"));
    Path utc =
        Files.writeString(folder.resolve("utc.toml"), zoned.replace("America/New_York", "Etc/UTC"));
    assertThat(Recipes.ofFile(utc)).isNotNull();
  }

  private List<String> problems(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("acme.toml"), text);
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> Recipes.ofFile(file));
    assertThat(refused).hasMessageStartingWith("recipe " + file + " has");
    return Objects.requireNonNull(refused).problems().stream()
        .map(ConfigProblem::toString)
        .toList();
  }
}
