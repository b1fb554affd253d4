// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import static java.util.Objects.requireNonNull;

import aispend.model.ChargePeriod;
import aispend.store.StoredFile;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files that together say what there is to say.
 *
 * @param part what earlier and later deliveries of the same have in common
 * @param export what is exported again and again, of which this is one period
 * @param period the days it is of; null when only its rows know
 * @param at when it was delivered
 * @param files those that count
 * @param whole whether all of them are there and written to their end
 */
record Delivery(
    String part,
    String export,
    @Nullable ChargePeriod period,
    Instant at,
    List<StoredFile> files,
    boolean whole) {
  Delivery {
    requireNonNull(part, "part");
    requireNonNull(export, "export");
    requireNonNull(at, "at");
    files = List.copyOf(files);
  }

  /** The same, of which nothing can be said now. */
  Delivery unreadable() {
    return new Delivery(part, export, period, at, files, false);
  }

  /** Whether it is of days in a window, as far as that is known before its rows are read. */
  boolean reaches(ChargePeriod window) {
    return period == null || overlap(period, window).findAny().isPresent();
  }

  /** Days of ours that later deliveries of the same export tell under another period. */
  List<ChargePeriod> toldAnew(List<Delivery> all) {
    return overlaps(later(all));
  }

  /** Those of them whose later delivery is not whole, so that nothing can be said of them now. */
  List<ChargePeriod> pending(List<Delivery> all) {
    return overlaps(later(all).filter(other -> !other.whole()));
  }

  private Stream<Delivery> later(List<Delivery> all) {
    return all.stream()
        .filter(other -> other.export().equals(export) && !other.part().equals(part))
        .filter(other -> other.at().isAfter(at));
  }

  private List<ChargePeriod> overlaps(Stream<Delivery> others) {
    ChargePeriod ours = period;
    return others
        .map(Delivery::period)
        .flatMap(theirs -> ours == null || theirs == null ? Stream.of() : overlap(ours, theirs))
        .toList();
  }

  private static Stream<ChargePeriod> overlap(ChargePeriod one, ChargePeriod other) {
    Instant start = one.start().isAfter(other.start()) ? one.start() : other.start();
    Instant end = one.end().isBefore(other.end()) ? one.end() : other.end();
    return start.isBefore(end) ? Stream.of(new ChargePeriod(start, end)) : Stream.empty();
  }
}
