// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.Money;
import aispend.model.ReportedCost;
import aispend.model.Source;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the tests of a ledger share: one provider with an hourly metered and a daily billed source,
 * settled a day late, and short ways to say what was read and to ask what it came to. Days and
 * hours are numbered from {@link #START}.
 */
abstract class LedgerKit {
  static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
  static final List<Dimension> LABELS =
      List.of(Dimension.PROVIDER, Dimension.PROJECT, Dimension.MODEL);

  static final Source USAGE = source("openai:usage", "openai", Layer.METERED, 1, 1);
  static final Source COSTS = source("openai:costs", "openai", Layer.BILLED, 24, 24);

  private final List<SqlLedger> opened = new ArrayList<>();

  /** The ledger under test; opened anew by {@link #reopen}. */
  SqlLedger ledger;

  /** Opens the ledger of this test: the same one each time. */
  abstract SqlLedger open(List<Dimension> labels);

  @BeforeEach
  void openLedger() {
    ledger = opened(LABELS);
    ledger.register(USAGE, Set.of());
  }

  @AfterEach
  void closeLedger() {
    opened.forEach(SqlLedger::close);
  }

  void reopen(Dimension... labels) {
    ledger.close();
    ledger = opened(labels.length == 0 ? LABELS : List.of(labels));
  }

  private SqlLedger opened(List<Dimension> labels) {
    SqlLedger one = open(labels);
    opened.add(one);
    return one;
  }

  static Source source(
      String name, String provider, Layer layer, int bucketHours, int settleHours) {
    return new Source(
        name,
        provider,
        layer,
        bucketHours == 1 ? Source.Timeliness.HOURLY : Source.Timeliness.DAILY,
        Duration.ofHours(bucketHours),
        Duration.ofDays(30),
        Duration.ofDays(3),
        Duration.ofHours(settleHours));
  }

  static Instant at(long hour) {
    return START.plus(Duration.ofHours(hour));
  }

  /** The hour of that number. */
  static ChargePeriod hour(long hour) {
    return new ChargePeriod(at(hour), at(hour + 1));
  }

  /** The day of that number. */
  static ChargePeriod day(long day) {
    return days(day, day + 1);
  }

  /** From the start of one day to the start of another. */
  static ChargePeriod days(long from, long until) {
    return new ChargePeriod(at(24 * from), at(24 * until));
  }

  /**
   * Dimensions from pairs of a dimension's code and a value; the provider is openai unless told.
   */
  static Dimensions dims(String... pairs) {
    Dimensions dimensions = Dimensions.of(Dimension.PROVIDER, "openai");
    for (int i = 0; i < pairs.length; i += 2) {
      dimensions = dimensions.with(Dimension.ofCode(pairs[i]).orElseThrow(), pairs[i + 1]);
    }
    return dimensions;
  }

  /** One request of ten input tokens that cost so many dollars. */
  static UsageRecord spent(ChargePeriod period, String dollars, String... pairs) {
    return spent(period, dollars, dims(pairs));
  }

  static UsageRecord spent(ChargePeriod period, String dollars, Dimensions dimensions) {
    return new UsageRecord(
        period,
        dimensions,
        Tokens.of(TokenType.INPUT, 10),
        1L,
        Map.of(),
        new Cost.Estimated(Money.usd(dollars)));
  }

  /** A line of a bill. */
  static UsageRecord billed(ChargePeriod period, String dollars, String... pairs) {
    return new UsageRecord(
        period,
        dims(pairs),
        Tokens.NONE,
        null,
        Map.of(),
        new Cost.Billed(
            Money.usd(dollars), new ReportedCost(dollars, ReportedCost.Unit.MAJOR, "usd")));
  }

  static Batch.Bucket bucket(ChargePeriod period, UsageRecord... records) {
    return new Batch.Bucket("main", period, true, List.of(records));
  }

  static Batch.Bucket incomplete(ChargePeriod period, UsageRecord... records) {
    return new Batch.Bucket("main", period, false, List.of(records));
  }

  /** Buckets read from a source at an hour; the window spans them. */
  AppendResult read(Source source, long atHour, Batch.Bucket... buckets) {
    ChargePeriod first = buckets[0].period();
    Instant start = first.start();
    Instant end = first.end();
    for (Batch.Bucket bucket : buckets) {
      start = bucket.period().start().isBefore(start) ? bucket.period().start() : start;
      end = bucket.period().end().isAfter(end) ? bucket.period().end() : end;
    }
    return ledger.append(
        new Batch(source.name(), new ChargePeriod(start, end), List.of(buckets), at(atHour)));
  }

  /** A window without any bucket, read at its end or a little later. */
  void readNothing(Source source, ChargePeriod window, long atHour) {
    ledger.append(new Batch(source.name(), window, List.of(), at(atHour)));
  }

  /** Canonical dollars of a period; zero when there is none. */
  String canonical(ChargePeriod period) {
    return dollars(SumQuery.total(period));
  }

  /** Dollars of one query without a grouping. */
  String dollars(SumQuery query) {
    List<SumRow> rows = ledger.sums(query);
    assertThat(rows).hasSizeLessThanOrEqualTo(1);
    return rows.isEmpty() ? "0" : rows.get(0).cost().decimal();
  }

  /** Dollars by the values of the grouping, joined by a slash. */
  Map<String, String> shares(SumQuery query) {
    Map<String, String> shares = new TreeMap<>();
    for (SumRow row : ledger.sums(query)) {
      String key = query.groupBy().stream().map(row.key()::get).collect(Collectors.joining("/"));
      String bucket = row.bucket() == null ? "" : row.bucket() + " ";
      assertThat(shares.put(bucket + key, row.cost().decimal())).isNull();
    }
    return shares;
  }

  /**
   * The values of a family by labels joined by a slash; credit behind a minus when there is any.
   */
  Map<String, String> counters(CounterFamily family) {
    Map<String, String> totals = new TreeMap<>();
    for (CounterTotal total : ledger.counters()) {
      if (total.family() == family) {
        totals.put(
            String.join("/", total.labels()),
            plain(total.value())
                + (total.credit().signum() == 0 ? "" : "-" + plain(total.credit())));
      }
    }
    return totals;
  }

  /** Canonical spend as the exposed totals tell it: all cost less all credits. */
  BigDecimal costLessCredits() {
    BigDecimal sum = BigDecimal.ZERO;
    for (CounterTotal total : ledger.counters()) {
      if (total.family() == CounterFamily.COST) {
        assertThat(total.credit()).isZero();
        sum = sum.add(total.value());
      } else if (total.family() == CounterFamily.CREDITS) {
        sum = sum.subtract(total.value());
      }
    }
    return sum;
  }

  LedgerReader.SourceState state(Source source) {
    return ledger.source(source.name()).orElseThrow();
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
