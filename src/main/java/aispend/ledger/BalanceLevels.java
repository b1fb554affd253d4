// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.BalanceLevel;
import aispend.model.Money;
import aispend.model.ReportedBalance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Readings of prepaid balances: one row for as long as an amount stayed the same. */
final class BalanceLevels {
  private static final String LATEST =
      """
      select * from balance_level b
      where b.since = (select max(e.since) from balance_level e where e.provider = b.provider
        and e.currency = b.currency and e.part = b.part)
      order by b.provider, b.currency, b.part
      """;

  private static final String FROM =
      """
      select * from balance_level b
      where b.provider = :provider and b.since >= coalesce(
        (select max(e.since) from balance_level e where e.provider = b.provider
          and e.currency = b.currency and e.part = b.part and e.since < :from), b.since)
      order by b.currency, b.part, b.since
      """;

  private static final String BEGIN =
      """
      insert into balance_level (provider, currency, part, since, until, nanos)
      values (:provider, :currency, :part, :at, :at, :nanos)
      on conflict (provider, currency, part, since) do nothing
      """;

  private static final String STAY =
      """
      update balance_level set until = :at
      where provider = :provider and currency = :currency and part = :part and since = :since
        and until < :at
      """;

  private BalanceLevels() {}

  /** The newest of each part of each account. */
  static List<BalanceLevel> latest(Handle handle) {
    return handle.createQuery(LATEST).map((row, context) -> level(row)).list();
  }

  /** A provider's by currency and part, oldest first, from the last one before an instant on. */
  static List<BalanceLevel> from(Handle handle, String provider, Instant from) {
    return handle
        .createQuery(FROM)
        .bind("provider", provider)
        .bind("from", from.getEpochSecond())
        .map((row, context) -> level(row))
        .list();
  }

  /**
   * Keeps a reading. One that is not later than the last is dropped: a clock stepped back, and what
   * was left earlier is known.
   *
   * @return the level before it, when it begins another
   */
  static Optional<BalanceLevel> keep(
      Handle handle, String provider, ReportedBalance reading, Instant at) {
    BalanceLevel now = new BalanceLevel(provider, reading, at, at);
    Optional<BalanceLevel> last = latest(handle).stream().filter(now::follows).findFirst();
    if (last.isPresent() && !last.get().until().isBefore(at)) {
      return Optional.empty();
    }
    if (last.isPresent() && last.get().balance().equals(reading)) {
      write(handle, STAY, now, last.get().since());
      return Optional.empty();
    }
    write(handle, BEGIN, now, at);
    return last;
  }

  private static void write(Handle handle, String statement, BalanceLevel level, Instant since) {
    Money left = level.balance().left();
    handle
        .createUpdate(statement)
        .bind("provider", level.provider())
        .bind("currency", left.currency())
        .bind("part", level.balance().part())
        .bind("at", level.until().getEpochSecond())
        .bind("since", since.getEpochSecond())
        .bind("nanos", left.nanos())
        .execute();
  }

  private static BalanceLevel level(ResultSet row) throws SQLException {
    Money left = new Money(row.getString("currency"), row.getLong("nanos"));
    return new BalanceLevel(
        row.getString("provider"),
        new ReportedBalance(row.getString("part"), left),
        Instant.ofEpochSecond(row.getLong("since")),
        Instant.ofEpochSecond(row.getLong("until")));
  }
}
