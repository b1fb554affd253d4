// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The changes of one transaction to the hourly and daily sums. Sums are narrow: one cube over
 * provider, project and model, and one row for each value of any other dimension. A charge counts
 * into the hour of its period's middle, so a day's amount stands at noon.
 */
final class Rollups {
  /** Which sums a change goes to. */
  enum View {
    CANONICAL(0),
    REPORTED(1);

    private final int code;

    View(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  private static final long HOUR = 3_600;
  private static final long DAY = 86_400;

  private static final String INSERT_CUBE =
      """
      insert into cube (cube_id, provider, project, model)
      values (:cube_id, :provider, :project, :model)
      on conflict (cube_id) do nothing
      """;

  private static final String CUBE_KEY = "view, start, source_id, cube_id";
  private static final String VALUE_KEY = "view, dimension, start, source_id, provider, value";
  private static final String CUBE_HOUR = upsert("cube_hour", CUBE_KEY);
  private static final String CUBE_DAY = upsert("cube_day", CUBE_KEY);
  private static final String VALUE_HOUR = upsert("value_hour", VALUE_KEY);
  private static final String VALUE_DAY = upsert("value_day", VALUE_KEY);

  private record CubeKey(View view, long sourceId, Cube cube, long start) {
    CubeKey ofDay() {
      return new CubeKey(view, sourceId, cube, start - Math.floorMod(start, DAY));
    }
  }

  private record Cube(String provider, String project, String model) {
    long id() {
      return DimensionSets.hash(JsonText.of(List.of(provider, project, model)));
    }
  }

  private record ValueKey(
      View view, long sourceId, String provider, Dimension dimension, String value, long start) {
    ValueKey ofDay() {
      return new ValueKey(
          view, sourceId, provider, dimension, value, start - Math.floorMod(start, DAY));
    }
  }

  private final Map<CubeKey, Delta> cubes = new LinkedHashMap<>();
  private final Map<ValueKey, Delta> values = new LinkedHashMap<>();

  void add(View view, long sourceId, ChargePeriod period, Dimensions dimensions, Delta delta) {
    long middle = period.middle().getEpochSecond();
    long hour = middle - Math.floorMod(middle, HOUR);
    String provider = dimensions.get(Dimension.PROVIDER);
    Cube cube =
        new Cube(provider, dimensions.get(Dimension.PROJECT), dimensions.get(Dimension.MODEL));
    cubes.computeIfAbsent(new CubeKey(view, sourceId, cube, hour), key -> new Delta()).add(delta);
    dimensions
        .values()
        .forEach(
            (dimension, value) -> {
              if (!SumReader.CUBE.contains(dimension)) {
                ValueKey key = new ValueKey(view, sourceId, provider, dimension, value, hour);
                values.computeIfAbsent(key, none -> new Delta()).add(delta);
              }
            });
  }

  void flush(Handle handle) {
    Map<Cube, Long> ids = new LinkedHashMap<>();
    cubes.keySet().forEach(key -> ids.computeIfAbsent(key.cube(), Cube::id));
    try (RowWriter insert = new RowWriter(handle, INSERT_CUBE)) {
      ids.forEach(
          (cube, id) ->
              insert
                  .bind("cube_id", id)
                  .bind("provider", cube.provider())
                  .bind("project", cube.project())
                  .bind("model", cube.model())
                  .add());
      insert.flush();
    }
    writeCubes(handle, CUBE_HOUR, cubes, ids);
    writeCubes(handle, CUBE_DAY, byDay(cubes, CubeKey::ofDay), ids);
    writeValues(handle, VALUE_HOUR, values);
    writeValues(handle, VALUE_DAY, byDay(values, ValueKey::ofDay));
    cubes.clear();
    values.clear();
  }

  private static <K> Map<K, Delta> byDay(Map<K, Delta> hours, UnaryOperator<K> day) {
    Map<K, Delta> days = new LinkedHashMap<>();
    hours.forEach(
        (key, delta) -> days.computeIfAbsent(day.apply(key), none -> new Delta()).add(delta));
    return days;
  }

  private static void writeCubes(
      Handle handle, String sql, Map<CubeKey, Delta> rows, Map<Cube, Long> ids) {
    try (RowWriter upsert = new RowWriter(handle, sql)) {
      rows.forEach(
          (key, delta) -> {
            upsert
                .bind("view", key.view().code())
                .bind("start", key.start())
                .bind("source_id", key.sourceId())
                .bind("cube_id", ids.get(key.cube()));
            Columns.bind(upsert, delta);
            upsert.add();
          });
      upsert.flush();
    }
  }

  private static void writeValues(Handle handle, String sql, Map<ValueKey, Delta> rows) {
    try (RowWriter upsert = new RowWriter(handle, sql)) {
      rows.forEach(
          (key, delta) -> {
            upsert
                .bind("view", key.view().code())
                .bind("dimension", key.dimension().code())
                .bind("start", key.start())
                .bind("source_id", key.sourceId())
                .bind("provider", key.provider())
                .bind("value", key.value());
            Columns.bind(upsert, delta);
            upsert.add();
          });
      upsert.flush();
    }
  }

  private static String upsert(String table, String keyColumns) {
    String key = ":" + keyColumns.replace(", ", ", :");
    String sums =
        Columns.SUMS.stream()
            .map(column -> "%1$s = %2$s.%1$s + excluded.%1$s".formatted(column, table))
            .collect(Collectors.joining(", "));
    return """
        insert into %s (%s, %s) values (%s, %s)
        on conflict (%s) do update set %s
        """
        .formatted(
            table,
            keyColumns,
            Columns.list(Columns.SUMS),
            key,
            Columns.parameters(Columns.SUMS),
            keyColumns,
            sums);
  }
}
