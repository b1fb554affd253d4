// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Tenant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The months that are closed or being closed. Within one transaction. */
final class ClosedMonths {
  private static final String ALL =
      """
      select close_id, tenant, month, conditions, closed_at, closed_by, reason
      from month_close order by tenant, month
      """;

  private static final String DRAFT =
      """
      insert into month_close (close_id, tenant, month, start, until, conditions, closed_by, reason)
      values ((select coalesce(max(close_id), 0) + 1 from month_close), :tenant, :month, :start,
        :until, :conditions, '', '')
      on conflict (tenant, month) do nothing
      """;

  private static final String FINISH =
      """
      update month_close set closed_at = :at, closed_by = :by, reason = :reason
      where close_id = :id and closed_at is null
      """;

  private ClosedMonths() {}

  /**
   * A month as it is kept.
   *
   * @param where the tenant's conditions when closing began
   * @param closedAt null while it is being closed
   */
  record Stored(
      long id,
      String tenant,
      YearMonth month,
      Map<Dimension, String> where,
      @Nullable Instant closedAt,
      String closedBy,
      String reason) {
    Stored {
      where = Map.copyOf(where);
    }

    ChargePeriod period() {
      return MonthClose.periodOf(month);
    }

    Optional<MonthClose> close() {
      return Optional.ofNullable(closedAt)
          .map(at -> new MonthClose(tenant, month, at, closedBy, reason));
    }
  }

  static List<Stored> all(Handle handle) {
    return handle.createQuery(ALL).map((row, context) -> stored(row)).list();
  }

  /** Those that are closed. */
  static List<Stored> closed(Handle handle) {
    return all(handle).stream().filter(stored -> stored.closedAt() != null).toList();
  }

  static Optional<Stored> find(Handle handle, String tenant, YearMonth month) {
    return all(handle).stream()
        .filter(stored -> stored.tenant().equals(tenant) && stored.month().equals(month))
        .findFirst();
  }

  /** Begins to close a month, unless that has begun. */
  static Stored draft(Handle handle, Tenant tenant, YearMonth month) {
    ChargePeriod period = MonthClose.periodOf(month);
    handle
        .createUpdate(DRAFT)
        .bind("tenant", tenant.name())
        .bind("month", month.toString())
        .bind("start", period.start().getEpochSecond())
        .bind("until", period.end().getEpochSecond())
        .bind("conditions", JsonText.of(ClosedRows.flat(new Dimensions(tenant.where()))))
        .execute();
    return find(handle, tenant.name(), month).orElseThrow();
  }

  static void finish(Handle handle, Stored month, String by, String reason, Instant at) {
    handle
        .createUpdate(FINISH)
        .bind("id", month.id())
        .bind("at", at.getEpochSecond())
        .bind("by", by)
        .bind("reason", reason)
        .execute();
  }

  private static Stored stored(ResultSet row) throws SQLException {
    Long closedAt = Columns.nullableLong(row, "closed_at");
    return new Stored(
        row.getLong("close_id"),
        row.getString("tenant"),
        YearMonth.parse(row.getString("month")),
        ClosedRows.dimensions(row.getString("conditions")).values(),
        closedAt == null ? null : Instant.ofEpochSecond(closedAt),
        row.getString("closed_by"),
        row.getString("reason"));
  }
}
