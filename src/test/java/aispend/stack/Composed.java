// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import aispend.testing.DockerCompose;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** The ways in which the compose files are meant to be put together. */
enum Composed {
  PLAIN(""),
  DEMO(Composed.PROFILE),
  EXISTING_PROMETHEUS(Composed.PROMETHEUS),
  EXISTING_PROMETHEUS_DEMO(Composed.PROMETHEUS + " " + Composed.PROFILE),
  EXISTING_GRAFANA(Composed.GRAFANA),
  EXISTING_GRAFANA_DEMO(Composed.GRAFANA + " " + Composed.PROFILE),
  POSTGRES(Composed.DATABASE),
  KAFKA(Composed.DATABASE + " -f docker-compose.kafka.yml");

  private static final String PROFILE = "--profile demo";
  private static final String PROMETHEUS =
      "-f docker-compose.yml -f docker-compose.existing-prometheus.yml";
  private static final String GRAFANA =
      "-f docker-compose.yml -f docker-compose.existing-grafana.yml";

  private static final String DATABASE = "-f docker-compose.yml -f docker-compose.postgres.yml";

  /** What the override for a database asks for. */
  private static final Map<String, String> PASSWORD = Map.of("AISPEND_LEDGER_PASSWORD", "x");

  /** What the override for a Prometheus of one's own asks for. */
  static final Map<String, String> OWN_PROMETHEUS =
      Map.of(
          "AISPEND_HISTORY_URL", "http://mimir.example.invalid/api/v1/push",
          "AISPEND_PROMETHEUS_URL", "http://mimir.example.invalid/prometheus",
          "AISPEND_ALERTMANAGER_URL", "http://mimir.example.invalid/alertmanager");

  private final String options;

  Composed(String options) {
    this.options = options;
  }

  List<String> options() {
    return options.isEmpty() ? List.of() : List.of(options.split(" ", -1));
  }

  boolean ownPrometheus() {
    return this == EXISTING_PROMETHEUS || this == EXISTING_PROMETHEUS_DEMO;
  }

  /** With the defaults of the files, and nothing but what an override cannot do without. */
  Map<String, String> environment() {
    if (this == POSTGRES || this == KAFKA) {
      return PASSWORD;
    }
    return ownPrometheus() ? OWN_PROMETHEUS : Map.of();
  }

  JsonNode config() {
    return DockerCompose.config(environment(), options().toArray(String[]::new));
  }

  JsonNode service(String name) {
    return config().path("services").path(name);
  }
}
