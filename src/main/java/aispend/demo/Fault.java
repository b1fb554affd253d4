// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;

/**
 * An order to misbehave.
 *
 * @param kind what happens
 * @param path requests whose path starts with this
 * @param count how often at most
 * @param every only each so many matching requests
 * @param probability of those, by a fixed sequence of dice; 0 to 1
 * @param seconds how long a rate limit asks to wait
 */
record Fault(
    FaultKind kind, String path, int count, int every, BigDecimal probability, int seconds) {
  static final int UNLIMITED = Integer.MAX_VALUE;

  private static final Set<String> KNOWN =
      Set.of("fault", "path", "count", "every", "probability", "seconds");

  Fault {
    if (count < 1 || every < 1 || seconds < 0) {
      throw new IllegalArgumentException(
          "count and every must be at least 1, seconds at least 0: "
              + count
              + ", "
              + every
              + ", "
              + seconds);
    }
    if (probability.signum() < 0 || probability.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException(
          "probability is " + probability + "; must be between 0 and 1");
    }
  }

  /** Once, to the next request under a path. */
  static Fault next(FaultKind kind, String path) {
    return new Fault(kind, path, 1, 1, BigDecimal.ONE, 1);
  }

  Fault times(int newCount) {
    return new Fault(kind, path, newCount, every, probability, seconds);
  }

  Fault eachOf(int newEvery) {
    return new Fault(kind, path, UNLIMITED, newEvery, probability, seconds);
  }

  /**
   * Reads one of a script. Without {@code count} it happens once, or for ever when {@code every} or
   * {@code probability} is given.
   *
   * @throws IllegalArgumentException when it cannot be used; the message says why
   */
  static Fault of(JsonNode json) {
    Set<String> unknown = new TreeSet<>();
    json.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown " + unknown + "; known are " + KNOWN);
    }
    FaultKind kind =
        FaultKind.ofCode(json.path("fault").asText())
            .orElseThrow(() -> new IllegalArgumentException("unknown fault " + json.path("fault")));
    boolean lasting = json.has("every") || json.has("probability");
    return new Fault(
        kind,
        json.path("path").asText("/v1/"),
        json.path("count").asInt(lasting ? UNLIMITED : 1),
        json.path("every").asInt(1),
        json.has("probability") ? json.path("probability").decimalValue() : BigDecimal.ONE,
        json.path("seconds").asInt(1));
  }
}
