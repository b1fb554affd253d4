// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.insight.BudgetState;
import aispend.insight.InsightSettings;
import aispend.insight.Insights;
import aispend.ledger.LedgerException;
import aispend.ledger.RecentSpend;
import aispend.ledger.SqlLedger;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.Savings;
import aispend.telemetry.Telemetry;
import aispend.testing.MutableClock;
import aispend.testing.SettledSpend;
import aispend.testing.Spend;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpositionTest {
  private static final List<Dimension> LABELS =
      List.of(Dimension.PROVIDER, Dimension.PROJECT, Dimension.MODEL);
  private static final MetricsSettings SETTINGS =
      new MetricsSettings(LABELS, 20_000, Duration.ofSeconds(75));
  private static final BudgetState BUDGET =
      new BudgetState(
          "company",
          "org",
          "month",
          "2026-11",
          "platform-oncall",
          Money.usd("5000"),
          Money.usd("4600.5"),
          new BigDecimal("0.9201"),
          Instant.parse("2026-12-01T00:00:00Z"),
          List.of(
              new BudgetState.Threshold(80, true, Instant.parse("2026-11-20T00:00:00Z")),
              new BudgetState.Threshold(110, false, null)));

  private static final Cost COST = new Cost.Estimated(Money.usd("1"));

  @TempDir private Path folder;
  private final MutableClock clock = MutableClock.at("2026-11-21T12:34:56Z");
  private final Telemetry telemetry = new Telemetry();
  private SqlLedger ledger;
  private Exposition exposition;
  private Insights insights;

  @BeforeEach
  void open() {
    ledger = SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), LABELS);
    new Spend(ledger)
        .register("openai", "anthropic")
        .hour("2026-11-21T11:00:00Z", "openai", model("gpt-5"), "1.000000001")
        .hour("2026-11-20T11:00:00Z", "openai", model("gpt-5"), "2")
        .hour("2026-10-05T11:00:00Z", "openai", model("gpt-5"), "4")
        .hour("2026-11-21T10:00:00Z", "anthropic", model("claude"), "-0.25")
        .hour("2026-11-21T09:00:00Z", "anthropic", model("free"), "0")
        .hour("2026-11-21T09:00:00Z", "anthropic", model("new"), new Cost.Unpriced("no price"));
    insights = new Insights(InsightSettings.NONE, ledger);
    exposition =
        new Exposition(
            SETTINGS,
            new MetricsInputs(
                ledger,
                () -> List.of(BUDGET),
                () -> insights,
                () ->
                    List.of(
                        new RecentSpend(
                            Dimension.FEATURE,
                            "search",
                            Money.usd("61.5"),
                            700,
                            650L,
                            new BigDecimal("1.25")),
                        new RecentSpend(
                            Dimension.FEATURE, "chat", Money.usd("0.5"), 3, null, null)),
                () -> Map.of("runaway_10m_usd", new BigDecimal("50")),
                () -> Optional.of(Instant.parse("2026-11-01T00:00:00Z")),
                telemetry.registry()),
            clock);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void windows_holdWhatWasUsedInThem() {
    Map<String, Double> windows = scrape().metric("aispend_window_cost_usd");

    assertThat(windows)
        .containsEntry(window("1h", "gpt-5", "openai"), 1.000000001)
        .doesNotContainKey(window("1h", "claude", "anthropic"))
        .containsEntry(window("24h", "gpt-5", "openai"), 1.000000001)
        .containsEntry(window("24h", "claude", "anthropic"), -0.25)
        .containsEntry(window("24h", "free", "anthropic"), 0.0)
        .containsEntry(window("today", "gpt-5", "openai"), 1.000000001)
        .containsEntry(window("yesterday", "gpt-5", "openai"), 2.0)
        .containsEntry(window("7d", "gpt-5", "openai"), 3.000000001)
        .containsEntry(window("mtd", "gpt-5", "openai"), 3.000000001)
        .containsEntry(window("prev_mtd", "gpt-5", "openai"), 4.0)
        .containsEntry(window("last_month", "gpt-5", "openai"), 4.0);
  }

  @Test
  void windows_moveWithTheClockAndTheLedger() {
    scrape();

    clock.set("2026-11-22T00:00:10Z");
    new Spend(ledger).hour("2026-11-22T00:00:00Z", "openai", model("gpt-5"), "8");

    Map<String, Double> windows = scrape().metric("aispend_window_cost_usd");
    assertThat(windows)
        .containsEntry(window("today", "gpt-5", "openai"), 8.0)
        .containsEntry(window("yesterday", "gpt-5", "openai"), 1.000000001);
  }

  @Test
  void counters_areTheLedgers() {
    clock.advance(Duration.ofDays(1));

    Scrape scrape = scrape();

    assertThat(
            scrape.sum("aispend_cost_usd_total").subtract(scrape.sum("aispend_credits_usd_total")))
        .isEqualByComparingTo("6.750000001");
    assertThat(scrape.value("aispend_unpriced_tokens_total{model=new,provider=anthropic}"))
        .isEqualTo(110);
    assertThat(scrape.sum("aispend_tokens_total")).isEqualByComparingTo("660");
    assertThat(scrape.sum("aispend_requests_total")).isEqualByComparingTo("12");
  }

  @Test
  void statesOfSourcesBudgetsAndLedger_areShown() {
    Scrape scrape = scrape();

    assertThat(scrape.values())
        .containsEntry(
            "aispend_source_info{layer=metered,provider=openai,source=openai:usage,"
                + "timeliness=hourly}",
            1.0)
        .containsEntry(
            "aispend_source_expected_lag_seconds{provider=openai,source=openai:usage}", 3600.0)
        .containsEntry(
            "aispend_source_watermark_timestamp_seconds{provider=openai,source=openai:usage}",
            (double) Instant.parse("2026-11-21T12:00:00Z").getEpochSecond())
        .containsEntry(
            "aispend_budget_used_ratio{cycle=2026-11,name=company,owner=platform-oncall,"
                + "period=month,scope=org}",
            0.9201)
        .containsEntry(
            "aispend_budget_used_usd{cycle=2026-11,name=company,owner=platform-oncall,"
                + "period=month,scope=org}",
            4600.5)
        .containsEntry(
            "aispend_budget_usd{name=company,owner=platform-oncall,period=month,scope=org}", 5000.0)
        .containsEntry(
            "aispend_budget_cycle_end_timestamp_seconds{name=company,period=month,scope=org}",
            1796083200.0)
        .containsEntry(
            "aispend_budget_threshold_ratio{name=company,period=month,scope=org,threshold=110}",
            1.1)
        .containsEntry(
            "aispend_budget_threshold_crossed{cycle=2026-11,name=company,owner=platform-oncall,"
                + "period=month,scope=org,threshold=80}",
            1.0)
        .containsEntry(
            "aispend_budget_threshold_crossed{cycle=2026-11,name=company,owner=platform-oncall,"
                + "period=month,scope=org,threshold=110}",
            0.0)
        .containsEntry("aispend_alert_threshold{name=runaway_10m_usd}", 50.0)
        .containsEntry("aispend_runaway_usd{by=feature,value=search}", 61.5)
        .containsEntry("aispend_runaway_calls{by=feature,value=search}", 700.0)
        .containsEntry("aispend_runaway_repeats{by=feature,value=search}", 650.0)
        .containsEntry("aispend_runaway_cost_rise_ratio{by=feature,value=search}", 1.25)
        .containsEntry("aispend_runaway_calls{by=feature,value=chat}", 3.0)
        .doesNotContainKey("aispend_runaway_repeats{by=feature,value=chat}")
        .doesNotContainKey("aispend_runaway_cost_rise_ratio{by=feature,value=chat}")
        .containsEntry("aispend_price_catalog_timestamp_seconds", 1793491200.0)
        .containsEntry("aispend_ledger_rows{table=record}", 6.0)
        .containsEntry("aispend_series_limit{family=aispend_cost_usd_total}", 2977.0)
        .containsEntry("aispend_alerts_received_total{status=firing}", 0.0);
    assertThat(scrape.value("aispend_ledger_size_bytes")).isPositive();
    assertThat(scrape.value("jvm_threads_current")).isPositive();
  }

  @Test
  void bothFormats_holdTheSameSamplesAndNoCreatedOnes() {
    Scrape text = scrape();
    byte[] body = exposition.render(ExpositionFormat.OPEN_METRICS).bytes();
    String open = new String(body, StandardCharsets.UTF_8);

    assertThat(open).endsWith("# EOF\n").containsOnlyOnce("# EOF");
    assertThat(ours(Scrape.of(body))).isEqualTo(ours(text));
    assertThat(open).contains("# TYPE aispend_cost_usd counter\n").doesNotContain("_created");
    assertThat(text.text())
        .contains("# TYPE aispend_cost_usd_total counter\n")
        .doesNotContain("_created");
  }

  @Test
  void hostileLabelValues_areReadBackAsTheyWere() throws IOException {
    String hostile = "a\"b\\c\nd{}=, é\uD83D\uDCB8\\n";
    CollectorRegistry library = new CollectorRegistry();
    CounterMetricFamily family =
        new CounterMetricFamily("aispend_cost_usd", "help", List.of("source", "model"));
    family.addMetric(List.of("s", hostile), 12.5);
    library.register(
        new io.prometheus.client.Collector() {
          @Override
          public List<MetricFamilySamples> collect() {
            return List.of(family);
          }
        });
    StringWriter theirs = new StringWriter();
    TextFormat.write004(theirs, library.metricFamilySamples());
    MetricDefinition definition =
        MetricDefinition.counter("aispend_cost_usd_total", "help", "source", "model");
    FamilySource source =
        source(Family.of(definition).add(new BigDecimal("12.5"), "s", hostile).build());

    Scrape ours =
        Scrape.of(new Exposition(List.of(source), Map.of()).render(ExpositionFormat.TEXT));

    assertThat(ours.metric("aispend_cost_usd_total"))
        .isEqualTo(
            Scrape.of(theirs.toString().getBytes(StandardCharsets.UTF_8))
                .metric("aispend_cost_usd_total"))
        .containsOnly(Map.entry("aispend_cost_usd_total{model=" + hostile + ",source=s}", 12.5));
  }

  @Test
  void failingPart_leavesTheRestWhole() {
    FixedLedger broken = new FixedLedger();
    CounterFamilies counters = new CounterFamilies(broken, SETTINGS, new Catalogue(LABELS), clock);
    Exposition partly =
        new Exposition(
            List.of(counters, new BudgetFamilies(new ShownQuotas(() -> List.of(BUDGET), 0))),
            Map.of("telemetry", telemetry.registry()));
    broken.cost("1", "2026-11-01T00:00:00Z", "s", "p", "r", "m");
    broken.failure = new LedgerException("cannot read the totals: disk is gone", null);

    Scrape failed = Scrape.of(partly.render(ExpositionFormat.TEXT));
    broken.failure = null;
    Scrape mended = Scrape.of(partly.render(ExpositionFormat.TEXT));

    assertThat(failed.metric("aispend_cost_usd_total")).isEmpty();
    assertThat(failed.sum("aispend_budget_usd")).isEqualByComparingTo("5000");
    assertThat(failed.metric("aispend_demo")).hasSize(1);
    assertThat(failed.metric("aispend_scrape_errors_total"))
        .containsOnly(
            Map.entry("aispend_scrape_errors_total{section=counters}", 1.0),
            Map.entry("aispend_scrape_errors_total{section=budgets}", 0.0),
            Map.entry("aispend_scrape_errors_total{section=telemetry}", 0.0));
    assertThat(mended.sum("aispend_cost_usd_total")).isEqualByComparingTo("1");
  }

  @Test
  void catalogue_isWhatIsShown(@TempDir Path other) {
    EveryMetric.use(telemetry, clock.instant());
    new Spend(ledger)
        .hour("2026-11-21T11:00:00Z", "openai", model("saving"), COST, Savings.usd(1, 1));
    ExpositionText insightful;
    try (SettledSpend spend = InsightFamiliesTest.everyInsight(other)) {
      insightful = InsightFamiliesTest.exposition(spend, clock).render(ExpositionFormat.TEXT);
    }
    FixedLedger everything = new FixedLedger();
    EveryMetric.addTo(everything, LABELS);
    Exposition whole =
        new Exposition(
            List.of(
                new CounterFamilies(everything, SETTINGS, new Catalogue(LABELS), clock),
                new StateFamilies(everything, Optional::empty, Map::of, clock)),
            Map.of());
    // The governed label overflow needs a full family; its definition is written directly.
    Family overflow = Family.of(Definitions.LABEL_OVERFLOW).add(1, "model").build();

    Set<String> shown = new TreeSet<>();
    for (ExpositionText body :
        List.of(
            exposition.render(ExpositionFormat.TEXT),
            insightful,
            whole.render(ExpositionFormat.TEXT),
            new Exposition(List.of(source(overflow)), Map.of()).render(ExpositionFormat.TEXT))) {
      shown.addAll(EveryMetric.described(Scrape.of(body)));
    }

    assertThat(shown)
        .isEqualTo(
            new Catalogue(LABELS)
                .all().stream()
                    .filter(metric -> metric.type() != MetricType.POSTING)
                    .map(
                        metric ->
                            metric.name()
                                + " "
                                + metric.type().code()
                                + " "
                                + new TreeSet<>(metric.labels())
                                + " "
                                + metric.help())
                    .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static FamilySource source(Family family) {
    return new FamilySource() {
      @Override
      public String section() {
        return "test";
      }

      @Override
      public List<Family> families() {
        return List.of(family);
      }
    };
  }

  private Scrape scrape() {
    return Scrape.of(exposition.render(ExpositionFormat.TEXT));
  }

  /** All but the values of the virtual machine, which change from scrape to scrape. */
  private static Map<String, Double> ours(Scrape scrape) {
    return scrape.values().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("aispend_"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<Dimension, String> model(String model) {
    return Map.of(Dimension.MODEL, model);
  }

  private static String window(String window, String model, String provider) {
    return "aispend_window_cost_usd{model=%s,project=,provider=%s,window=%s}"
        .formatted(model, provider, window);
  }
}
