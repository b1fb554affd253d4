// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Glob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The rows of closed months and their sums, as they are kept. Within one transaction. */
final class ClosedRows {
  static final Duration DAY = Duration.ofDays(1);

  private static final String ROWS =
      "select day, known_at, dimensions, shown, settled, "
          + Columns.list(Columns.SUMS)
          + " from closed_row where close_id = :close ";

  private static final String FROZEN =
      ROWS + "and day = :day and known_at = 0 order by shown, dimensions";

  private static final String CORRECTIONS =
      ROWS
          + "and known_at > 0 and known_at >= :from and known_at < :until"
          + " order by known_at, day, shown, dimensions";

  private static final String OF_DAY = ROWS + "and day = :day";

  private static final String SUMS =
      "select day, provider, "
          + Columns.list(Columns.SUMS)
          + " from closed_sum where close_id = :close";

  private static final String FORGET_ROWS =
      "delete from closed_row where close_id = :close and day = :day";

  private static final String FORGET_SUMS =
      "delete from closed_sum where close_id = :close and day = :day";

  private static final String ADD_ROW =
      """
      insert into closed_row (close_id, day, known_at, dimensions, shown, provider, settled, %1$s)
      values (:close, :day, :known, :dimensions, :shown, :provider, :settled, %2$s)
      on conflict (close_id, day, known_at, text_key(dimensions)) do update set %3$s
      """
          .formatted(
              Columns.list(Columns.SUMS), Columns.parameters(Columns.SUMS), growing("closed_row"));

  private static final String ADD_SUM =
      """
      insert into closed_sum (close_id, day, provider, %1$s)
      values (:close, :day, :provider, %2$s)
      on conflict (close_id, day, provider) do update set %3$s
      """
          .formatted(
              Columns.list(Columns.SUMS), Columns.parameters(Columns.SUMS), growing("closed_sum"));

  /** Whose sum it is: a provider on a day. */
  record Place(Instant day, String provider) {}

  /**
   * A row as it is kept.
   *
   * @param ids its dimensions as sources tell them
   */
  record Kept(Dimensions ids, BookedRow row) {
    /** Whether it meets conditions on an id or on the name shown for it. */
    boolean meets(Map<Dimension, Glob> wanted) {
      return wanted.entrySet().stream()
          .allMatch(
              entry ->
                  entry.getValue().matches(ids.get(entry.getKey()))
                      || entry.getValue().matches(row.shown().get(entry.getKey())));
    }
  }

  private final Handle handle;
  private final long close;

  ClosedRows(Handle handle, long close) {
    this.handle = handle;
    this.close = close;
  }

  List<Kept> frozen(Instant day) {
    return read(handle.createQuery(FROZEN).bind("day", day.getEpochSecond()));
  }

  List<Kept> corrections(Instant from, Instant until) {
    return read(
        handle
            .createQuery(CORRECTIONS)
            .bind("from", from.getEpochSecond())
            .bind("until", until.getEpochSecond()));
  }

  /** What all rows of a day add up to. */
  Map<Dimensions, SumTotal> booked(Instant day) {
    Map<Dimensions, SumTotal> booked = new HashMap<>();
    read(handle.createQuery(OF_DAY).bind("day", day.getEpochSecond()))
        .forEach(kept -> booked.merge(kept.ids(), kept.row().total(), SumTotal::plus));
    return booked;
  }

  Map<Place, SumTotal> sums() {
    Map<Place, SumTotal> sums = new HashMap<>();
    handle
        .createQuery(SUMS)
        .bind("close", close)
        .map(
            (row, context) ->
                Map.entry(
                    new Place(Instant.ofEpochSecond(row.getLong("day")), row.getString("provider")),
                    SumTotal.of(row)))
        .forEach(entry -> sums.put(entry.getKey(), entry.getValue()));
    return sums;
  }

  void forget(Instant day) {
    for (String sql : List.of(FORGET_ROWS, FORGET_SUMS)) {
      handle.createUpdate(sql).bind("close", close).bind("day", day.getEpochSecond()).execute();
    }
  }

  /** Adds rows to those that are there, and to the sums. */
  void add(List<Kept> rows) {
    Map<Place, SumTotal> sums = new HashMap<>();
    try (RowWriter writer = new RowWriter(handle, ADD_ROW)) {
      for (Kept kept : rows) {
        write(writer, kept);
        Place place = new Place(kept.row().day().start(), kept.ids().get(Dimension.PROVIDER));
        sums.merge(place, kept.row().total(), SumTotal::plus);
      }
      writer.flush();
    }
    try (RowWriter writer = new RowWriter(handle, ADD_SUM)) {
      sums.forEach(
          (place, total) -> {
            writer.bind("close", close).bind("provider", place.provider());
            bind(writer.bind("day", place.day().getEpochSecond()), total).add();
          });
      writer.flush();
    }
  }

  private void write(RowWriter writer, Kept kept) {
    BookedRow row = kept.row();
    Instant known = row.knownAt();
    writer
        .bind("close", close)
        .bind("day", row.day().start().getEpochSecond())
        .bind("known", known == null ? 0L : known.getEpochSecond())
        .bind("dimensions", JsonText.of(flat(kept.ids())))
        .bind("shown", JsonText.of(flat(row.shown())))
        .bind("provider", kept.ids().get(Dimension.PROVIDER))
        .bind("settled", row.settled() ? 1L : 0L);
    bind(writer, row.total()).add();
  }

  private static RowWriter bind(RowWriter writer, SumTotal total) {
    Columns.bind(writer, Delta.of(total, Map.of()));
    return writer;
  }

  private List<Kept> read(Query query) {
    return query.bind("close", close).map((row, context) -> kept(row)).list();
  }

  private static Kept kept(ResultSet row) throws SQLException {
    long known = row.getLong("known_at");
    Instant day = Instant.ofEpochSecond(row.getLong("day"));
    return new Kept(
        dimensions(row.getString("dimensions")),
        new BookedRow(
            new ChargePeriod(day, day.plus(DAY)),
            dimensions(row.getString("shown")),
            SumTotal.of(row),
            row.getLong("settled") != 0,
            known == 0 ? null : Instant.ofEpochSecond(known)));
  }

  /** Names and values in turn, so that a dimension that comes to be later changes nothing. */
  static List<String> flat(Dimensions dimensions) {
    List<String> texts = new ArrayList<>();
    dimensions
        .values()
        .forEach(
            (dimension, value) -> {
              texts.add(dimension.code());
              texts.add(value);
            });
    return texts;
  }

  static Dimensions dimensions(String json) {
    List<String> texts = JsonText.texts(json);
    Map<Dimension, String> values = new HashMap<>();
    for (int i = 0; i + 1 < texts.size(); i += 2) {
      values.put(Dimension.ofCode(texts.get(i)).orElseThrow(), texts.get(i + 1));
    }
    return new Dimensions(values);
  }

  private static String growing(String table) {
    return Columns.SUMS.stream()
        .map(column -> column + " = " + table + "." + column + " + excluded." + column)
        .collect(Collectors.joining(", "));
  }
}
