// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Variables of the compose files: each has a fallback or a message, and each is explained. */
final class ComposeVariablesTest {
  private static final List<String> FILES =
      List.of(
          "docker-compose.yml",
          "docker-compose.existing-prometheus.yml",
          "docker-compose.existing-grafana.yml",
          "docker-compose.postgres.yml",
          "docker-compose.kafka.yml");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?<fallback>:[-?])?");
  private static final Pattern EXPLAINED = Pattern.compile("([A-Z_]+)=.*");

  /** As defaults.ini of Grafana 12 has them; whoever adds a setting looks it up there. */
  private static final Set<String> GRAFANA =
      Set.of(
          "GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES",
          "GF_ANALYTICS_CHECK_FOR_UPDATES",
          "GF_ANALYTICS_REPORTING_ENABLED",
          "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH",
          "GF_NEWS_NEWS_FEED_ENABLED",
          "GF_PATHS_PROVISIONING",
          "GF_PLUGINS_PREINSTALL_DISABLED",
          "GF_SECURITY_DISABLE_GRAVATAR",
          "GF_SERVER_ROOT_URL",
          "GF_SNAPSHOTS_EXTERNAL_ENABLED",
          "GF_USERS_DEFAULT_THEME");

  private static Set<String> used() {
    Set<String> names = new TreeSet<>();
    for (String file : FILES) {
      Matcher variable = VARIABLE.matcher(Shipped.text(Shipped.path(file)));
      while (variable.find()) {
        assertThat(variable.group("fallback")).as(variable.group(1)).isNotNull();
        names.add(variable.group(1));
      }
    }
    return names;
  }

  private static List<String> example() {
    return Shipped.text(Shipped.path(".env.example")).lines().toList();
  }

  private static Stream<String> explained() {
    return example().stream().map(EXPLAINED::matcher).filter(Matcher::matches).map(m -> m.group(1));
  }

  @Test
  void everyVariable_isInTheExampleAndTheOtherWayRound() {
    assertThat(used())
        .hasSizeGreaterThan(30)
        .filteredOn(name -> !name.endsWith("_FILE"))
        .containsExactlyInAnyOrderElementsOf(explained().toList());
  }

  @Test
  void example_explainsEachGroupAndHoldsNoSecret() {
    String before = "";
    for (String line : example()) {
      if (EXPLAINED.matcher(line).matches()) {
        assertThat(before).as("what stands before %s", line).isNotEmpty();
        assertThat(line).doesNotMatch(".*(KEY|PASSWORD|WEBHOOK_URL)=.+");
      }
      before = line;
    }
  }

  /** Copied unchanged, the example must mean the same as no .env at all. */
  @Test
  void exampleValues_areTheFallbacks() {
    String compose =
        FILES.stream().map(f -> Shipped.text(Shipped.path(f))).reduce("", String::concat);

    assertThat(example().stream().filter(line -> line.matches("[A-Z_]+=.+")))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            line -> {
              String[] parts = line.split("=", 2);
              assertThat(compose).contains("${" + parts[0] + ":-" + parts[1] + "}");
            });
  }

  @Test
  void fileForms_areThoseAlertmanagersScriptReads() {
    String script = Shipped.text(Shipped.path("alertmanager/render.sh"));

    assertThat(used())
        .filteredOn(name -> name.endsWith("_FILE"))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(script).contains(name.replace("_FILE", "")));
  }

  @Test
  void grafanaSettings_areOnesItHas() {
    JsonNode environment =
        Shipped.yaml(Shipped.path("docker-compose.yml")).at("/services/grafana/environment");

    assertThat(environment.propertyStream().map(Map.Entry::getKey))
        .filteredOn(name -> name.startsWith("GF_"))
        .containsExactlyInAnyOrderElementsOf(GRAFANA);
  }
}
