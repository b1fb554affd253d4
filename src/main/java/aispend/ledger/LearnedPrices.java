// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.LearnedPrice;
import aispend.model.RefusedPrice;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Prices that were learned from a price map, kept so that a start without the network has them; and
 * what the last reading told that was not believed. Any thread may use it.
 */
public final class LearnedPrices {
  private static final String ALL = "select * from learned_price order by vendor, model, from_day";

  private static final String PUT =
      """
      insert into learned_price (vendor, model, from_day, learned_at, place, price)
      values (:vendor, :model, :from_day, :learned_at, :place, :price)
      on conflict (vendor, model, from_day) do update set
        learned_at = excluded.learned_at, place = excluded.place, price = excluded.price
      """;

  private static final String READ =
      """
      insert into price_reading (read_at, place, accepted, unchanged, refused)
      values (:read_at, :place, :accepted, :unchanged, :refused)
      on conflict (read_at) do update set place = excluded.place, accepted = excluded.accepted,
        unchanged = excluded.unchanged, refused = excluded.refused
      """;

  private static final String REFUSE =
      """
      insert into refused_price (vendor, model, reason, detail, refused_at)
      values (:vendor, :model, :reason, :detail, :refused_at)
      """;

  /**
   * One reading of a map.
   *
   * @param unchanged models whose price was known
   */
  public record Reading(
      Instant at,
      String place,
      List<LearnedPrice> accepted,
      int unchanged,
      List<RefusedPrice> refused) {
    public Reading {
      accepted = List.copyOf(accepted);
      refused = List.copyOf(refused);
    }
  }

  private final Storage storage;

  LearnedPrices(Storage storage) {
    this.storage = storage;
  }

  public List<LearnedPrice> all() {
    return storage.read(
        "read the learned prices",
        handle ->
            handle
                .createQuery(ALL)
                .map(
                    (row, context) ->
                        new LearnedPrice(
                            row.getString("vendor"),
                            row.getString("model"),
                            LocalDate.ofEpochDay(row.getLong("from_day")),
                            Instant.ofEpochSecond(row.getLong("learned_at")),
                            row.getString("place"),
                            row.getString("price")))
                .list());
  }

  /** What the last reading told that was not believed. */
  public List<RefusedPrice> refused() {
    return storage.read(
        "read the refused prices",
        handle ->
            handle
                .createQuery("select * from refused_price order by vendor, model")
                .map(
                    (row, context) ->
                        new RefusedPrice(
                            row.getString("vendor"),
                            row.getString("model"),
                            RefusedPrice.Reason.valueOf(
                                row.getString("reason").toUpperCase(Locale.ROOT)),
                            row.getString("detail")))
                .list());
  }

  /** When a map was last read; empty before the first time. */
  public Optional<Instant> lastRead() {
    return storage.read(
        "read when prices were learned",
        handle ->
            handle
                .createQuery("select read_at from price_reading order by read_at desc limit 1")
                .mapTo(Long.class)
                .findFirst()
                .map(Instant::ofEpochSecond));
  }

  /**
   * Keeps what was learned, in one transaction; what a reading tells twice, as it tells it last.
   */
  public void keep(Reading reading) {
    storage.writeQuietly(
        "keep learned prices",
        handle -> {
          put(handle, reading.accepted());
          refuse(handle, reading);
          handle
              .createUpdate(READ)
              .bind("read_at", reading.at().getEpochSecond())
              .bind("place", reading.place())
              .bind("accepted", reading.accepted().size())
              .bind("unchanged", reading.unchanged())
              .bind("refused", reading.refused().size())
              .execute();
          return true;
        });
  }

  /** PostgreSQL refuses a statement of many rows that would change one of them twice. */
  private static <K, T> Collection<T> lastOfEach(List<T> all, Function<T, K> key) {
    Map<K, T> last = new LinkedHashMap<>();
    all.forEach(one -> last.put(key.apply(one), one));
    return last.values();
  }

  private static void put(Handle handle, List<LearnedPrice> prices) {
    try (RowWriter put = new RowWriter(handle, PUT)) {
      for (LearnedPrice price :
          lastOfEach(prices, one -> List.of(one.vendor(), one.model(), one.from()))) {
        put.bind("vendor", price.vendor())
            .bind("model", price.model())
            .bind("from_day", price.from().toEpochDay())
            .bind("learned_at", price.learnedAt().getEpochSecond())
            .bind("place", price.place())
            .bind("price", price.price())
            .add();
      }
      put.flush();
    }
  }

  private static void refuse(Handle handle, Reading reading) {
    handle.execute("delete from refused_price");
    try (RowWriter refuse = new RowWriter(handle, REFUSE)) {
      for (RefusedPrice price :
          lastOfEach(reading.refused(), one -> List.of(one.vendor(), one.model()))) {
        refuse
            .bind("vendor", price.vendor())
            .bind("model", price.model())
            .bind("reason", price.reason().code())
            .bind("detail", price.detail())
            .bind("refused_at", reading.at().getEpochSecond())
            .add();
      }
      refuse.flush();
    }
  }
}
