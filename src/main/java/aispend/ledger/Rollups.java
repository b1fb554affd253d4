// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.TextHash;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The changes of one transaction to the hourly and daily sums. Sums are narrow: one cube over
 * provider, project and model, and one row for each value of any other dimension. A charge counts
 * into the hour of its period's middle, so a day's amount stands at noon.
 */
final class Rollups {
  /** Which sums a change goes to. */
  enum View {
    /** All that is spent; of sources that are sent to us this is what they told, too. */
    CANONICAL(0),
    /** What a polled source reported. */
    REPORTED(1);

    private final int code;

    View(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    /** The view that tells what a source said by itself. */
    static View reported(boolean sent) {
      return sent ? CANONICAL : REPORTED;
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

  private static final List<String> CUBE_KEY = List.of("view", "start", "source_id", "cube_id");
  private static final List<String> VALUE_KEY =
      List.of("view", "dimension", "start", "source_id", "provider", "value");
  private static final SumUpsert CUBE_HOUR = new SumUpsert("cube_hour", CUBE_KEY);
  private static final SumUpsert CUBE_DAY = new SumUpsert("cube_day", CUBE_KEY);
  private static final SumUpsert VALUE_HOUR = new SumUpsert("value_hour", VALUE_KEY);
  private static final SumUpsert VALUE_DAY = new SumUpsert("value_day", VALUE_KEY);

  /** Which hour or day of what. */
  private record Place(View view, long sourceId, String provider, long start) {
    Place ofDay() {
      return new Place(view, sourceId, provider, start - Math.floorMod(start, DAY));
    }
  }

  private record Cube(String provider, String project, String model) {
    static Cube of(Dimensions dimensions) {
      return new Cube(
          dimensions.get(Dimension.PROVIDER),
          dimensions.get(Dimension.PROJECT),
          dimensions.get(Dimension.MODEL));
    }

    long id() {
      return DimensionSets.hash(JsonText.of(texts()));
    }

    @Override
    public int hashCode() {
      return TextHash.of(texts());
    }

    private List<String> texts() {
      return List.of(provider, project, model);
    }
  }

  /** The changes of one place: by cube, and by dimension and value. */
  private static final class Changes {
    private final Map<Long, Delta> cubes = new LinkedHashMap<>();
    private final Map<Dimension, Map<String, Delta>> values = new EnumMap<>(Dimension.class);

    void add(long cube, Dimensions dimensions, Delta delta) {
      at(cubes, cube).add(delta);
      dimensions
          .values()
          .forEach(
              (dimension, value) -> {
                if (!SumReader.CUBE.contains(dimension)) {
                  at(of(dimension), value).add(delta);
                }
              });
    }

    void addAll(Changes other) {
      other.cubes.forEach((cube, delta) -> at(cubes, cube).add(delta));
      other.values.forEach(
          (dimension, deltas) -> {
            Map<String, Delta> into = of(dimension);
            deltas.forEach((value, delta) -> at(into, value).add(delta));
          });
    }

    private Map<String, Delta> of(Dimension dimension) {
      return values.computeIfAbsent(dimension, none -> new LinkedHashMap<>());
    }

    private static <K> Delta at(Map<K, Delta> deltas, K key) {
      return deltas.computeIfAbsent(key, none -> new Delta());
    }
  }

  private final Map<Place, Changes> hours = new LinkedHashMap<>();
  private final Map<Cube, Long> cubes = new HashMap<>();

  void add(View view, long sourceId, ChargePeriod period, Dimensions dimensions, Delta delta) {
    long middle = period.middle().getEpochSecond();
    long hour = middle - Math.floorMod(middle, HOUR);
    Place place = new Place(view, sourceId, dimensions.get(Dimension.PROVIDER), hour);
    long cube = cubes.computeIfAbsent(Cube.of(dimensions), Cube::id);
    hours.computeIfAbsent(place, none -> new Changes()).add(cube, dimensions, delta);
  }

  /** Writes the changes and begins anew. */
  void flush(Handle handle) {
    Map<Place, Changes> days = new LinkedHashMap<>();
    hours.forEach(
        (place, changes) ->
            days.computeIfAbsent(place.ofDay(), none -> new Changes()).addAll(changes));
    keepCubes(handle);
    writeCubes(handle, CUBE_HOUR, hours);
    writeCubes(handle, CUBE_DAY, days);
    writeValues(handle, VALUE_HOUR, hours);
    writeValues(handle, VALUE_DAY, days);
    hours.clear();
    cubes.clear();
  }

  private void keepCubes(Handle handle) {
    try (RowWriter insert = new RowWriter(handle, INSERT_CUBE)) {
      cubes.forEach(
          (cube, id) ->
              insert
                  .bind("cube_id", id)
                  .bind("provider", cube.provider())
                  .bind("project", cube.project())
                  .bind("model", cube.model())
                  .add());
      insert.flush();
    }
  }

  private static void writeCubes(Handle handle, SumUpsert upsert, Map<Place, Changes> rows) {
    try (SumUpsert.Rows sums = upsert.rows(handle)) {
      rows.forEach(
          (place, changes) ->
              changes.cubes.forEach(
                  (cube, delta) -> key(sums.of(delta), place).bind("cube_id", cube).add()));
      sums.flush();
    }
  }

  private static void writeValues(Handle handle, SumUpsert upsert, Map<Place, Changes> rows) {
    try (SumUpsert.Rows sums = upsert.rows(handle)) {
      rows.forEach(
          (place, changes) ->
              changes.values.forEach(
                  (dimension, values) ->
                      values.forEach(
                          (value, delta) ->
                              key(sums.of(delta), place)
                                  .bind("dimension", dimension.code())
                                  .bind("provider", place.provider())
                                  .bind("value", value)
                                  .add())));
      sums.flush();
    }
  }

  private static RowWriter key(RowWriter row, Place place) {
    return row.bind("view", place.view().code())
        .bind("start", place.start())
        .bind("source_id", place.sourceId());
  }
}
