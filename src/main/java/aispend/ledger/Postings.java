// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.Source;
import aispend.model.TextHash;
import aispend.model.TokenType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The postings of one transaction: for each series and UTC hour what the transaction changed it by.
 * Does nothing while the outbox is off.
 */
final class Postings {
  private static final String INSERT =
      """
      insert into posting (series_id, stamp_ms, amount, state, due_at, changed_at)
      values (:series_id, :stamp_ms, :amount, 'pending', :due_at, :now)
      """;

  /**
   * Only what is held is added to. The outbox hands out only what it released before, in a write of
   * its own; so what was handed out is never changed, whatever a clock says.
   */
  private static final String ADD =
      """
      update posting set amount = amount + :amount, changed_at = :now
      where series_id = :series_id and stamp_ms >= :from and stamp_ms < :until and due_at > 0
      """;

  private static final String TAKEN =
      """
      select stamp_ms from posting
      where series_id = :series_id and stamp_ms >= :from and stamp_ms < :until
      """;

  private static final String FIRST =
      """
      select stamp_ms from posting where series_id = ? and stamp_ms >= ? and stamp_ms < ?
      order by stamp_ms limit 1
      """;

  private static final String LAST =
      """
      select stamp_ms from posting where series_id = ? and stamp_ms >= ? and stamp_ms < ?
      order by stamp_ms desc limit 1
      """;

  /** Up to so many hours are looked up one by one: an hour of events holds many stamps. */
  private static final int FEW_HOURS = 4;

  private record Key(PostingFamily family, SortedMap<String, String> labels, long hour) {
    @Override
    public int hashCode() {
      return (TextHash.of(labels.values()) + family.hashCode()) * 31 + Long.hashCode(hour);
    }
  }

  private record Change(long stamp, long amount) {
    Change plus(Change other) {
      return new Change(Math.max(stamp, other.stamp), Math.addExact(amount, other.amount));
    }
  }

  private final Handle handle;
  private final List<Dimension> labels;
  private final DisplayNames names;
  private final Instant now;
  private final @Nullable PostingSeries series;
  private Duration hold = Duration.ZERO;
  private final Map<Key, Change> changes = new HashMap<>();

  /**
   * Begins a transaction's postings.
   *
   * @param labels the dimensions that are labels of the canonical families
   * @param now what open charges are stamped with
   */
  Postings(Handle handle, List<Dimension> labels, DisplayNames names, Instant now) {
    this(handle, labels, names, now, OutboxSettings.read(handle));
  }

  Postings(
      Handle handle,
      List<Dimension> labels,
      DisplayNames names,
      Instant now,
      Optional<Outbox.Settings> settings) {
    this(
        handle,
        labels,
        names,
        now,
        settings.map(on -> new PostingSeries(handle, on, now)).orElse(null));
  }

  Postings(
      Handle handle,
      List<Dimension> labels,
      DisplayNames names,
      Instant now,
      @Nullable PostingSeries series) {
    this.handle = handle;
    this.labels = labels;
    this.names = names;
    this.now = now;
    this.series = series;
  }

  /** Holds what is posted for a while, in which later transactions may add to it. */
  Postings holding(Duration time) {
    hold = time;
    return this;
  }

  /** Posts canonical spend. */
  void canonical(Source source, ChargePeriod period, Dimensions dimensions, Delta delta) {
    if (series == null) {
      return;
    }
    SortedMap<String, String> set = labelled(series, source, dimensions);
    long stamp = Stamps.wanted(period, now);
    post(PostingFamily.COST, set, stamp, delta.costNanos());
    post(PostingFamily.REQUESTS, set, stamp, delta.requests());
    for (TokenType type : TokenType.values()) {
      if (delta.tokens(type) != 0) {
        SortedMap<String, String> typed = new TreeMap<>(set);
        typed.put("type", type.label());
        post(PostingFamily.TOKENS, typed, stamp, delta.tokens(type));
      }
    }
    long saved = Math.addExact(delta.cacheSavingsNanos(), delta.tierSavingsNanos());
    post(PostingFamily.SAVINGS, byProject(series, source, dimensions), stamp, saved);
  }

  /** Posts what a source itself reported. */
  void reported(Source source, ChargePeriod period, Delta delta) {
    if (series == null) {
      return;
    }
    long stamp = Stamps.wanted(period, now);
    post(PostingFamily.SOURCE, labels(source, true), stamp, delta.costNanos());
    if (source.layer() == Layer.BILLED) {
      billed(source, period, delta.costNanos());
    }
  }

  /** Posts a change of the bill. */
  void billed(Source source, ChargePeriod period, long costNanos) {
    if (series != null) {
      long stamp = Stamps.wanted(period, now);
      post(PostingFamily.BILLED, labels(source, false), stamp, costNanos);
    }
  }

