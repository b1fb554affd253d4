// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import aispend.model.ChargePeriod;
import aispend.store.StoredFile;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Of which time the ledger has what deliveries say, so that files are not read again before
 * something changes. It lives in memory alone: after a restart everything is read once. Used by one
 * thread at a time.
 */
final class KeptDeliveries {
  /** All that a delivery's word about a day follows from. */
  private record Version(
      List<StoredFile> files, List<ChargePeriod> toldAnew, List<ChargePeriod> pending) {
    static Version of(Delivery delivery, List<Delivery> all) {
      return new Version(delivery.files(), delivery.toldAnew(all), delivery.pending(all));
    }
  }

  /** What was read of a delivery, and of which time. */
  private record Reading(Version version, ChargePeriod time) {
    /** The stretch of both, where they are of one version and nothing lies between them. */
    Reading after(Reading before) {
      boolean apart =
          before.time.end().isBefore(time.start()) || time.end().isBefore(before.time.start());
      if (apart || !version.equals(before.version)) {
        return this;
      }
      return new Reading(
          version,
          new ChargePeriod(
              earlier(before.time.start(), time.start()), later(before.time.end(), time.end())));
    }

    private static Instant earlier(Instant one, Instant other) {
      return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
      return one.isAfter(other) ? one : other;
    }
  }

  private final Map<String, Reading> kept = new HashMap<>();
  private final Map<String, Reading> read = new HashMap<>();

  /** A window begins to be read. What was read of the one before and is not kept by now is not. */
  void begin() {
    read.clear();
  }

  /** What of a window the ledger does not have yet; empty when it has all of it. */
  Optional<ChargePeriod> missing(Delivery delivery, ChargePeriod window, List<Delivery> all) {
    Reading known = kept.get(delivery.part());
    if (known == null || !known.version().equals(Version.of(delivery, all))) {
      return Optional.of(window);
    }
    ChargePeriod time = known.time();
    if (window.start().isBefore(time.start()) || !window.start().isBefore(time.end())) {
      return Optional.of(window);
    }
    return window.end().isAfter(time.end())
        ? Optional.of(new ChargePeriod(time.end(), window.end()))
        : Optional.empty();
  }

  /**
   * A delivery is about to be read: the ledger is on its way from any other version of it, and may
   * take some rows of this one without it being noted as read.
   */
  void outdate(Delivery delivery, List<Delivery> all) {
    Version now = Version.of(delivery, all);
    kept.computeIfPresent(
        delivery.part(), (part, before) -> before.version().equals(now) ? before : null);
  }

  /** Notes that all that a delivery says of a window was read. */
  void read(Delivery delivery, ChargePeriod window, List<Delivery> all) {
    read.put(delivery.part(), new Reading(Version.of(delivery, all), window));
  }

  /** The ledger has what was read since the window began. */
  void kept() {
    read.forEach((part, now) -> kept.merge(part, now, (before, after) -> after.after(before)));
    read.clear();
  }
}
