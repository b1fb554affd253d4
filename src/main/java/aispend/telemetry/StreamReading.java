// SPDX-License-Identifier: Apache-2.0
package aispend.telemetry;

import java.util.List;

/**
 * A value of a stream's state when it is scraped.
 *
 * @param labels values, in the order of the family's names
 */
public record StreamReading(Family family, List<String> labels, double value) {
  /** What is read. */
  public enum Family {
    EVENTS(
        "aispend_stream_events",
        "Messages that the stream read, by what became of them, as committed.",
        true,
        "partition",
        "outcome"),
    COST(
        "aispend_stream_cost_usd",
        "Cost of the events that the stream counted, as committed.",
        true,
        "partition",
        "provider"),
    LAG(
        "aispend_stream_lag_messages",
        "Messages that the stream has not read yet.",
        false,
        "partition"),
    TOTALS_LAG(
        "aispend_stream_totals_lag_messages",
        "Totals that the ledger does not have yet.",
        false,
        "partition"),
    STATE("aispend_stream_state", "1 for the state that the stream is in.", false, "state"),
    RESTORING(
        "aispend_stream_restoring_records",
        "Records of state that are still to be read back before counting goes on.",
        false);

    private final String metric;
    private final String help;
    private final boolean counter;
    private final String names;

    Family(String metric, String help, boolean counter, String... names) {
      this.metric = metric;
      this.help = help;
      this.counter = counter;
      this.names = String.join(",", names);
    }

    String metric() {
      return metric;
    }

    String help() {
      return help;
    }

    boolean counter() {
      return counter;
    }

    List<String> names() {
      return names.isEmpty() ? List.of() : List.of(names.split(",", -1));
    }
  }

  public StreamReading {
    labels = List.copyOf(labels);
    if (labels.size() != family.names().size()) {
      throw new IllegalArgumentException(
          family + " has the labels " + family.names() + ", not " + labels.size());
    }
  }
}
