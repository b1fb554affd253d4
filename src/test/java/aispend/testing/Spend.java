// SPDX-License-Identifier: Apache-2.0
package aispend.testing;

import aispend.ledger.Batch;
import aispend.ledger.LedgerWriter;
import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.Money;
import aispend.model.ReportedCost;
import aispend.model.Savings;
import aispend.model.Source;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes known spend into a ledger. */
public final class Spend {
  private final LedgerWriter ledger;

  public Spend(LedgerWriter ledger) {
    this.ledger = ledger;
  }

  /** An hourly usage source of a provider: {@code openai:usage}. */
  public static Source usageOf(String provider) {
    return new Source(
        provider + ":usage",
        provider,
        Layer.METERED,
        Source.Timeliness.HOURLY,
        Duration.ofHours(1),
        Duration.ofDays(7),
        Duration.ofDays(3),
        Duration.ofHours(6));
  }

  public Spend register(String... providers) {
    for (String provider : providers) {
      ledger.register(usageOf(provider), Set.of(Dimension.MODEL));
    }
    return this;
  }

  /** An hour of a provider with 100 input and 10 output tokens in 2 calls. */
  public Spend hour(String start, String provider, Map<Dimension, String> dimensions, String usd) {
    return hour(start, provider, dimensions, new Cost.Estimated(Money.usd(usd)));
  }

  /** As {@link #hour(String, String, Map, String)} with any cost. */
  public Spend hour(String start, String provider, Map<Dimension, String> dimensions, Cost cost) {
    return hour(start, provider, dimensions, cost, Savings.NONE);
  }

  /** As {@link #hour(String, String, Map, Cost)} with savings. */
  public Spend hour(
      String start,
      String provider,
      Map<Dimension, String> dimensions,
      Cost cost,
      Savings savings) {
    ChargePeriod period = ChargePeriod.hourOf(Instant.parse(start));
    Dimensions all = new Dimensions(dimensions).with(Dimension.PROVIDER, provider);
    Tokens tokens = new Tokens(Map.of(TokenType.INPUT, 100L, TokenType.OUTPUT, 10L));
    UsageRecord usage = new UsageRecord(period, all, tokens, 2L, Map.of(), cost, savings);
    ledger.append(
        new Batch(
            provider + ":usage",
            period,
            List.of(new Batch.Bucket("completions", period, false, List.of(usage))),
            period.end()));
    return this;
  }

  /** An hour that a vendor bills in euros, for which nobody knows a rate. */
  public Spend inEuros(ChargePeriod hour, String provider, String euros) {
    register(provider);
    UsageRecord bill =
        new UsageRecord(
            hour,
            Dimensions.of(Dimension.PROVIDER, provider),
            Tokens.NONE,
            null,
            Map.of(),
            new Cost.Unconverted(
                Money.of(new BigDecimal(euros), "EUR"),
                new ReportedCost(euros, ReportedCost.Unit.MAJOR, "eur")));
    ledger.append(
        new Batch(
            provider + ":usage",
            hour,
            List.of(new Batch.Bucket("costs", hour, true, List.of(bill))),
            hour.end()));
    return this;
  }
}
