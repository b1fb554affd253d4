// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Sender;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads the rows that a {@link SumQuery} adds up, whole days from daily sums where it can. */
final class SumRows {
  private static final String SUMS =
      Columns.SUMS.stream()
          .map(column -> "sum(t.%1$s) as %1$s".formatted(column))
          .collect(Collectors.joining(", "));

  /** The sources that share a label: {@code events} is that of {@code events@openai} too. */
  private static final String LABELLED =
      """
      (select source_id from source
       where name = :source or substr(name, 1, length(:source) + 1) = :source || '@')
      """;

  private static final String NAMED = "(select source_id from source where name = :contributor)";

  private static final String OF_CUBE =
      """
      select c.provider as dim_provider, c.project as dim_project, c.model as dim_model,
        %1$s as bucket, %2$s
      from %3$s t join cube c on c.cube_id = t.cube_id
      where t.view = :view and t.start >= :from and t.start < :until and %4$s
      group by c.cube_id, c.provider, c.project, c.model, %5$s
      """;

  private static final String OF_DIMENSION =
      """
      select t.provider as dim_provider, t.value as dim_value, %1$s as bucket, %2$s
      from %3$s t
      where t.view = :view and t.dimension = :dimension and t.start >= :from and t.start < :until
        and %4$s
      group by t.provider, t.value, %5$s
      """;

  /** Records as sums, placed in the hour of their period's middle; residuals likewise. */
  private static final String RECORDS =
      """
      select r.source_id, r.set_id, r.period_start + (r.period_end - r.period_start) / 2 as middle,
        coalesce(r.cost_nanos, 0) as cost_nanos, %s, coalesce(r.requests, 0) as requests,
        case when r.cost_kind = 'unpriced' then %s else 0 end as unpriced_tokens,
        r.cache_savings_nanos, r.tier_savings_nanos
      from record r
      where r.period_end > :from and r.period_start < :until and %s
      """;

  private static final String RESIDUALS =
      """
      select r.source_id, r.set_id, r.day + 43200 as middle, r.cost_nanos, %s, 0 as requests,
        0 as unpriced_tokens, 0 as cache_savings_nanos, 0 as tier_savings_nanos
      from residual r where r.day > :from - 86400 and r.day < :until
      """
          .formatted(
              Columns.TOKENS.stream()
                  .map(column -> "0 as " + column)
                  .collect(Collectors.joining(", ")));

  private static final String OVERLAPS =
      """
      select r.source_id, r.set_id, r.start + (r.period_end - r.start) / 2 as middle, r.cost_nanos,
        %s, r.requests, r.unpriced_tokens, r.cache_savings_nanos, r.tier_savings_nanos
      from overlap r where r.start > :from - 86400 and r.start < :until
      """
          .formatted(Columns.list(Columns.TOKENS));

  private static final String OF_RECORDS =
      """
      select s.*, %1$s
      from (
        select t.set_id, %2$s as bucket, %3$s
        from (select u.*, u.middle - u.middle %% 3600 as start from (%4$s) u) t
        where t.start >= :from and t.start < :until
        group by t.set_id, %5$s) s
      join dimension_set d on d.set_id = s.set_id
      """;

  /** Where rows go while they are read. */
  interface Sink {
    void accept(Dimensions dimensions, @Nullable Instant bucket, SumTotal total);
  }

  private final Handle handle;
  private final SumQuery query;
  private final long from;
  private final long until;

  SumRows(Handle handle, SumQuery query) {
    this.handle = handle;
    this.query = query;
    this.from = SumStretch.start(query.period());
    this.until = SumStretch.end(query.period());
  }

  void ofCube(Sink sink) {
    eachTable(
        "cube",
        (table, begin, end) ->
            send(
                bind(sql(OF_CUBE, table), begin, end),
                row -> {
                  Dimensions dimensions = Dimensions.NONE;
                  for (Dimension dimension : SumReader.CUBE) {
                    dimensions = dimensions.with(dimension, row.getString(Columns.of(dimension)));
                  }
                  return dimensions;
                },
                sink));
  }

