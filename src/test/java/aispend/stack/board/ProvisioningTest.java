// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.stack.Shipped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** L22: what Grafana is told when it starts. */
final class ProvisioningTest {
  private static final String PLACE = "grafana-dashboards/provisioning/";

  private static JsonNode source() {
    return Shipped.yaml(Shipped.path(PLACE + "datasources/aispend.yml")).at("/datasources/0");
  }

  private static JsonNode provider() {
    return Shipped.yaml(Shipped.path(PLACE + "dashboards/aispend.yml")).at("/providers/0");
  }

  @Test
  void provisioning_keepsItsRules() {
    assertThat(problems(source())).isEmpty();
    assertThat(provider().path("allowUiUpdates").asBoolean(true)).isFalse();
    assertThat(provider().path("updateIntervalSeconds").asInt()).isGreaterThan(10);
  }

  @ParameterizedTest
  @CsvSource({
    "/uid, other, uid",
    "/jsonData/timeInterval, 60s, timeInterval",
    "/jsonData/incrementalQuerying, true, incrementalQuerying"
  })
  void plantedViolation_isSeen(String place, String value, String seen) {
    ObjectNode bad = source().deepCopy();
    String parent = place.substring(0, place.lastIndexOf('/'));
    ((ObjectNode) bad.at(parent)).put(place.substring(place.lastIndexOf('/') + 1), value);

    assertThat(problems(bad)).containsExactly(seen);
  }

  private static List<String> problems(JsonNode source) {
    JsonNode scrape = Shipped.yaml(Shipped.path("prometheus/prometheus.yml")).path("global");
    List<String> problems = new ArrayList<>();
    if (!source.path("uid").asText().equals("aispend-prometheus")) {
      problems.add("uid");
    }
    if (!source.at("/jsonData/timeInterval").equals(scrape.path("scrape_interval"))) {
      problems.add("timeInterval");
    }
    // What a browser keeps would hide late corrections.
    if (!source.at("/jsonData/incrementalQuerying").asText().equals("false")) {
      problems.add("incrementalQuerying");
    }
    return problems;
  }
}
