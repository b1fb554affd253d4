// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import aispend.ingest.NotKeptException;
import aispend.model.Dimension;
import aispend.model.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the vendor's names for some dimensions' ids fresh: every six hours, and an hour after a
 * failure. A failed look-up holds up nothing: ids are shown until it works. For one thread.
 */
final class NameLookUp {
  private static final Logger log = LoggerFactory.getLogger(NameLookUp.class);
  private static final Duration FRESH = Duration.ofHours(6);
  private static final Duration AGAIN_AFTER_FAILURE = Duration.ofHours(1);

  private final Account account;
  private final Noting notes;
  private final Set<Dimension> dimensions;
  private final Map<Dimension, Instant> due = new EnumMap<>(Dimension.class);
  private final Map<Dimension, String> failing = new EnumMap<>(Dimension.class);
  private final Set<Dimension> unsaid = EnumSet.noneOf(Dimension.class);

  /**
   * Look-ups of an account.
   *
   * @param dimensions those wanted; those the provider has no names for are left out
   * @param notes in which another daemon may say that it looked them up
   */
  NameLookUp(Account account, Set<Dimension> dimensions, Noting notes) {
    this.account = account;
    this.notes = notes;
    this.dimensions = EnumSet.copyOf(dimensions);
    this.dimensions.retainAll(account.provider().namedDimensions());
  }

  void refresh(Instant now) throws InterruptedException {
    for (Dimension dimension : dimensions) {
      lookUp(dimension, now);
    }
  }

  private void lookUp(Dimension dimension, Instant now) throws InterruptedException {
    if (now.isBefore(due.getOrDefault(dimension, Instant.MIN))) {
      return;
    }
    Instant known = notes.succeeded(note(dimension)).map(at -> at.plus(FRESH)).orElse(Instant.MIN);
    if (now.isBefore(known)) {
      due.put(dimension, known);
      return;
    }
    try {
      account.ingest().keepNames(account.name(), dimension, account.provider().names(dimension));
      due.put(dimension, now.plus(FRESH));
      notes.keep(note(dimension), PollHealth.UNKNOWN.succeeded(now));
      failing.remove(dimension);
    } catch (ProviderException | NotKeptException e) {
      due.put(dimension, now.plus(AGAIN_AFTER_FAILURE));
      if (failing.put(dimension, String.valueOf(e.getMessage())) == null) {
        unsaid.add(dimension);
      }
    }
  }

  /** No source has a space in its name. */
  private static String note(Dimension dimension) {
    return "names of " + dimension.code();
  }

  /** Says which look-ups began to fail. Not to be called after a refused key, which says it all. */
  void sayFailures() {
    for (Dimension dimension : unsaid) {
      log.warn(
          "Could not look up names; ids are shown. provider={} dimension={} why=\"{}\"",
          account.name(),
          dimension.code(),
          failing.get(dimension));
    }
    unsaid.clear();
  }
}