  /** Posts an amount at the wanted stamp or beside it in the same hour. */
  void post(PostingFamily family, SortedMap<String, String> set, long stamp, long amount) {
    if (amount != 0) {
      changes.merge(
          new Key(family, set, Stamps.hourOf(stamp)), new Change(stamp, amount), Change::plus);
    }
  }

  void flush() {
    if (series == null || changes.isEmpty()) {
      return;
    }
    Map<Long, TreeMap<Long, Change>> bySeries = new TreeMap<>();
    for (Map.Entry<Key, Change> entry : sorted()) {
      Key key = entry.getKey();
      bySeries
          .computeIfAbsent(series.id(key.family(), key.labels()), id -> new TreeMap<>())
          .merge(key.hour(), entry.getValue(), Change::plus);
    }
    try (RowWriter insert = new RowWriter(handle, INSERT);
        RowWriter add = new RowWriter(handle, ADD)) {
      bySeries.forEach(
          (id, hours) -> {
            if (!hold.isZero() && !series.isNew(id)) {
              hours
                  .entrySet()
                  .removeIf(hour -> added(add, id, hour.getKey(), hour.getValue().amount()));
            }
            write(insert, id, hours, series.isNew(id));
          });
      insert.flush();
    }
    changes.clear();
  }

  /** In an order that does not depend on the run, because the first sets get the named series. */
  private List<Map.Entry<Key, Change>> sorted() {
    List<Map.Entry<Key, Change>> all = new ArrayList<>(changes.entrySet());
    all.sort(
        (one, two) -> {
          int families = one.getKey().family().compareTo(two.getKey().family());
          return families != 0
              ? families
              : one.getKey().labels().toString().compareTo(two.getKey().labels().toString());
        });
    return all;
  }

  private void write(RowWriter insert, long id, NavigableMap<Long, Change> hours, boolean isNew) {
    if (hours.isEmpty()) {
      return;
    }
    long dueAt = hold.isZero() ? 0 : now.plus(hold).getEpochSecond();
    NavigableSet<Long> taken = isNew ? new TreeSet<>() : taken(id, hours.navigableKeySet());
    for (Change change : hours.values()) {
      if (change.amount() != 0) {
        insert
            .bind("series_id", id)
            .bind("stamp_ms", Stamps.free(change.stamp(), taken))
            .bind("amount", change.amount())
            .bind("due_at", dueAt)
            .bind("now", now.getEpochSecond())
            .add();
      }
    }
  }

  /** Whether an amount was added to a posting of its hour that is held. */
  private boolean added(RowWriter add, long id, long hour, long amount) {
    return add.bind("amount", amount)
            .bind("now", now.getEpochSecond())
            .bind("series_id", id)
            .bind("from", hour)
            .bind("until", hour + Stamps.HOUR)
            .execute()
        > 0;
  }

  /** The stamps of a series in some hours, or of each hour at least the first and the last. */
  private NavigableSet<Long> taken(long id, NavigableSet<Long> hours) {
    NavigableSet<Long> taken = new TreeSet<>();
    if (hours.size() > FEW_HOURS) {
      handle
          .createQuery(TAKEN)
          .bind("series_id", id)
          .bind("from", hours.first())
          .bind("until", hours.last() + Stamps.HOUR)
          .mapTo(Long.class)
          .forEach(taken::add);
      return taken;
    }
    try (Lookup first = new Lookup(handle, FIRST);
        Lookup last = new Lookup(handle, LAST)) {
      for (long hour : hours) {
        first.number(id, hour, hour + Stamps.HOUR).ifPresent(taken::add);
        last.number(id, hour, hour + Stamps.HOUR).ifPresent(taken::add);
      }
    }
    return taken;
  }

  private SortedMap<String, String> labelled(
      PostingSeries bounded, Source source, Dimensions dimensions) {
    SortedMap<String, String> set = new TreeMap<>();
    for (Dimension label : labels) {
      String name = bounded.shown(label, names.name(source.provider(), label, dimensions));
      if (!name.isEmpty()) {
        set.put(label.code(), name);
      }
    }
    return set;
  }

  private SortedMap<String, String> byProject(
      PostingSeries bounded, Source source, Dimensions dimensions) {
    SortedMap<String, String> set = labels(source, false);
    String project =
        bounded.shown(
            Dimension.PROJECT, names.name(source.provider(), Dimension.PROJECT, dimensions));
    if (!project.isEmpty()) {
      set.put(Dimension.PROJECT.code(), project);
    }
    return set;
  }

  private static SortedMap<String, String> labels(Source source, boolean withName) {
    SortedMap<String, String> set = new TreeMap<>();
    set.put("provider", source.provider());
    if (withName) {
      set.put("source", source.label());
    }
    return set;
  }
}
