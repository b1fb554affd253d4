// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.BalanceLevel;
import aispend.model.Dimension;
import aispend.model.ReportedBalance;
import aispend.model.SeriesReading;
import aispend.model.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The writing side of the ledger. Every call is one transaction, is durable when it returns, and is
 * idempotent: it may be repeated after a crash. Any thread may call; calls are done one at a time.
 * All throw {@link LedgerException} when nothing was kept.
 */
public interface LedgerWriter {
  /**
   * Announces a source before its first batch, and again at each start.
   *
   * @param match the dimensions on which this source's layer is matched with the next more detailed
   *     one when residuals are booked
   */
  void register(Source source, Set<Dimension> match);

  /**
   * Says under which name a provider's models are matched between layers, so that a bare name and a
   * dated snapshot are one model. Not kept: said at each start, before the provider's first batch.
   * Until then each model goes by its own name.
   */
  void matchModels(String provider, UnaryOperator<String> names);

  /**
   * Keeps a batch: new records are added, changed ones restated by the difference, missing ones of
   * complete buckets restated to nothing; sums, counters, residuals and the watermark move with
   * them.
   */
  AppendResult append(Batch batch);

  /**
   * Keeps events: each once, added to the sums of its hour. A provider's events source comes into
   * being with its first event. Calls at the same time share a transaction; what cannot be kept in
   * it fails its own caller only.
   *
   * @return what became of each, in their order
   */
  List<Event.Fate> appendEvents(List<Event> events, Instant receivedAt);

  /**
   * Keeps events as {@link #appendEvents(List, Instant)} does, and with them the readings of
   * running totals that they were worked out from.
   *
   * @throws LedgerException also when a reading does not follow on the last one that is kept
   */
  List<Event.Fate> appendEvents(
      List<Event> events, List<SeriesReading> readings, Instant receivedAt);

  /**
   * Keeps running totals of hours that a stream counts, each event once: adds by what each grew
   * since the last one that is kept. One that tells of no more events changes nothing, so that any
   * of them may come again, and in any order.
   *
   * @param stream whose totals follow on each other
   * @return how many events are of a time that is not known any more, and are left out
   */
  long appendTotals(String stream, List<PartitionTotal> told, Instant receivedAt);

  /**
   * Says that events were taken up to an instant: what applications sent until then is here, even
   * if it is nothing. Moves the watermarks of all events sources.
   */
  void listened(Instant until);

  /**
   * Keeps a reading of what is left of a provider's prepaid credit.
   *
   * @return the levels before it of those parts that changed
   */
  List<BalanceLevel> putBalances(String provider, List<ReportedBalance> balances, Instant at);

  /** Replaces what is known of the names of some ids of a provider. */
  void putNames(String provider, Dimension dimension, Map<String, String> names);

  /**
   * Whether the ledger can write now.
   *
   * @throws LedgerException with what is wrong when it cannot
   */
  void checkWritable(Instant now);
}
