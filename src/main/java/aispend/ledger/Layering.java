// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Books how one provider's layers stand upon each other, within one transaction: first what its
 * polled detail and its applications tell of the same calls, then what its bill says beyond both.
 * Slots and days are collected while records change, and booked once these are written.
 */
final class Layering {
  private final Handle handle;
  private final MatchedModels models;
  private final ProviderStack stack;
  private final Slots slots;
  private final TreeSet<Long> changed = new TreeSet<>();
  private final TreeSet<Long> days = new TreeSet<>();

  /**
   * Prepares for one provider.
   *
   * @param stack its sources, with how far each is settled once this transaction is done
   */
  Layering(Handle handle, MatchedModels models, ProviderStack stack) {
    this.handle = handle;
    this.models = models;
    this.stack = stack;
    this.slots = stack.slots(Retention.hoursFrom(handle));
  }

  /** Something about a period changed. */
  void changed(ChargePeriod period) {
    changed(period.start().getEpochSecond());
  }

  /** Something about the slot of an instant changed. */
  void changed(long epochSecond) {
    if (stack.overlaps()) {
      changed.add(slots.at(epochSecond).start().getEpochSecond());
    }
    days.add(dayOf(epochSecond));
  }

  void changedDays(List<Long> starts) {
    days.addAll(starts);
  }

  /** Something about all that applications told of within a stretch changed, such as being read. */
  void changed(Instant from, Instant until) {
    if (stack.overlaps() && from.isBefore(until)) {
      AttributedSums.starts(handle, stack, slots, from.getEpochSecond(), until.getEpochSecond())
          .forEach(this::changed);
    }
  }

  void book(DimensionSets sets, Residuals.Books books, Instant now) {
    if (!changed.isEmpty()) {
      try (Overlaps overlaps = new Overlaps(handle, sets, books, now, stack, slots, models)) {
        changed.forEach(overlaps::book);
      }
    }
    if (!days.isEmpty()) {
      new Residuals(handle, sets, books, now, stack, models).book(days);
    }
  }

  static long dayOf(long epochSecond) {
    return epochSecond - Math.floorMod(epochSecond, Slots.DAY);
  }
}
