// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ComposeLintsTest {
  private static final JsonNode SHIPPED = Composed.DEMO.config();

  @ParameterizedTest
  @EnumSource
  void shippedFiles_haveNoProblem(Composed composed) {
    JsonNode config = composed.config();
    // Grafana and the demo's daemon then call a Prometheus that is elsewhere.
    boolean callsOut = composed.ownPrometheus();

    assertThat(config.path("services")).isNotEmpty();
    assertThat(ComposeLints.of(config))
        .filteredOn(
            problem -> !(callsOut && problem.matches("(grafana|demo-vendor) may call out.*")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          prometheus | read_only | false | prometheus can write to its image: read_only
          prometheus | cap_drop | [] | prometheus keeps capabilities: cap_drop
          prometheus | security_opt | [] | prometheus may gain privileges: no-new-privileges
          prometheus | user | "0:0" | prometheus runs as root or as a name: user
          prometheus | user | "nobody" | prometheus runs as root or as a name: user
          prometheus | privileged | true | prometheus has a power over the host: privileged
          prometheus | cap_add | ["NET_ADMIN"] | prometheus has a power over the host: cap_add
          prometheus | image | "prom/prometheus:latest" | prometheus is of no exact version: image
          prometheus | image | "prom/prometheus" | prometheus is of no exact version: image
          prometheus | image | "prom/prometheus:v3" | prometheus is of no exact version: image
          grafana | mem_limit | "0" | grafana may take all memory: mem_limit
          grafana | pids_limit | 0 | grafana may start any number: pids_limit
          grafana | logging | {} | grafana may fill the disk: logging
          grafana | healthcheck | {"disable": true} | grafana is never asked for health: healthcheck
          grafana | restart | "no" | grafana stays down: restart
          grafana | init | false | grafana leaves dead children: init
          grafana | tmpfs | ["/tmp"] | grafana has an open /tmp: tmpfs
          grafana | networks | {} | grafana is in no network: networks
          grafana | networks | {"default": null} | grafana is in the network that reaches all: networks
          grafana | networks | {"egress": null} | grafana may call out: networks
          grafana | networks | {"backend": null} | grafana cannot publish: networks
          grafana | network_mode | "host" | grafana is in the host's: network_mode
          grafana | ports | [{"target": 3000, "published": "3000"}] | grafana is published beyond loopback: ports
          grafana | volumes | [{"type": "bind", "source": "/", "target": "/h"}] | grafana can change /: volumes
          grafana | volumes | [{"type": "bind", "read_only": true, "source": "/no"}] | grafana mounts what is missing, /no
          grafana | volumes | [{"type": "volume", "target": "/data"}] | grafana keeps data in no named volume: volumes
          """)
  void plantedViolation_isFound(String service, String key, String value, String problem)
      throws IOException {
    JsonNode planted = SHIPPED.deepCopy();
    ((ObjectNode) planted.path("services").path(service)).set(key, Shipped.JSON.readTree(value));

    assertThat(ComposeLints.of(planted)).contains(problem);
  }
}
