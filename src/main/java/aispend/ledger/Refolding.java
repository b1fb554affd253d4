// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Brings the totals that are kept under new bounds, at the start: what a newly bounded dimension
 * leaves without a place is added up under "other", and a family that has more series than it may
 * keeps the oldest. Nothing else is moved, so a restart under the same bounds changes nothing.
 */
final class Refolding {
  private static final String READ =
      """
      select labels, value, credit, first_seen from counter
      where family = :family order by first_seen, labels
      """;

  private static final String DELETE =
      "delete from counter where family = :family and labels = :labels";

  private static final String MERGE =
      """
      insert into counter (family, labels, value, credit, first_seen)
      values (:family, :labels, :value, :credit, :first_seen)
      on conflict (family, text_key(labels)) do update set
        value = counter.value + excluded.value, credit = counter.credit + excluded.credit,
        first_seen = case when excluded.first_seen < counter.first_seen
                          then excluded.first_seen else counter.first_seen end
      """;

  private record Total(List<String> labels, long value, long credit, long firstSeen) {
    Total at(List<String> place) {
      return new Total(place, value, credit, firstSeen);
    }

    Total plus(Total more) {
      return new Total(
          labels,
          Math.addExact(value, more.value),
          Math.addExact(credit, more.credit),
          Math.min(firstSeen, more.firstSeen));
    }
  }

  private final Handle handle;
  private final LabelBounds bounds;
  private final CounterPlaces places;

  private Refolding(Handle handle, LabelBounds bounds, CounterPlaces places) {
    this.handle = handle;
    this.bounds = bounds;
    this.places = places;
  }

  static void apply(Handle handle, LabelBounds bounds, List<Dimension> labels, Instant now) {
    for (CounterFamily family : CounterFamily.values()) {
      try (CounterPlaces places = new CounterPlaces(handle, bounds, labels, now)) {
        new Refolding(handle, bounds, places).apply(family);
      }
    }
  }

  private void apply(CounterFamily family) {
    List<Total> moved = new ArrayList<>();
    List<Total> named = new ArrayList<>();
    List<Total> common = new ArrayList<>();
    for (Total total : read(family)) {
      List<String> set = total.labels();
      if (!places.ofMembers(family, set).equals(set)) {
        moved.add(total);
      } else {
        (places.common(family, set).equals(set) ? common : named).add(total);
      }
    }
    LabelBounds.Share share = bounds.series().get(family);
    if (share != null) {
      takeBeyond(share.named(), named, moved);
      takeBeyond(share.common() - named.size(), common, moved);
    }
    move(family, moved);
  }

  /** Moves the youngest out of a list until it is no longer than it may be. */
  private static void takeBeyond(int most, List<Total> from, List<Total> into) {
    List<Total> beyond = from.subList(Math.min(Math.max(most, 0), from.size()), from.size());
    into.addAll(beyond);
    beyond.clear();
  }

  private void move(CounterFamily family, List<Total> moved) {
    try (RowWriter delete = new RowWriter(handle, DELETE)) {
      for (Total total : moved) {
        delete.bind("family", family.code()).bind("labels", JsonText.of(total.labels())).add();
      }
      delete.flush();
    }
    // PostgreSQL refuses a statement of many rows that would change one of them twice.
    Map<List<String>, Total> gathered = new LinkedHashMap<>();
    for (Total total : moved) {
      List<String> place = places.of(family, total.labels());
      gathered.merge(place, total.at(place), Total::plus);
    }
    try (RowWriter merge = new RowWriter(handle, MERGE)) {
      for (Total total : gathered.values()) {
        merge
            .bind("family", family.code())
            .bind("labels", JsonText.of(total.labels()))
            .bind("value", total.value())
            .bind("credit", total.credit())
            .bind("first_seen", total.firstSeen())
            .add();
      }
      merge.flush();
    }
  }

  private List<Total> read(CounterFamily family) {
    return handle
        .createQuery(READ)
        .bind("family", family.code())
        .map(
            (row, context) ->
                new Total(
                    JsonText.texts(row.getString("labels")),
                    row.getLong("value"),
                    row.getLong("credit"),
                    row.getLong("first_seen")))
        .list();
  }
}
