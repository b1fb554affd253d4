// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One metric as the catalogue lists it.
 *
 * @param name as it is queried; a counter's ends in {@code _total}
 * @param type what kind it is
 * @param labels names of its labels, in their order
 * @param help one sentence
 */
public record MetricDefinition(String name, MetricType type, List<String> labels, String help) {
  public MetricDefinition {
    requireNonNull(type, "type");
    labels = List.copyOf(labels);
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("metric name is '" + name + "'; must be snake case");
    }
    if ((type == MetricType.COUNTER) != name.endsWith("_total")) {
      throw new IllegalArgumentException(
          "metric " + name + " is a " + type.code() + "; counters, and only they, end in _total");
    }
    if (help.isBlank()) {
      throw new IllegalArgumentException("metric " + name + " needs a help text");
    }
  }

  static MetricDefinition counter(String name, String help, String... labels) {
    return new MetricDefinition(name, MetricType.COUNTER, List.of(labels), help);
  }

  static MetricDefinition gauge(String name, String help, String... labels) {
    return new MetricDefinition(name, MetricType.GAUGE, List.of(labels), help);
  }

  static MetricDefinition histogram(String name, String help, String... labels) {
    return new MetricDefinition(name, MetricType.HISTOGRAM, List.of(labels), help);
  }
}
