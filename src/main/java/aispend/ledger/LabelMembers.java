// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Which values of a bounded dimension are shown by name. A value that finds a free place takes it
 * and keeps it for ever, whatever it spends later and however the bound is lowered; all others are
 * "other". Totals, windows and history ask here, so they show the same names. Lives as long as one
 * transaction.
 *
 * <p>Totals are added up under the name in force when an amount is booked, and nothing booked is
 * ever moved. So no total falls when a value that was "other" gets a place (the bound was raised):
 * its own total begins at 0, and "other" keeps what it has.
 */
final class LabelMembers implements AutoCloseable {
  static final String OTHER = "other";

  private static final Duration RECENT = Duration.ofDays(30);

  private static final String FIND = "select 1 from label_member where dimension = ? and value = ?";

  private static final String COUNT =
      "select count(*) from label_member where dimension = :dimension";

  private static final String ADD =
      "insert into label_member (dimension, value, since) values (:dimension, :value, :since)";

  private static final String ALL = "select value from label_member where dimension = :dimension";

  private static final String FOLD =
      """
      insert into label_folded (label, value) values (:label, :value)
      on conflict (label, value) do nothing
      """;

  private static final String OVERFLOW =
      """
      insert into label_overflow (label, folded) values (:label, 1)
      on conflict (label) do update set folded = label_overflow.folded + 1
      """;

  private record Value(String label, String value) {}

  private final Handle handle;
  private final Instant now;
  private final Lookup members;
  private final RowWriter fold;
  private final RowWriter overflow;
  private final Map<Value, Boolean> known = new HashMap<>();
  private final Set<Value> foldedNow = new HashSet<>();
  private final Map<Dimension, Long> counts = new EnumMap<>(Dimension.class);

  LabelMembers(Handle handle, Instant now) {
    this.handle = handle;
    this.now = now;
    this.members = new Lookup(handle, FIND);
    this.fold = new RowWriter(handle, FOLD);
    this.overflow = new RowWriter(handle, OVERFLOW);
  }

  /**
   * The value itself, or "other".
   *
   * @param top how many values of the dimension have a place
   */
  String shown(Dimension dimension, String value, int top) {
    if (value.isEmpty() || value.equals(OTHER)) {
      return value;
    }
    boolean named =
        known.computeIfAbsent(
            new Value(dimension.code(), value), key -> isMember(dimension, value, top));
    if (!named) {
      fold(dimension, value);
    }
    return named ? value : OTHER;
  }

  /** Remembers that a value was counted under "other". */
  void fold(Dimension dimension, String value) {
    if (value.equals(OTHER) || !foldedNow.add(new Value(dimension.code(), value))) {
      return;
    }
    if (fold.bind("label", dimension.code()).bind("value", value).execute() > 0) {
      overflow.bind("label", dimension.code()).execute();
    }
  }

  /** Gives free places to those that spent most lately. */
  void fill(Dimension dimension, int top, ChargePeriod recently) {
    if (count(dimension) >= top) {
      return;
    }
    SumReader.read(handle, SumQuery.total(recently, dimension)).stream()
        .sorted(
            Comparator.comparing((SumRow row) -> row.cost().nanos())
                .reversed()
                .thenComparing(row -> row.key().get(dimension)))
        .map(row -> row.key().get(dimension))
        .filter(value -> !value.isEmpty() && !value.equals(OTHER))
        .forEach(
            value ->
                known.computeIfAbsent(
                    new Value(dimension.code(), value), key -> isMember(dimension, value, top)));
  }

  /** The last 30 days that were read. */
  static ChargePeriod recently(List<Sources.Stored> sources) {
    Instant until =
        sources.stream()
            .flatMap(stored -> stored.state().newest().stream())
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH.plus(RECENT));
    Instant end = ChargePeriod.hourOf(until).end();
    return new ChargePeriod(end.minus(RECENT), end);
  }

  /** The members of those dimensions that are bounded. */
  static Map<Dimension, Set<String>> all(Handle handle, Set<Dimension> dimensions) {
    Map<Dimension, Set<String>> all = new EnumMap<>(Dimension.class);
    for (Dimension bounded : LabelBounds.read(handle).top().keySet()) {
      if (dimensions.contains(bounded)) {
        all.put(
            bounded,
            handle
                .createQuery(ALL)
                .bind("dimension", bounded.code())
                .mapTo(String.class)
                .collect(Collectors.toSet()));
      }
    }
    return all;
  }

  /** How many values of each label were counted under "other" so far. */
  static Map<String, Long> overflow(Handle handle) {
    Map<String, Long> counts = new HashMap<>();
    handle
        .createQuery("select label, folded from label_overflow")
        .map((row, context) -> Map.entry(row.getString("label"), row.getLong("folded")))
        .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
    return counts;
  }

  @Override
  public void close() {
    members.close();
    fold.close();
    overflow.close();
  }

  private boolean isMember(Dimension dimension, String value, int top) {
    if (members.finds(dimension.code(), value)) {
      return true;
    }
    if (count(dimension) >= top) {
      return false;
    }
    handle
        .createUpdate(ADD)
        .bind("dimension", dimension.code())
        .bind("value", value)
        .bind("since", now.getEpochSecond())
        .execute();
    counts.merge(dimension, 1L, Long::sum);
    return true;
  }

  private long count(Dimension dimension) {
    return counts.computeIfAbsent(
        dimension,
        one -> handle.createQuery(COUNT).bind("dimension", one.code()).mapTo(Long.class).one());
  }
}
