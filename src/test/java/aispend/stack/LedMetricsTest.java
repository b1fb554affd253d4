// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static aispend.stack.Tool.promtool;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.metrics.LedMetrics;
import aispend.metrics.MetricDefinition;
import aispend.model.Dimension;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The scrape of several daemons, against what their leader alone shows. */
final class LedMetricsTest {
  @Test
  void configurationForReplicas_isValid() {
    Tool.Result result =
        promtool("check", "config", Shipped.path("prometheus/prometheus-replicas.yml").toString());

    assertThat(result.exit()).as(result.output()).isZero();
  }

  @Test
  void relabelledMetrics_areThoseOfTheLeader() {
    JsonNode rule = job("prometheus-replicas.yml").path("metric_relabel_configs").path(0);

    assertThat(rule.path("target_label").asText()).isEqualTo("instance");
    assertThat(rule.path("regex").asText()).isEqualTo(led());
  }

  /** The operator also names the pod. */
  @Test
  void relabelledMetricsOnKubernetes_areTheSame() {
    String patch =
        Shipped.yaml(Shipped.path("kubernetes/replicas/kustomization.yaml"))
            .at("/patches/0/patch")
            .asText();
    JsonNode rules = Shipped.yamls(patch).get(0).at("/0/value");

    assertThat(rules)
        .extracting(rule -> rule.path("targetLabel").asText())
        .containsExactly("instance", "pod");
    assertThat(rules).allMatch(rule -> rule.path("regex").asText().equals(led()));
  }

  private static String led() {
    return new aispend.metrics.Catalogue(List.of(Dimension.PROVIDER))
        .all().stream()
            .filter(LedMetrics::isLed)
            .map(MetricDefinition::name)
            .collect(Collectors.joining("|"));
  }

  @Test
  void theRest_isAsWithOneDaemon() {
    JsonNode several = Shipped.yaml(Shipped.path("prometheus/prometheus-replicas.yml"));
    JsonNode one = Shipped.yaml(Shipped.path("prometheus/prometheus.yml"));

    for (String part : List.of("global", "storage", "rule_files", "alerting")) {
      assertThat(several.path(part)).isEqualTo(one.path(part));
    }
    for (int i = 1; i < one.path("scrape_configs").size(); i++) {
      assertThat(several.path("scrape_configs").path(i))
          .isEqualTo(one.path("scrape_configs").path(i));
    }
    assertThat(job("prometheus-replicas.yml").path("sample_limit"))
        .isEqualTo(job("prometheus.yml").path("sample_limit"));
  }

  private static JsonNode job(String file) {
    return Shipped.yaml(Shipped.path("prometheus/" + file)).path("scrape_configs").path(0);
  }
}
