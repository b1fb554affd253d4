// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Glob;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * PostgreSQL's own wall between tenants, behind the conditions that each query has: rows are shown
 * to a role of its own only as far as they meet the conditions that a transaction set, so a query
 * that forgot its own shows nothing of others. Without conditions it shows nothing at all. The
 * daemon's own user, whose tables these are, is not held by it.
 *
 * <p>It guards rows of spend. Names, sources and closed months are not behind it, and the role
 * cannot read anything else.
 */
final class TenantWall {
  private static final String BUILT = "tenant_wall";

  /** Read as they are: they say nothing of spend. */
  private static final List<String> OPEN = List.of("source", "display_name", "meta");

  /** A policy by table. */
  private static final Map<String, String> POLICIES =
      Map.ofEntries(
          Map.entry("dimension_set", ofColumns(Columns::of, List.of(Dimension.values()))),
          Map.entry("cube", ofColumns(Dimension::code, List.copyOf(SumReader.CUBE))),
          Map.entry("latency_hour", ofLatencies()),
          Map.entry("value_hour", ofValues()),
          Map.entry("value_day", ofValues()),
          Map.entry("cube_hour", "cube_id in (select cube_id from cube)"),
          Map.entry("cube_day", "cube_id in (select cube_id from cube)"),
          Map.entry("event", "set_id in (select set_id from dimension_set)"),
          Map.entry("record", "set_id in (select set_id from dimension_set)"),
          Map.entry("residual", "set_id in (select set_id from dimension_set)"),
          Map.entry("overlap", "set_id in (select set_id from dimension_set)"));

  private static final String ENTER =
      "select set_config('aispend.own', 'yes', true), "
          + Arrays.stream(Dimension.values())
              .map(dimension -> "set_config('" + setting(dimension) + "', ?, true)")
              .collect(Collectors.joining(", "));

  private TenantWall() {}

  /**
   * Builds it for a role, unless it stands.
   *
   * @throws LedgerException when there is no such role, or the daemon's user may not act as it
   */
  static void build(Handle handle, String role) {
    requireRole(handle, role);
    String version = role + " " + POLICIES.hashCode();
    if (isBuilt(handle, version)) {
      return;
    }
    handle.execute(
        "do 'begin execute format(''grant usage on schema %I to "
            + role
            + "'', current_schema()); end'");
    OPEN.forEach(table -> handle.execute("grant select on " + table + " to " + role));
    POLICIES.forEach(
        (table, policy) -> {
          handle.execute("alter table " + table + " enable row level security");
          handle.execute("drop policy if exists own_rows on " + table);
          handle.execute(
              "create policy own_rows on %s for select to %s using (%s)"
                  .formatted(table, role, policy));
          handle.execute("grant select on " + table + " to " + role);
        });
    handle
        .createUpdate(
            "insert into meta (name, value) values (:name, :value)"
                + " on conflict (name) do update set value = excluded.value")
        .bind("name", BUILT)
        .bind("value", version)
        .execute();
  }

  /** What says so may have been moved here from another database, without the wall. */
  private static boolean isBuilt(Handle handle, String version) {
    return handle
                .createQuery("select count(*) from meta where name = :name and value = :value")
                .bind("name", BUILT)
                .bind("value", version)
                .mapTo(Integer.class)
                .one()
            > 0
        && handle
                .createQuery(
                    "select count(*) from pg_policies where policyname = 'own_rows'"
                        + " and schemaname = current_schema()")
                .mapTo(Integer.class)
                .one()
            == POLICIES.size();
  }

  private static void requireRole(Handle handle, String role) {
    boolean isThere =
        handle
            .createQuery(
                "select exists (select 1 from pg_roles where rolname = :role"
                    + " and not rolsuper and not rolbypassrls and pg_has_role(oid, 'MEMBER'))")
            .bind("role", role)
            .mapTo(Boolean.class)
            .one();
    if (!isThere) {
      throw new LedgerException(
          "ledger.tenant_role is '"
              + role
              + "', which is no plain role of PostgreSQL that ledger.user may act as; let its"
              + " administrator run: create role "
              + role
              + " nologin; grant "
              + role
              + " to the user",
          null);
    }
  }

  /**
   * Whether it can hold some conditions. What has no value in a dimension is worked out from sums
   * of everybody, so who may see that is not told apart by it.
   */
  static boolean holds(Map<Dimension, String> own) {
    return !own.isEmpty() && own.values().stream().noneMatch(one -> new Glob(one).matches(""));
  }

  /** Shows the running transaction, and no later one, what meets some conditions. */
  static void enter(Handle handle, Map<Dimension, String> own) {
    Object[] patterns =
        Arrays.stream(Dimension.values())
            .map(dimension -> pattern(own.getOrDefault(dimension, "")))
            .toArray();
    try (Lookup enter = new Lookup(handle, ENTER)) {
      enter.finds(patterns);
    }
  }

  /** As LIKE has it. */
  private static String pattern(String glob) {
    return glob.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace('*', '%');
  }

  private static String setting(Dimension dimension) {
    return "aispend.own_" + dimension.code();
  }

  /** The condition on a dimension, null where there is none; asked once a query. */
  private static String asked(Dimension dimension) {
    return "(select nullif(current_setting('" + setting(dimension) + "', true), ''))";
  }

  private static String entered() {
    return "(select current_setting('aispend.own', true)) = 'yes'";
  }

  /** Whether a value meets its condition, by its id or by the name that is shown for it. */
  private static String meets(Dimension dimension, String provider, String value) {
    return """
        (%1$s is null or %2$s like %1$s or exists (select 1 from display_name n
          where n.provider = %3$s and n.dimension = '%4$s' and n.id = %2$s and n.name like %1$s))
        """
        .formatted(asked(dimension), value, provider, dimension.code());
  }

  private interface Naming {
    String column(Dimension dimension);
  }

  /** Of a table with a column for some dimensions; conditions on others show nothing. */
  private static String ofColumns(Naming naming, List<Dimension> columns) {
    String provider = naming.column(Dimension.PROVIDER);
    return Arrays.stream(Dimension.values())
        .map(
            dimension ->
                columns.contains(dimension)
                    ? meets(dimension, provider, naming.column(dimension))
                    : asked(dimension) + " is null")
        .collect(Collectors.joining(" and ", entered() + " and ", ""));
  }

  /** Of sums by the values of one dimension and the provider. */
  private static String ofValues() {
    return Arrays.stream(Dimension.values())
        .map(
            dimension ->
                dimension == Dimension.PROVIDER
                    ? meets(dimension, "provider", "provider")
                    : "(%s is null or (dimension = '%s' and %s))"
                        .formatted(
                            asked(dimension),
                            dimension.code(),
                            meets(dimension, "provider", "value")))
        .collect(Collectors.joining(" and ", entered() + " and ", ""));
  }

  private static String ofLatencies() {
    String provider =
        "(select s.provider from source s where s.source_id = latency_hour.source_id)";
    return ofColumns(
        dimension -> dimension == Dimension.PROVIDER ? provider : dimension.code(),
        List.copyOf(SumReader.CUBE));
  }
}
