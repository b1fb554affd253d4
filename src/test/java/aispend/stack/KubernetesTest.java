// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Kubernetes manifests agree with Kubernetes, with each other and with the rest of the stack.
 */
final class KubernetesTest {
  private static final JsonNode SERVICE =
      Shipped.yaml(Shipped.path("kubernetes/common/service.yaml"));
  private static final JsonNode MONITOR =
      Shipped.yaml(Shipped.path("kubernetes/common/servicemonitor.yaml"));

  static List<Path> files() {
    return Manifests.files();
  }

  static List<Path> daemons() {
    return Manifests.daemons();
  }

  @ParameterizedTest
  @MethodSource("files")
  void manifest_isWhatKubernetesTakes(Path file) throws IOException {
    HasMetadata parsed = Manifests.parsed(Shipped.yaml(file));

    assertThat(parsed.getMetadata().getName()).startsWith("aispend");
  }

  @Test
  void misspelledMember_isNotTaken() {
    JsonNode manifest = SERVICE.deepCopy();
    ((ObjectNode) manifest.path("spec")).put("selecter", "x");

    assertThatThrownBy(() -> Manifests.parsed(manifest))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("selecter");
  }

  @Test
  void prometheusRule_isTheRulesOfPrometheus() {
    JsonNode shipped = Shipped.yaml(Shipped.path("kubernetes/common/prometheusrule.yaml"));

    assertThat(Shipped.elements(shipped.at("/spec/groups")).toList())
        .as("after a change of prometheus/rules: sh kubernetes/rules.sh")
        .containsExactlyElementsOf(
            Shipped.files("prometheus/rules", ".yml").stream()
                .flatMap(file -> Shipped.elements(Shipped.yaml(file).path("groups")))
                .toList());
  }

  @Test
  void everyBoard_isAConfigMap() {
    JsonNode boards = Shipped.yaml(Shipped.path("grafana-dashboards/kustomization.yaml"));

    assertThat(Shipped.elements(boards.path("configMapGenerator")).map(m -> m.at("/files/0")))
        .map(file -> Shipped.path("grafana-dashboards").resolve(file.asText()))
        .containsExactlyInAnyOrderElementsOf(Shipped.files("grafana-dashboards/boards", ".json"));
  }

  @Test
  void monitor_scrapesAsPrometheusDoes() {
    JsonNode job = Shipped.yaml(Shipped.path("prometheus/prometheus.yml")).at("/scrape_configs/0");
    JsonNode endpoint = MONITOR.at("/spec/endpoints/0");

    assertThat(endpoint.path("honorTimestamps")).isEqualTo(job.path("honor_timestamps"));
    assertThat(endpoint.path("interval").asText()).isEqualTo("15s");
    assertThat(MONITOR.at("/spec/sampleLimit")).isEqualTo(job.path("sample_limit"));
    assertThat(MONITOR.at("/spec/labelValueLengthLimit"))
        .isEqualTo(job.path("label_value_length_limit"));
    assertThat(MONITOR.at("/spec/jobLabel").asText()).isEqualTo("app.kubernetes.io/name");
  }

  @ParameterizedTest
  @MethodSource("daemons")
  void labels_leadFromServiceToPods(Path file) {
    JsonNode daemon = Shipped.yaml(file);
    Map<String, String> pod = labels(daemon.at("/spec/template/metadata/labels"));

    assertThat(pod)
        .containsEntry("app.kubernetes.io/name", "aispend")
        .containsAllEntriesOf(labels(SERVICE.at("/spec/selector")))
        .containsAllEntriesOf(labels(daemon.at("/spec/selector/matchLabels")));
    assertThat(daemon.at("/spec/template/spec/containers/0/ports/0/name"))
        .isEqualTo(SERVICE.at("/spec/ports/0/targetPort"))
        .isEqualTo(MONITOR.at("/spec/endpoints/0/port"));
    assertThat(daemon.at("/spec/template/spec/containers/0/ports/0/containerPort"))
        .isEqualTo(SERVICE.at("/spec/ports/0/port"));
  }

  @ParameterizedTest
  @MethodSource("daemons")
  void pod_canDoLittle(Path file) {
    JsonNode pod = Shipped.yaml(file).at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0/securityContext");

    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(65_532);
    assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
  }

  @ParameterizedTest
  @MethodSource("daemons")
  void everyMount_hasItsVolume(Path file) {
    JsonNode daemon = Shipped.yaml(file);
    JsonNode pod = daemon.at("/spec/template/spec");
    Stream<JsonNode> claimed =
        Shipped.elements(daemon.at("/spec/volumeClaimTemplates")).map(c -> c.path("metadata"));

    assertThat(Shipped.elements(pod.at("/containers/0/volumeMounts")).map(m -> m.path("name")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Shipped.elements(pod.path("volumes")), claimed)
                .map(volume -> volume.path("name"))
                .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "replicas", "kafka"})
  void built_hasEveryObjectOnce(String way) {
    Path kustomize = Shipped.path(".ci/tools/bin/kustomize");
    assumeTrue(Files.isExecutable(kustomize), ".ci/run puts kustomize there where Go is installed");

    Tool.Result built =
        Tool.run(
            Map.of(), kustomize.toString(), "build", Shipped.path("kubernetes/" + way).toString());

    assertThat(built.exit()).as(built.output()).isZero();
    List<JsonNode> objects = Shipped.yamls(built.output());
    assertThat(objects)
        .filteredOn(object -> object.path("kind").asText().equals("ConfigMap"))
        .hasSize(1 + Shipped.files("grafana-dashboards/boards", ".json").size());
    assertThat(objects)
        .allSatisfy(
            object ->
                assertThat(labels(object.at("/metadata/labels")))
                    .containsEntry("app.kubernetes.io/part-of", "aispend"))
        .extracting(object -> object.path("kind") + "/" + object.at("/metadata/name"))
        .doesNotHaveDuplicates();
  }

  private static Map<String, String> labels(JsonNode object) {
    return Shipped.JSON.convertValue(
        object,
        Shipped.JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
  }
}
