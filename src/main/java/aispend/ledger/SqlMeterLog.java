// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The accounts of billing meters in the ledger's database. */
final class SqlMeterLog implements MeterLog {
  private static final String ACCOUNTED =
      "select day, amount from meter_day where meter = :meter and customer = :customer";

  private static final String KEEP =
      """
      insert into meter_day (meter, customer, day, amount)
      values (:meter, :customer, :day, :amount)
      on conflict (meter, customer, day) do update set amount = excluded.amount
      """;

  private static final String TOLD =
      """
      select coalesce(sum(units), 0) from meter_send
      where meter = :meter and customer = :customer
      """;

  private static final String PUT =
      """
      insert into meter_send (meter, customer, day, revision, identifier, units, planned_at)
      values (:meter, :customer, :day, :revision, :identifier, :units, :now)
      """;

  private static final String REVISIONS =
      """
      select count(*) from meter_send
      where meter = :meter and customer = :customer and day = :day
      """;

  private static final String PENDING =
      """
      select customer, day, identifier, units from meter_send
      where meter = :meter and sent_at is null order by planned_at, day, revision, customer
      limit :most
      """;

  private static final String SENT =
      """
      update meter_send set sent_at = :now where identifier = :identifier and sent_at is null
      """;

  private final Storage storage;

  SqlMeterLog(Storage storage) {
    this.storage = storage;
  }

  @Override
  public int account(Account account, Map<Instant, Long> amounts, long perUnit, Instant now) {
    Map<Long, Long> changed =
        storage.read("compare an account", on -> changed(on, account, amounts));
    if (changed.isEmpty()) {
      return 0;
    }
    return storage.writeQuietly(
        "account for " + account.meter(),
        handle -> {
          int sends = 0;
          for (Map.Entry<Long, Long> day : changed(handle, account, amounts).entrySet()) {
            sends += account(handle, account, day, perUnit, now);
          }
          return sends;
        });
  }

  /** The amounts by epoch second of their day, oldest first, that are not what is accounted for. */
  private static Map<Long, Long> changed(
      Handle handle, Account account, Map<Instant, Long> amounts) {
    Map<Long, Long> changed = new TreeMap<>();
    amounts.forEach((day, amount) -> changed.put(day.getEpochSecond(), amount));
    Map<Long, Long> accounted = accounted(handle, account);
    changed
        .entrySet()
        .removeIf(day -> day.getValue().equals(accounted.getOrDefault(day.getKey(), 0L)));
    return changed;
  }

  private static Map<Long, Long> accounted(Handle handle, Account account) {
    Map<Long, Long> accounted = new HashMap<>();
    handle
        .createQuery(ACCOUNTED)
        .bind("meter", account.meter())
        .bind("customer", account.customer())
        .map((row, context) -> Map.entry(row.getLong("day"), row.getLong("amount")))
        .forEach(day -> accounted.put(day.getKey(), day.getValue()));
    return accounted;
  }

  private static int account(
      Handle handle, Account account, Map.Entry<Long, Long> day, long perUnit, Instant now) {
    handle
        .createUpdate(KEEP)
        .bind("meter", account.meter())
        .bind("customer", account.customer())
        .bind("day", day.getKey())
        .bind("amount", day.getValue())
        .execute();
    long all = accounted(handle, account).values().stream().reduce(0L, Math::addExact);
    long owed = Math.floorDiv(all, perUnit) - count(handle, TOLD, account, day.getKey());
    if (owed < 1) {
      return 0;
    }
    long revision = count(handle, REVISIONS, account, day.getKey());
    return handle
        .createUpdate(PUT)
        .bind("meter", account.meter())
        .bind("customer", account.customer())
        .bind("day", day.getKey())
        .bind("revision", revision)
        .bind("identifier", identifier(account, day.getKey(), revision))
        .bind("units", owed)
        .bind("now", now.getEpochSecond())
        .execute();
  }

  private static long count(Handle handle, String sql, Account account, long day) {
    var query =
        handle.createQuery(sql).bind("meter", account.meter()).bind("customer", account.customer());
    return (sql.contains(":day") ? query.bind("day", day) : query).mapTo(Long.class).one();
  }

  private static String identifier(Account account, long day, long revision) {
    String content =
        JsonText.of(
            List.of(
                account.meter(), account.customer(), Long.toString(day), Long.toString(revision)));
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  @Override
  public List<Send> pending(String meter) {
    return storage.read(
        "read what a meter is not told yet",
        handle ->
            handle
                .createQuery(PENDING)
                .bind("meter", meter)
                .bind("most", MOST_PENDING)
                .map(
                    (row, context) ->
                        new Send(
                            new Account(meter, row.getString("customer")),
                            row.getString("identifier"),
                            Instant.ofEpochSecond(row.getLong("day")),
                            row.getLong("units")))
                .list());
  }

  @Override
  public void sent(Send send, Instant now) {
    storage.writeQuietly(
        "mark what a meter was told",
        handle ->
            handle
                .createUpdate(SENT)
                .bind("identifier", send.identifier())
                .bind("now", now.getEpochSecond())
                .execute());
  }
}
