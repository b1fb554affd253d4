// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.Dimension;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Prices kept use again. What changes is worked out while reading, hour by hour, and written in
 * small transactions, each of which first looks that nothing changed meanwhile; so polls and events
 * go on, and a run that is cut off has done a part of it wholly and the rest not at all. A run
 * changes nothing that has the right price already: the next one goes on where the last ended. Any
 * thread may use it.
 */
public final class Repricings {
  /** Rows in one transaction: some tens of milliseconds. */
  private static final int PIECE = 1_000;

  private static final String NEXT =
      """
      select min(period_start) as start from record
      where source_id = :source_id and period_start >= :from
      """;

  /**
   * What to do.
   *
   * @param from use of earlier periods is left alone; the start of a UTC day
   * @param prices version of the prices and exchange rates
   * @param by who asked for it
   */
  public record Order(Instant from, String prices, String by) {
    public Order {
      requireNonNull(from, "from");
      requireNonNull(prices, "prices");
      requireNonNull(by, "by");
    }
  }

  /** Is told how far it is. */
  public interface Progress {
    void at(String source, Instant hour);
  }

  private final Storage storage;
  private final List<Dimension> labels;
  private final MatchedModels models;
  private final CounterReader totals;

  Repricings(Storage storage, List<Dimension> labels, MatchedModels models, CounterReader totals) {
    this.storage = storage;
    this.labels = labels;
    this.models = models;
    this.totals = totals;
  }

  /**
   * Takes note of the prices in force.
   *
   * @return whether they are others than those of the last time
   */
  public boolean inForce(String version, Instant now) {
    return storage.writeQuietly(
        "note the prices in force", handle -> RepricingLog.inForce(handle, version, now));
  }

  /** What a run would change; writes nothing. */
  public List<PriceChange> preview(Instant from, Repricer repricer, Progress progress) {
    TreeMap<String, PriceChange> changes = new TreeMap<>();
    walk(
        from,
        progress,
        (source, start) -> add(changes, changes(source, read(source, start, repricer)).values()));
    return List.copyOf(changes.values());
  }

  /**
   * Prices again and keeps what it changed.
   *
   * @return the run as it is kept
   * @throws LedgerException when it cannot go on; what it did until then is done and told
   */
  public Repricing run(Order order, Repricer repricer, Clock clock, Progress progress) {
    long run =
        storage.writeQuietly(
            "begin to price again",
            handle -> {
              RepricingLog.inForce(handle, order.prices(), clock.instant());
              return RepricingLog.begin(handle, order, clock.instant());
            });
    walk(
        order.from(),
        progress,
        (source, start) -> {
          for (List<Revaluation> piece : pieces(read(source, start, repricer))) {
            write(run, source, start, piece, repricer, clock.instant());
          }
        });
    return storage.writeQuietly(
        "end pricing again",
        handle -> {
          RepricingLog.finish(handle, run, clock.instant());
          return RepricingLog.runs(handle, 1).get(0);
        });
  }

  /** The newest runs, the newest first. */
  public List<Repricing> runs(int limit) {
    return storage.read("read what was priced again", handle -> RepricingLog.runs(handle, limit));
  }

  private interface Hours {
    void at(Sources.Stored source, long start);
  }

  private void walk(Instant from, Progress progress, Hours hours) {
    for (Sources.Stored source : storage.read("read the sources", Sources::all)) {
      OptionalLong start = next(source, from.getEpochSecond());
      while (start.isPresent()) {
        progress.at(source.source().name(), Instant.ofEpochSecond(start.getAsLong()));
        hours.at(source, start.getAsLong());
        start = next(source, start.getAsLong() + 1);
      }
    }
  }

  private OptionalLong next(Sources.Stored source, long from) {
    return storage.read(
        "read which hours have records",
        handle ->
            handle
                .createQuery(NEXT)
                .bind("source_id", source.id())
                .bind("from", from)
                .map(
                    (row, context) -> {
                      Long start = Columns.nullableLong(row, "start");
                      return start == null ? OptionalLong.empty() : OptionalLong.of(start);
                    })
                .one());
  }

  private List<Revaluation> read(Sources.Stored source, long start, Repricer repricer) {
    return storage.read(
        "price " + source.source().name() + " again",
        handle -> revaluations(handle, source, start, repricer));
  }

  private static List<Revaluation> revaluations(
      Handle handle, Sources.Stored source, long start, Repricer repricer) {
    return source.source().isSent()
        ? new EventPricing(repricer).of(handle, source, start)
        : new ReportPricing(repricer).of(handle, source, start);
  }

  /** What changed since it was read is worked out anew, in the transaction that writes it. */
  private void write(
      long run,
      Sources.Stored source,
      long start,
      List<Revaluation> piece,
      Repricer repricer,
      Instant now) {
    storage.write(
        "keep other prices of " + source.source().name(),
        handle -> {
          try (RevaluationBooking booking =
              new RevaluationBooking(handle, labels, models, source.id(), now)) {
            List<Revaluation> valid =
                booking.isCurrent(piece) ? piece : revaluations(handle, source, start, repricer);
            booking.book(valid);
            RepricingLog.add(
                handle,
                run,
                source.id(),
                changes(source, valid).values(),
                booking.canonicalNanos());
            totals.watch(handle, booking.totals());
            return true;
          }
        });
  }

  private static List<List<Revaluation>> pieces(List<Revaluation> all) {
    List<List<Revaluation>> pieces = new ArrayList<>();
    List<Revaluation> piece = new ArrayList<>();
    int size = 0;
    for (Revaluation one : all) {
      if (size > 0 && size + one.size() > PIECE) {
        pieces.add(piece);
        piece = new ArrayList<>();
        size = 0;
      }
      piece.add(one);
      size += one.size();
    }
    if (!piece.isEmpty()) {
      pieces.add(piece);
    }
    return pieces;
  }

  private static Map<String, PriceChange> changes(
      Sources.Stored source, List<Revaluation> revaluations) {
    Map<String, PriceChange> changes = new TreeMap<>();
    add(changes, revaluations.stream().map(one -> one.change(source.source())).toList());
    return changes;
  }

  private static void add(Map<String, PriceChange> to, Collection<PriceChange> more) {
    for (PriceChange change : more) {
      PriceChange.Place place = change.place();
      to.merge(
          place.source() + '\n' + place.model() + '\n' + place.day(), change, PriceChange::plus);
    }
  }
}
