// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.config.ConfigException;
import aispend.config.ConfigProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of options that an adapter does not take are problems of the configuration. */
class OptionsProbeTest {
  @TempDir private Path folder;

  @Test
  void recipeWithoutARequiredOption_isSaidWithTheRest() throws Exception {
    assertThat(
            problems(
                Map.of("DEEPGRAM_API_KEY", "0123456789abcdef"),
                "[server]",
                "listen = \"nowhere\"",
                "[[provider]]",
                "name = \"speech\"",
                "type = \"deepgram\""))
        .hasSize(2)
        .anySatisfy(problem -> assertThat(problem).contains("server.listen"))
        .contains(
            "line 3: provider[1].options (speech): option project is missing (the project's id);"
                + " write it as options = { project = \"...\" }");
  }

  @Test
  void optionOfAnAdapterOutOfBounds_isSaidByItsLine() throws Exception {
    assertThat(
            problems(
                Map.of("OPENROUTER_MANAGEMENT_KEY", "sk-or-demo"),
                "[[provider]]",
                "name = \"or\"",
                "type = \"openrouter\"",
                "options = { split = \"mood\" }"))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem)
                    .startsWith(
                        "line 4: provider[1].options (or): options.split is 'mood'; must be out"
                            + " of "));
  }

  /** The options are tried with a key that is none, which such types take apart. */
  @Test
  void optionsOfTypesWhoseKeyHasParts_areLookedIntoAllTheSame() throws Exception {
    Map<String, String> keys =
        Map.of("AWS_BILLING_KEY", "AKIA0:invented", "GOOGLE_SERVICE_ACCOUNT_KEY", "{}");
    String fine =
        """
        [[provider]]
        name = "bedrock"
        type = "aws-bedrock"
        [[provider]]
        name = "vertex"
        type = "google-vertex"
        options = { table = "acme.costs.gcp_billing_export_v1_01AB_CD" }
        """;
    Path file = Files.writeString(folder.resolve("aispend.toml"), fine);

    assertThat(Settings.read(new Main.Context(keys, Clock.systemUTC()), file).providers())
        .hasSize(2);
    assertThat(
            problems(
                keys,
                fine.replace("\"aws-bedrock\"", "\"aws-bedrock\"\noptions = { metric = \"Guess\" }")
                    .replace("table =", "location = \"EU\", labels = \"odd\", table =")))
        .hasSize(2)
        .anySatisfy(problem -> assertThat(problem).contains("options.metric is 'Guess'"))
        .anySatisfy(problem -> assertThat(problem).contains("options.labels"));
  }

  /** It reads nothing, so nothing is said but that its key is missing. */
  @Test
  void providerThatIsOff_isNotLookedInto() throws Exception {
    Main.Context context = new Main.Context(Map.of(), Clock.systemUTC());
    Path file =
        Files.writeString(
            folder.resolve("aispend.toml"),
            "[[provider]]\nname = \"speech\"\ntype = \"deepgram\"\n");

    assertThat(Settings.read(context, file).providers().get(0).enabled()).isFalse();
  }

  private List<String> problems(Map<String, String> environment, String... lines) throws Exception {
    Path file = Files.writeString(folder.resolve("aispend.toml"), String.join("\n", lines));
    Main.Context context = new Main.Context(environment, Clock.systemUTC());
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> Settings.reader(context).read(file));
    return refused.problems().stream().map(ConfigProblem::toString).toList();
  }
}
