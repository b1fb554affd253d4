// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.model.ChargePeriod;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers that cost money, kept for as long as the vendor is not expected to have newer ones. A
 * restart forgets them. Called by one thread at a time.
 */
final class KeptAnswers {
  /** The windows of one poll, which may look back for a year. */
  private static final int MOST = 12;

  /** Asks the vendor. */
  @FunctionalInterface
  interface Asking {
    List<ReportedBucket> ask() throws ProviderException, InterruptedException;
  }

  private record Answer(Instant at, List<ReportedBucket> buckets) {}

  private final Duration kept;
  private final Clock clock;
  private final Map<ChargePeriod, Answer> answers = new LinkedHashMap<>();

  KeptAnswers(Duration kept, Clock clock) {
    this.kept = kept;
    this.clock = clock;
  }

  /** The answer about a window: the one that is kept, or a new one. */
  List<ReportedBucket> about(ChargePeriod window, Asking asking)
      throws ProviderException, InterruptedException {
    Answer old = answers.get(window);
    if (old != null && clock.instant().isBefore(old.at().plus(kept))) {
      return old.buckets();
    }
    List<ReportedBucket> fresh = List.copyOf(asking.ask());
    answers.remove(window);
    answers.put(window, new Answer(clock.instant(), fresh));
    if (answers.size() > MOST) {
      answers.remove(answers.keySet().iterator().next());
    }
    return fresh;
  }
}
