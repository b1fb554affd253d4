// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.testing.DockerCompose;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The compose files as the compose tool itself understands them. */
final class ComposeConfigTest {
  private static List<String> services(Composed composed) {
    return composed.config().path("services").propertyStream().map(Map.Entry::getKey).toList();
  }

  private static DockerCompose.Result quietly(Composed composed, Map<String, String> environment) {
    List<String> arguments = new ArrayList<>(composed.options());
    arguments.addAll(List.of("config", "--quiet"));
    return DockerCompose.run(environment, arguments);
  }

  @ParameterizedTest
  @EnumSource
  void everyCombination_isAcceptedWithoutAWord(Composed composed) {
    assertThat(quietly(composed, composed.environment()))
        .isEqualTo(new DockerCompose.Result(0, ""));
  }

  @Test
  void services_areThoseTheCombinationIsFor() {
    assertThat(services(Composed.PLAIN))
        .containsExactlyInAnyOrder("aispend", "prometheus", "alertmanager", "grafana");
    assertThat(services(Composed.DEMO)).hasSize(6).contains("aispend-demo", "demo-vendor");
    assertThat(services(Composed.EXISTING_PROMETHEUS))
        .containsExactlyInAnyOrder("aispend", "grafana");
    assertThat(services(Composed.EXISTING_GRAFANA))
        .containsExactlyInAnyOrder("aispend", "prometheus", "alertmanager");
  }

  @Test
  void published_areTheDaemonAndGrafanaAlone() {
    JsonNode config = Composed.DEMO.config();

    assertThat(config.path("services").propertyStream())
        .filteredOn(entry -> entry.getValue().has("ports"))
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("aispend", "grafana", "demo-vendor");
    assertThat(config.at("/networks/backend/internal").asBoolean()).isTrue();
    assertThat(config.at("/services/prometheus/networks").propertyStream().map(Map.Entry::getKey))
        .containsExactly("backend");
  }

  @Test
  void bindVariables_openTheTwoPortsAndNoOther() {
    Map<String, String> open = Map.of("AISPEND_BIND", "192.0.2.1", "GRAFANA_BIND", "192.0.2.2");
    JsonNode services = DockerCompose.config(open, "--profile", "demo").path("services");

    assertThat(services.at("/aispend/ports/0/host_ip").asText()).isEqualTo("192.0.2.1");
    assertThat(services.at("/aispend/environment/AISPEND_PUBLISHED").asText())
        .isEqualTo("192.0.2.1");
    assertThat(services.at("/grafana/ports/0/host_ip").asText()).isEqualTo("192.0.2.2");
    assertThat(services.at("/demo-vendor/ports/0/host_ip").asText()).isEqualTo("127.0.0.1");
  }

  @Test
  void existingPrometheus_isWhereHistoryGoesAndGrafanaReads() {
    JsonNode services = Composed.EXISTING_PROMETHEUS_DEMO.config().path("services");

    assertThat(services.at("/aispend/environment/AISPEND_HISTORY_URL"))
        .isEqualTo(services.at("/aispend-demo/environment/AISPEND_HISTORY_URL"))
        .hasToString("\"http://mimir.example.invalid/api/v1/push\"");
    assertThat(services.at("/grafana/environment/AISPEND_PROMETHEUS_URL").asText())
        .isEqualTo("http://mimir.example.invalid/prometheus");
    assertThat(services.path("grafana").has("depends_on")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AISPEND_HISTORY_URL", "AISPEND_PROMETHEUS_URL", "AISPEND_ALERTMANAGER_URL"})
  void existingPrometheusWithoutAnAddress_saysWhichIsMissing(String name) {
    Map<String, String> environment = new HashMap<>(Composed.OWN_PROMETHEUS);
    environment.put(name, "");

    DockerCompose.Result result = quietly(Composed.EXISTING_PROMETHEUS, environment);

    assertThat(result.exit()).isNotZero();
    assertThat(result.output()).contains(name, "set it in .env");
  }

  @Test
  void startOrder_waitsForWhatIsNeededAndNothingElse() {
    JsonNode services = Composed.DEMO.config().path("services");

    assertThat(services.at("/grafana/depends_on/prometheus/condition").asText())
        .isEqualTo("service_healthy");
    assertThat(services.at("/prometheus/depends_on/alertmanager/condition").asText())
        .isEqualTo("service_started");
    assertThat(services.at("/aispend-demo/depends_on/demo-vendor/condition").asText())
        .isEqualTo("service_healthy");
    assertThat(services.path("aispend").has("depends_on")).isFalse();
  }
}
