// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A metric and all its samples of one scrape. */
record Family(MetricDefinition definition, List<Sample> samples) {
  Family {
    requireNonNull(definition, "definition");
    samples = List.copyOf(samples);
  }

  static Builder of(MetricDefinition definition) {
    return new Builder(definition);
  }

  /** Collects the samples of a small family, whose label text is not worth keeping. */
  static final class Builder {
    private final MetricDefinition definition;
    private final List<Sample> samples = new ArrayList<>();

    private Builder(MetricDefinition definition) {
      this.definition = definition;
    }

    Builder add(BigDecimal value, String... labels) {
      samples.add(new Sample(new Series(definition, List.of(labels)), value));
      return this;
    }

    Builder add(long value, String... labels) {
      return add(BigDecimal.valueOf(value), labels);
    }

    Family build() {
      return new Family(definition, samples);
    }
  }
}
