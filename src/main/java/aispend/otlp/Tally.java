// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What became of the spans or points of one request. Used by one thread. */
final class Tally {
  /** As many different problems are told as fit into a log line. */
  private static final int MOST_MESSAGES = 5;

  /** What becomes of a span or point. */
  enum Fate {
    /** Kept. */
    ACCEPTED,
    /** Kept before. */
    DUPLICATE,
    /** A running total that is older than the last one that was read; what it says is in that. */
    LATE,
    /** Tells of no call, or of one that is told in another way. */
    IGNORED,
    /** Cannot be right. */
    REJECTED;

    /** The metric label {@code outcome}. */
    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
  private final Set<String> messages = new LinkedHashSet<>();

  void count(Fate fate, int items) {
    counts.merge(fate, items, Integer::sum);
  }

  void reject(String message, int items) {
    count(Fate.REJECTED, items);
    if (messages.size() < MOST_MESSAGES) {
      messages.add(message);
    }
  }

  Map<Fate, Integer> counts() {
    return counts;
  }

  int rejected() {
    return counts.getOrDefault(Fate.REJECTED, 0);
  }

  /** The problems, each once. */
  String message() {
    return String.join("; ", messages);
  }
}
