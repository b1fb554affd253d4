// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Money;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps single events that are not kept yet. What is held waits for {@link #write}. Used by one
 * thread within one transaction.
 */
abstract sealed class EventInsert implements AutoCloseable {
  private static final String KEY = "tenant, hour, id_high, id_low";

  /** A column and what stands in it: a text or a whole number. */
  private record Column(
      String name,
      boolean isText,
      BiFunction<EventRows.Key, EventRows.Placed, @Nullable Object> value) {
    String type() {
      return isText ? "text" : "bigint";
    }
  }

  private static final List<Column> COLUMNS =
      List.of(
          text("tenant", (key, placed) -> key.tenant()),
          number("hour", (key, placed) -> key.hour()),
          number("id_high", (key, placed) -> key.high()),
          number("id_low", (key, placed) -> key.low()),
          text("event_id", (key, placed) -> placed.event().identity().id()),
          number("content_hash", (key, placed) -> placed.event().identity().contentHash()),
          number("fingerprint", (key, placed) -> placed.event().identity().fingerprint()),
          number("occurred_at", (key, placed) -> placed.event().identity().at().getEpochSecond()),
          number("source_id", (key, placed) -> placed.sourceId()),
          number("set_id", (key, placed) -> placed.setId()),
          text("part", (key, placed) -> placed.event().part()),
          number("cost_nanos", (key, placed) -> placed.content().costNanos()),
          number("list_nanos", (key, placed) -> listNanos(placed.event())),
          text("tokens", (key, placed) -> TokenText.of(placed.content().tokens())),
          text("units", (key, placed) -> JsonText.of(placed.content().unitMicros())),
          number("latency_millis", (key, placed) -> placed.event().timing().latencyMillis()),
          number("first_token_millis", (key, placed) -> placed.event().timing().firstTokenMillis()),
          text("extra", (key, placed) -> placed.event().extra()));

  private static final String NAMES =
      COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "));

  static EventInsert into(Handle handle, Database database) {
    return database.isShared() ? new AllAtOnce(handle) : new EachByItself(handle);
  }

  /** Takes an event to be written. */
  abstract void hold(EventRows.Key key, EventRows.Placed placed);

  /** Writes what is held, at least one, and tells of each in its order whether it is new. */
  abstract List<Boolean> write();

  @Override
  public abstract void close();

  private static Column text(
      String name, BiFunction<EventRows.Key, EventRows.Placed, @Nullable Object> value) {
    return new Column(name, true, value);
  }

  private static Column number(
      String name, BiFunction<EventRows.Key, EventRows.Placed, @Nullable Object> value) {
    return new Column(name, false, value);
  }

  private static @Nullable Long listNanos(Event event) {
    Money list = event.listCost();
    return list == null || !event.costTold() ? null : (Long) list.nanos();
  }

  /** By a batch of statements, which SQLite runs within this process. */
  private static final class EachByItself extends EventInsert {
    private static final String SQL =
        "insert into event (%s) values (%s) on conflict (%s) do nothing"
            .formatted(NAMES, Columns.parameters(COLUMNS.stream().map(Column::name).toList()), KEY);

    private final RowWriter rows;

    EachByItself(Handle handle) {
      this.rows = new RowWriter(handle, SQL);
    }

    @Override
    void hold(EventRows.Key key, EventRows.Placed placed) {
      for (Column column : COLUMNS) {
        Object value = column.value().apply(key, placed);
        if (column.isText()) {
          rows.bind(column.name(), (String) value);
        } else {
          rows.bind(column.name(), (Long) value);
        }
      }
      rows.hold();
    }

    @Override
    List<Boolean> write() {
      List<Boolean> fresh = new ArrayList<>();
      for (int inserted : rows.write()) {
        if (inserted < 0) {
          throw new IllegalStateException("the database does not say which events are new");
        }
        fresh.add(inserted > 0);
      }
      return fresh;
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  /** By one statement of PostgreSQL over arrays, which gives back the keys that are new. */
  private static final class AllAtOnce extends EventInsert {
    private static final String SQL =
        """
        insert into event (%1$s)
        select %1$s from unnest(%2$s) with ordinality as told (%1$s, place) order by place
        on conflict (%3$s) do nothing
        returning %3$s
        """
            .formatted(
                NAMES,
                COLUMNS.stream()
                    .map(column -> "cast(? as " + column.type() + "[])")
                    .collect(Collectors.joining(", ")),
                KEY);

    private final Handle handle;
    private final Statements.Prepared insert;
    private final List<EventRows.Key> keys = new ArrayList<>();
    private final List<EventRows.Placed> held = new ArrayList<>();

    AllAtOnce(Handle handle) {
      this.handle = handle;
      this.insert = Statements.take(handle, SQL);
    }

    @Override
    void hold(EventRows.Key key, EventRows.Placed placed) {
      keys.add(key);
      held.add(placed);
    }

    @Override
    List<Boolean> write() {
      try {
        bind();
        Set<EventRows.Key> fresh = inserted();
        // Of those with one key the first was inserted.
        List<Boolean> isNew = keys.stream().map(fresh::remove).toList();
        keys.clear();
        held.clear();
        return isNew;
      } catch (SQLException e) {
        throw new RowWriter.RefusedException(e);
      }
    }

    private void bind() throws SQLException {
      Connection connection = insert.statement().getConnection();
      for (int i = 0; i < COLUMNS.size(); i++) {
        Column column = COLUMNS.get(i);
        @Nullable Object[] values = new @Nullable Object[keys.size()];
        for (int row = 0; row < values.length; row++) {
          values[row] = column.value().apply(keys.get(row), held.get(row));
        }
        Array array = connection.createArrayOf(column.type(), values);
        insert.statement().setArray(i + 1, array);
      }
    }

    private Set<EventRows.Key> inserted() throws SQLException {
      Set<EventRows.Key> inserted = new HashSet<>();
      PreparedStatement statement = insert.statement();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          inserted.add(
              new EventRows.Key(
                  rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getLong(4)));
        }
      }
      return inserted;
    }

    @Override
    public void close() {
      Statements.giveBack(handle, insert);
    }
  }
}
