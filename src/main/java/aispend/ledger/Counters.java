// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Source;
import aispend.model.TokenType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The changes of one transaction to the monotonic totals. A total never goes down. What canonical
 * cost goes down by is a total of its own (credits), so cost less credits is exact at any moment.
 * The other totals hold a decrease as credit, which later growth pays off first.
 */
final class Counters {
  private static final String UPSERT =
      """
      insert into counter (family, labels, value, credit, first_seen)
      values (:family, :labels, :growth, :fall, :now)
      on conflict (family, text_key(labels)) do update set
        value = counter.value + case when :growth > counter.credit
                                     then :growth - counter.credit else 0 end,
        credit = case when :growth > counter.credit
                      then 0 else counter.credit - :growth end + :fall
      """;

  private final List<Dimension> labels;
  private final DisplayNames names;
  private final LabelledSums labelled = new LabelledSums();
  private final Map<CounterKey, Long> changes = new LinkedHashMap<>();
  private final Set<CounterKey> flushed = new HashSet<>();

  /**
   * Begins a transaction's changes.
   *
   * @param labels the dimensions that are labels of the canonical families
   */
  Counters(List<Dimension> labels, DisplayNames names) {
    this.labels = labels;
    this.names = names;
  }

  /** Makes a source's closed label sets exist at 0. */
  void announce(Source source) {
    change(CounterFamily.SOURCE_COST, 0, source.label(), source.provider());
    change(CounterFamily.CREDITS, 0, source.label(), source.provider());
    change(CounterFamily.RESTATED, 0, source.label(), source.provider(), "up");
    change(CounterFamily.RESTATED, 0, source.label(), source.provider(), "down");
  }

  /** Counts what a source itself reported. */
  void reported(Source source, Delta delta) {
    change(CounterFamily.SOURCE_COST, delta.costNanos(), source.label(), source.provider());
    for (TokenType type : TokenType.values()) {
      long tokens = delta.tokens(type);
      if (tokens != 0) {
        change(
            CounterFamily.SOURCE_TOKENS, tokens, source.label(), source.provider(), type.label());
      }
    }
  }

  /** Counts that a record's cost was changed after it was first kept. */
  void restated(Source source, long costNanos) {
    if (costNanos != 0) {
      change(
          CounterFamily.RESTATED,
          Math.abs(costNanos),
          source.label(),
          source.provider(),
          costNanos > 0 ? "up" : "down");
    }
  }

  /** Counts what senders told beside the list price of the same calls. */
  void told(String provider, String model, long toldNanos, long listNanos) {
    change(CounterFamily.TOLD_COST, toldNanos, provider, model);
    change(CounterFamily.TOLD_LIST_COST, listNanos, provider, model);
  }

  /** Counts canonical spend in all its families. */
  void canonical(Source source, Dimensions dimensions, Delta delta) {
    labelled(source, dimensions, delta);
    String project = names.name(source.provider(), Dimension.PROJECT, dimensions);
    delta
        .unitMicros()
        .forEach(
            (unit, micros) ->
                change(CounterFamily.UNITS, micros, source.provider(), project, unit));
    if (delta.unpricedTokens() != 0) {
      change(
          CounterFamily.UNPRICED,
          delta.unpricedTokens(),
          source.provider(),
          dimensions.get(Dimension.MODEL));
    }
  }

  /** Counts canonical spend in the families that carry the configured labels. */
  void labelled(Source source, Dimensions dimensions, Delta delta) {
    labelled.add(labelValues(source, dimensions), delta);
  }

  void flush(Handle handle, Instant now) {
    flush(handle, LabelBounds.read(handle), now);
  }

  /** Writes the changes within bounds that are known to be those of the ledger. */
  void flush(Handle handle, LabelBounds bounds, Instant now) {
    Map<CounterKey, Long> placed = placed(handle, bounds, now);
    flushed.addAll(placed.keySet());
    try (RowWriter upsert = new RowWriter(handle, UPSERT)) {
      placed.forEach(
          (key, change) ->
              upsert
                  .bind("family", key.family().code())
                  .bind("labels", JsonText.of(key.labels()))
                  .bind("growth", Math.max(change, 0))
                  .bind("fall", Math.max(Math.negateExact(change), 0))
                  .bind("now", now.getEpochSecond())
                  .add());
      upsert.flush();
    }
  }

  /** The totals that were changed, by the label sets that they are shown under. */
  Set<CounterKey> flushed() {
    return Set.copyOf(flushed);
  }

  /** The changes by the label sets that they are shown under. */
  private Map<CounterKey, Long> placed(Handle handle, LabelBounds bounds, Instant now) {
    Map<CounterKey, Long> placed = new LinkedHashMap<>();
    try (CounterPlaces places = new CounterPlaces(handle, bounds, labels, now)) {
      LabelledSums.Sink place =
          (family, values, by) ->
              placed.merge(new CounterKey(family, places.of(family, values)), by, Math::addExact);
      labelled.tell(
          (family, values, by) ->
              place.change(family, values, withFallCredited(family, values, by)));
      changes.forEach((key, by) -> place.change(key.family(), key.labels(), by));
    }
    return placed;
  }

  /** What canonical cost goes down by is a credit. */
  private long withFallCredited(CounterFamily family, List<String> values, long by) {
    if (family != CounterFamily.COST || by >= 0) {
      return by;
    }
    String provider = values.get(labels.indexOf(Dimension.PROVIDER) + 1);
    change(CounterFamily.CREDITS, Math.negateExact(by), values.get(0), provider);
    return 0;
  }

  private List<String> labelValues(Source source, Dimensions dimensions) {
    List<String> values = new ArrayList<>();
    values.add(source.label());
    for (Dimension label : labels) {
      values.add(names.name(source.provider(), label, dimensions));
    }
    return values;
  }

  private void change(CounterFamily family, long by, String... labelValues) {
    change(family, by, List.of(labelValues));
  }

  private void change(CounterFamily family, long by, List<String> labelValues) {
    changes.merge(new CounterKey(family, labelValues), by, Math::addExact);
  }
}
