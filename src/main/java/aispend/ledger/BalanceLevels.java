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
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Readings of prepaid balances: one row for as long as an amount stayed the same. What is asked of
 * them costs as much as there are parts and levels asked for, however many came before.
 */
final class BalanceLevels {
  static final String LATEST =
      """
      select * from balance_level b where b.newest = 1 order by b.provider, b.currency, b.part
      """;

  /** Each part's from the last one before an instant on: a stretch of the primary key. */
  static final String FROM =
      """
      select b.* from balance_level n join balance_level b
        on b.provider = n.provider and b.currency = n.currency and b.part = n.part
        and b.since >= coalesce(
          (select max(e.since) from balance_level e where e.provider = n.provider
            and e.currency = n.currency and e.part = n.part and e.since < :from), :from)
      where n.newest = 1 and n.provider = :provider
      order by b.currency, b.part, b.since
      """;

  private static final String LAST =
      """
      select * from balance_level
      where newest = 1 and provider = :provider and currency = :currency and part = :part
      """;

  private static final String AGE =
      """
      update balance_level set newest = 0
      where newest = 1 and provider = :provider and currency = :currency and part = :part
      """;

  private static final String BEGIN =
      """
      insert into balance_level (provider, currency, part, since, until, nanos, newest)
      values (:provider, :currency, :part, :at, :at, :nanos, 1)
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
    Optional<BalanceLevel> last =
        ofPart(handle.createQuery(LAST), now).map((row, context) -> level(row)).findOne();
    if (last.isPresent() && !last.get().until().isBefore(at)) {
      return Optional.empty();
    }
    if (last.isPresent() && last.get().balance().equals(reading)) {
      write(handle, STAY, now, last.get().since());
      return Optional.empty();
    }
    ofPart(handle.createUpdate(AGE), now).execute();
    write(handle, BEGIN, now, at);
    return last;
  }

  private static void write(Handle handle, String statement, BalanceLevel level, Instant since) {
    Money left = level.balance().left();
    ofPart(handle.createUpdate(statement), level)
        .bind("at", level.until().getEpochSecond())
        .bind("since", since.getEpochSecond())
        .bind("nanos", left.nanos())
        .execute();
  }

  private static <S extends SqlStatement<S>> S ofPart(S statement, BalanceLevel level) {
    return statement
        .bind("provider", level.provider())
        .bind("currency", level.balance().left().currency())
        .bind("part", level.balance().part());
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
