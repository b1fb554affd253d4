// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.insight.InsightSettings;
import aispend.insight.Insights;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.telemetry.Telemetry;
import aispend.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon shows while it leads others, and while it does not. */
final class LeadingExpositionTest {
  private static final List<Dimension> LABELS = List.of(Dimension.PROVIDER);

  @TempDir private Path folder;
  private final MutableClock clock = MutableClock.at("2026-11-21T12:34:56Z");
  private final Telemetry telemetry = new Telemetry();
  private final Deque<Boolean> leads = new ArrayDeque<>();
  private SqlLedger ledger;

  @BeforeEach
  void open() {
    ledger = SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), LABELS);
    EveryMetric.use(telemetry, clock.instant());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void leader_showsBothKinds() {
    Set<String> shown = shown(true, true);

    assertThat(shown).contains("aispend_ledger_size_bytes", "aispend_provider_up");
    assertThat(shown).contains("aispend_polls_total", "aispend_leader", "jvm_info");
  }

  @Test
  void follower_showsOnlyItsOwn() {
    Set<String> own = shown(false);

    assertThat(own).contains("aispend_polls_total", "aispend_leader", "jvm_info");
    assertThat(own).contains("aispend_scrape_errors_total");
    assertThat(own).doesNotContainAnyElementsOf(led());
    assertThat(shown(true, true)).containsAll(own);
  }

  /** What it read may be older than what the next leader has shown meanwhile. */
  @Test
  void leaderThatLosesItsLeaseMeanwhile_showsOnlyItsOwn() {
    Set<String> shown = shown(true, false);

    assertThat(shown).contains("aispend_polls_total", "aispend_leader", "jvm_info");
    assertThat(shown).doesNotContainAnyElementsOf(led());
  }

  @Test
  void everyMetric_isTheLeadersOrEachOnesOwn() {
    Set<String> all =
        new Catalogue(LABELS)
            .all().stream().map(MetricDefinition::name).collect(Collectors.toSet());

    assertThat(all).containsAll(led());
    assertThat(led()).contains("aispend_cost_usd_total", "aispend_poll_interval_seconds");
    assertThat(led()).doesNotContain("aispend_events_total", "aispend_posted_cost_usd");
  }

  private static Set<String> led() {
    return new Catalogue(LABELS)
        .all().stream()
            .filter(LedMetrics::isLed)
            .map(MetricDefinition::name)
            .collect(Collectors.toSet());
  }

  /** Families, with what is asked about the lease in this order. */
  private Set<String> shown(Boolean... answers) {
    leads.addAll(List.of(answers));
    Exposition exposition =
        new Exposition(
            new MetricsSettings(LABELS, 1_000, Duration.ZERO),
            new MetricsInputs(
                ledger,
                List::of,
                () -> new Insights(InsightSettings.NONE, ledger),
                List::of,
                Map::of,
                Optional::empty,
                telemetry.registry()),
            clock,
            leads::remove);
    Set<String> families = Scrape.of(exposition.render(ExpositionFormat.TEXT)).types().keySet();
    assertThat(leads).isEmpty();
    return families;
  }
}
