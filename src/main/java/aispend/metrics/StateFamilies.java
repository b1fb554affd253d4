// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.ForeignAmount;
import aispend.ledger.LedgerReader;
import aispend.ledger.LedgerReader.LedgerSize;
import aispend.model.ChargePeriod;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Size of the ledger, age of the prices, thresholds of the configuration. The ledger is measured at
 * most once in {@link #SIZE_AGE}, as counting rows reads all of them. Any thread may ask.
 */
final class StateFamilies implements FamilySource {
  static final Duration SIZE_AGE = Duration.ofMinutes(15);

  private final LedgerReader ledger;
  private final Supplier<Optional<Instant>> pricesOf;
  private final Supplier<Map<String, BigDecimal>> thresholds;
  private final Clock clock;
  private volatile @Nullable Measured measured;

  private record Measured(LedgerSize size, Instant at) {
    boolean serves(Instant now) {
      return !now.isBefore(at) && now.isBefore(at.plus(SIZE_AGE));
    }
  }

  StateFamilies(
      LedgerReader ledger,
      Supplier<Optional<Instant>> pricesOf,
      Supplier<Map<String, BigDecimal>> thresholds,
      Clock clock) {
    this.ledger = ledger;
    this.pricesOf = pricesOf;
    this.thresholds = thresholds;
    this.clock = clock;
  }

  @Override
  public String section() {
    return "state";
  }

  @Override
  public List<Family> families() {
    LedgerSize size = size();
    Family.Builder rows = Family.of(Definitions.LEDGER_ROWS);
    new TreeMap<>(size.rows()).forEach((table, count) -> rows.add(count, table));
    Family.Builder bytes = Family.of(Definitions.LEDGER_SIZE).add(size.bytes());
    Family.Builder prices = Family.of(Definitions.PRICE_CATALOG);
    pricesOf.get().ifPresent(at -> prices.add(at.getEpochSecond()));
    Family.Builder unconverted = Family.of(Definitions.UNCONVERTED);
    unconverted().forEach((key, amount) -> unconverted.add(amount, key.get(0), key.get(1)));
    Family.Builder limits = Family.of(Definitions.ALERT_THRESHOLD);
    new TreeMap<>(thresholds.get()).forEach((name, value) -> limits.add(value, name));
    return List.of(
        rows.build(), bytes.build(), prices.build(), unconverted.build(), limits.build());
  }

  /** By provider and currency. */
  private Map<List<String>, BigDecimal> unconverted() {
    Map<List<String>, BigDecimal> amounts =
        new TreeMap<>(Comparator.comparing((List<String> key) -> String.join(" ", key)));
    ChargePeriod ever =
        new ChargePeriod(Instant.EPOCH, clock.instant().truncatedTo(ChronoUnit.SECONDS));
    for (ForeignAmount one : ledger.foreignAmounts(ever, true)) {
      amounts.merge(List.of(one.provider(), one.currency()), one.original(), BigDecimal::add);
    }
    return amounts;
  }

  private LedgerSize size() {
    Instant now = clock.instant();
    Measured last = measured;
    if (last != null && last.serves(now)) {
      return last.size();
    }
    LedgerSize size = ledger.size();
    measured = new Measured(size, now);
    return size;
  }
}
