// SPDX-License-Identifier: Apache-2.0
package aispend.testing;

import aispend.config.AnomalyConfig;
import aispend.config.BudgetConfig;
import aispend.config.PrepaidConfig;
import aispend.insight.AnomalyRules;
import aispend.insight.InsightSettings;
import aispend.insight.Insights;
import aispend.ledger.Batch;
import aispend.ledger.SqlLedger;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A real ledger with sources of the vendors {@code v} and {@code w}, and spend that a test sets.
 */
public final class SettledSpend implements AutoCloseable {
  public static final Source USAGE = source("v", "usage", Layer.METERED, Source.Timeliness.HOURLY);
  public static final Source COSTS = source("v", "costs", Layer.BILLED, Source.Timeliness.DAILY);
  public static final Source OTHER = source("w", "usage", Layer.METERED, Source.Timeliness.DAILY);

  public final SqlLedger ledger;
  public final List<Source> polled = new ArrayList<>();
  public final List<BudgetConfig> budgets = new ArrayList<>();
  public final List<PrepaidConfig> prepaid = new ArrayList<>();
  public final Map<String, LocalDate> keyExpiries = new HashMap<>();

  public SettledSpend(Path folder, Source... sources) {
    ledger =
        SqlLedger.open(
            "jdbc:sqlite:" + folder.resolve("ledger.db"),
            List.of(Dimension.PROVIDER, Dimension.PROJECT, Dimension.MODEL));
    for (Source source : sources) {
      ledger.register(source, Set.of(Dimension.PROJECT));
      polled.add(source);
    }
  }

  public static Source source(
      String provider, String part, Layer layer, Source.Timeliness timeliness) {
    boolean daily = timeliness == Source.Timeliness.DAILY;
    return new Source(
        provider + ":" + part,
        provider,
        layer,
        timeliness,
        daily ? Duration.ofDays(1) : Duration.ofHours(1),
        Duration.ofDays(400),
        Duration.ofDays(3),
        Duration.ofDays(1));
  }

  public Insights insights() {
    return new Insights(
        new InsightSettings(
            budgets, prepaid, keyExpiries, polled, AnomalyRules.of(AnomalyConfig.USUAL)),
        ledger);
  }

  public SettledSpend budget(
      String limit, BudgetConfig.Period period, String zone, Map<Dimension, String> where) {
    budgets.add(
        new BudgetConfig(
            "b" + budgets.size(),
            Money.usd(limit),
            new BudgetConfig.Cycle(period, ZoneId.of(zone)),
            "ann",
            List.of(100),
            where,
            BudgetConfig.Action.ALERT));
    return this;
  }

  /** Spend of an hour that a test reads at any later time. */
  public SettledSpend hour(
      Source source, String start, String project, String model, String dollars) {
    return append(source, ChargePeriod.hourOf(Instant.parse(start)), project, model, dollars, 0);
  }

  /** Spend of an hour that has a feature and nothing else. */
  public SettledSpend feature(Source source, String start, String feature, String dollars) {
    Dimensions dimensions =
        Dimensions.of(Dimension.PROVIDER, source.provider()).with(Dimension.FEATURE, feature);
    ChargePeriod period = ChargePeriod.hourOf(Instant.parse(start));
    append(source, period, feature, List.of(billed(period, dimensions, dollars)));
    return this;
  }

  /** The same spend on each day from one to before another, at its first hour or as a day. */
  public SettledSpend days(
      Source source, String from, String until, String project, String model, String dollars) {
    return days(source, from, until, project, model, dollars, 0);
  }

  /** As the other, with tokens that have no price beside it. */
  public SettledSpend days(
      Source source,
      String from,
      String until,
      String project,
      String model,
      String dollars,
      long unpriced) {
    for (LocalDate day = LocalDate.parse(from);
        day.isBefore(LocalDate.parse(until));
        day = day.plusDays(1)) {
      Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
      ChargePeriod period =
          source.bucket().equals(Duration.ofDays(1))
              ? ChargePeriod.dayOf(start)
              : ChargePeriod.hourOf(start);
      append(source, period, project, model, dollars, unpriced);
    }
    return this;
  }

  /** All registered sources have settled everything before a day. */
  public SettledSpend settled(String until) {
    polled.forEach(source -> settled(source, until));
    return this;
  }

  public SettledSpend settled(Source source, String until) {
    Instant end = LocalDate.parse(until).atStartOfDay(ZoneOffset.UTC).toInstant();
    ChargePeriod last = new ChargePeriod(end.minus(source.bucket()), end);
    ledger.append(new Batch(source.name(), last, List.of(), end.plus(source.settleAfter())));
    return this;
  }

  @Override
  public void close() {
    ledger.close();
  }

  private SettledSpend append(
      Source source,
      ChargePeriod period,
      String project,
      String model,
      String dollars,
      long unpriced) {
    Dimensions dimensions =
        Dimensions.of(Dimension.PROVIDER, source.provider())
            .with(Dimension.PROJECT, project)
            .with(Dimension.MODEL, model);
    List<UsageRecord> records = new ArrayList<>();
    records.add(billed(period, dimensions, dollars));
    if (unpriced > 0) {
      records.add(
          new UsageRecord(
              period,
              dimensions.with(Dimension.TIER, "new"),
              Tokens.of(TokenType.INPUT, unpriced),
              null,
              Map.of(),
              new Cost.Unpriced("no price")));
    }
    append(source, period, project + model, records);
    return this;
  }

  private void append(
      Source source, ChargePeriod period, String bucket, List<UsageRecord> records) {
    ledger.append(
        new Batch(
            source.name(),
            period,
            List.of(new Batch.Bucket(bucket, period, true, records)),
            period.end()));
  }

  private static UsageRecord billed(ChargePeriod period, Dimensions dimensions, String dollars) {
    return new UsageRecord(
        period,
        dimensions,
        Tokens.NONE,
        null,
        Map.of(),
        new Cost.Billed(
            Money.usd(dollars), new ReportedCost(dollars, ReportedCost.Unit.MAJOR, "USD")));
  }
}