  void ofDimension(Dimension dimension, Sink sink) {
    eachTable(
        "value",
        (table, begin, end) ->
            send(
                bind(sql(OF_DIMENSION, table), begin, end).bind("dimension", dimension.code()),
                row ->
                    Dimensions.of(Dimension.PROVIDER, row.getString("dim_provider"))
                        .with(dimension, row.getString("dim_value")),
                sink));
  }

  void ofRecords(Sink sink) {
    String records =
        RECORDS.formatted(
            Columns.list(Columns.TOKENS), String.join(" + ", Columns.TOKENS), recordSources());
    String beside = query.contributor() == null ? "" : " and r.source_id in " + NAMED;
    String rows =
        query.source() == null
            ? String.join(" union all ", records, RESIDUALS + beside, OVERLAPS + beside)
            : records;
    String bucket = bucket("t.start");
    String sql =
        OF_RECORDS.formatted(Columns.list(Columns.DIMENSIONS), bucket, SUMS, rows, group(bucket));
    Query statement = handle.createQuery(sql).bind("from", from).bind("until", until);
    send(bindSource(statement), Columns::dimensions, sink);
  }

  private interface Part {
    void read(String table, long from, long until);
  }

  private interface Keys {
    Dimensions read(ResultSet row) throws SQLException;
  }

  private void eachTable(String tables, Part part) {
    SumStretch.of(tables, query.period(), query.granularity())
        .forEach(stretch -> part.read(stretch.table(), stretch.from(), stretch.until()));
  }

  private String sql(String template, String table) {
    String bucket = bucket("t.start");
    return template.formatted(bucket, SUMS, table, sourceCondition(), group(bucket));
  }

  private String sourceCondition() {
    if (query.contributor() != null) {
      return "t.source_id in " + NAMED;
    }
    return query.source() == null ? "1 = 1" : "t.source_id in " + LABELLED;
  }

  /** The sources whose records are canonical in full. */
  private String recordSources() {
    if (query.source() != null) {
      return "r.source_id in " + LABELLED;
    }
    List<Sources.Stored> sources = Sources.all(handle);
    String ids =
        sources.stream()
            .filter(stored -> stored.bookedInFull(sources))
            .filter(
                stored ->
                    query.contributor() == null
                        || query.contributor().equals(stored.source().name()))
            .map(stored -> Long.toString(stored.id()))
            .collect(Collectors.joining(", "));
    return ids.isEmpty() ? "1 = 0" : "r.source_id in (" + ids + ")";
  }

  private String bucket(String start) {
    return switch (query.granularity()) {
      case TOTAL -> "0";
      case HOUR -> start + " - " + start + " % 3600";
      case DAY -> start + " - " + start + " % 86400";
    };
  }

  /** PostgreSQL reads a bare number in "group by" as a column's place. */
  private static String group(String bucket) {
    return bucket.equals("0") ? "0 + 0" : bucket;
  }

  private Query bind(String sql, long begin, long end) {
    Query statement =
        handle.createQuery(sql).bind("view", view().code()).bind("from", begin).bind("until", end);
    return bindSource(statement);
  }

  private Rollups.View view() {
    String source = query.source();
    return source == null
        ? Rollups.View.CANONICAL
        : Rollups.View.reported(Sender.isOne(source.replaceFirst("@.*", "")));
  }

  private Query bindSource(Query statement) {
    if (query.contributor() != null) {
      return statement.bind("contributor", query.contributor());
    }
    return query.source() == null ? statement : statement.bind("source", query.source());
  }

  private void send(Query statement, Keys keys, Sink sink) {
    statement
        .map(
            (row, context) -> {
              Instant bucket =
                  query.granularity() == SumQuery.Granularity.TOTAL
                      ? null
                      : Instant.ofEpochSecond(row.getLong("bucket"));
              sink.accept(keys.read(row), bucket, SumTotal.of(row));
              return true;
            })
        .list();
  }
}
