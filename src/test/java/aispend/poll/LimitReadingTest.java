// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.Schedule;
import aispend.http.CapturedLog;
import aispend.ingest.Ingest;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.Money;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedLimit;
import aispend.normalise.CurrencyRates;
import aispend.normalise.Normaliser;
import aispend.pricing.PriceBook;
import aispend.provider.AssembledProvider;
import aispend.provider.Rhythm;
import aispend.telemetry.Telemetry;
import aispend.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a vendor lets somebody spend, from its word to the gauges. */
final class LimitReadingTest {
  private static final String LIMIT = "aispend_provider_limit";
  private static final String SPENT = "aispend_provider_limit_spent";

  @TempDir private Path folder;
  private final MutableClock clock = new MutableClock(Instant.parse("2026-11-21T10:00:00Z"));
  private final Telemetry telemetry = new Telemetry();
  private final List<ReportedLimit> limits = new ArrayList<>();
  private @Nullable Kind failing;
  private int asked;
  private SqlLedger ledger;
  private AccountPoll poll;

  @BeforeEach
  void open() {
    ledger =
        SqlLedger.open(
            "jdbc:sqlite:" + folder.resolve("ledger.db"),
            List.of(Dimension.PROVIDER, Dimension.PROJECT));
    AssembledProvider.Parts parts =
        new AssembledProvider.Parts("v", "v")
            .report("usage", Layer.METERED, Rhythm.hours(7, 1, 1), window -> List.of())
            .limits(this::told);
    Normaliser normaliser = new Normaliser("v", "v", PriceBook.bundled(), CurrencyRates.NONE);
    poll =
        new AccountPoll(
            new Account(
                parts.checkedBy(() -> {}),
                new Ingest(ledger, ledger, normaliser, telemetry),
                new Account.Reading(
                    new Schedule.Every(Duration.ofMinutes(15)),
                    Duration.ofDays(1),
                    Duration.ofHours(2)),
                Set.of(),
                "V_KEY"),
            telemetry,
            clock);
    poll.announce();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private List<ReportedLimit> told() throws ProviderException {
    asked++;
    if (failing != null) {
      throw new ProviderException("v", failing, "v says " + failing);
    }
    return List.copyOf(limits);
  }

  private static ReportedLimit key(String id, String most, @Nullable String spent) {
    return new ReportedLimit(
        "key",
        id,
        "name of " + id,
        "30d",
        Money.usd(most),
        spent == null ? null : Money.usd(spent));
  }

  /** Samples of a metric by the limit's id, or the provider where it has none. */
  private Map<String, Double> shown(String metric) {
    Map<String, Double> shown = new TreeMap<>();
    Collections.list(telemetry.registry().metricFamilySamples()).stream()
        .flatMap(family -> family.samples.stream())
        .filter(sample -> sample.name.equals(metric))
        .forEach(
            sample -> {
              int id = sample.labelNames.indexOf("id");
              shown.put(sample.labelValues.get(Math.max(0, id)), sample.value);
            });
    return shown;
  }

  @Test
  void limits_areReadBesideThePollsAndShown() throws Exception {
    limits.add(key("a", "100", "12.5"));
    limits.add(key("b", "5", null));
    poll.refreshOtherNames();
    assertThat(asked).as("before a poll has shown that the key works").isZero();

    poll.poll();
    poll.refreshOtherNames();

    assertThat(shown(LIMIT)).isEqualTo(Map.of("a", 100.0, "b", 5.0));
    assertThat(shown(SPENT)).isEqualTo(Map.of("a", 12.5));
    assertThat(shown("aispend_provider_limits_read_timestamp_seconds"))
        .isEqualTo(Map.of("v", (double) clock.instant().getEpochSecond()));
    assertThat(
            telemetry
                .registry()
                .getSampleValue(
                    LIMIT,
                    new String[] {"provider", "scope", "id", "name", "period", "currency"},
                    new String[] {"v", "key", "a", "name of a", "30d", "USD"}))
        .isEqualTo(100.0);
  }

  @Test
  void limits_areReadOnceAnHourAndThoseThatAreGoneGo() throws Exception {
    limits.add(key("a", "100", "1"));
    poll.poll();
    poll.refreshOtherNames();
    limits.set(0, key("b", "7", "1"));
    clock.advance(Duration.ofMinutes(59));
    poll.refreshOtherNames();
    assertThat(shown(LIMIT)).containsOnlyKeys("a");

    clock.advance(Duration.ofMinutes(1));
    poll.refreshOtherNames();

    assertThat(shown(LIMIT)).containsOnlyKeys("b");
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void limitsThatCannotBeRead_stayAsTheyWereAndAreSaidOnce() throws Exception {
    limits.add(key("a", "100", "1"));
    poll.poll();
    poll.refreshOtherNames();
    failing = Kind.UNAVAILABLE;

    try (CapturedLog log = new CapturedLog()) {
      for (int i = 0; i < 2; i++) {
        clock.advance(Duration.ofHours(1));
        poll.refreshOtherNames();
      }
      assertThat(log.lines())
          .filteredOn(line -> line.contains("Could not read what may be spent"))
          .singleElement()
          .asString()
          .contains("provider=v");
    }
    assertThat(asked).isEqualTo(3);
    assertThat(shown(LIMIT)).containsOnlyKeys("a");
    assertThat(poll.health().values()).allMatch(PollHealth::well);
  }

  @Test
  void providerThatTellsNoLimitsAfterAReload_isShownNoMore() throws Exception {
    limits.add(key("a", "100", "1"));
    poll.poll();
    poll.refreshOtherNames();
    assertThat(shown(LIMIT)).isNotEmpty();

    try (Poller next = new Poller(List.of(), telemetry, clock)) {
      next.start();

      for (String metric :
          List.of(LIMIT, SPENT, "aispend_provider_limits_read_timestamp_seconds")) {
        assertThat(shown(metric)).as(metric).isEmpty();
      }
    }
  }

  @Test
  void moreLimitsThanAreShown_leaveOutTheLeastUsed() throws Exception {
    for (int i = 0; i < LimitReading.MOST + 3; i++) {
      limits.add(key("k" + i, "1000", Integer.toString(i)));
    }
    poll.poll();
    poll.refreshOtherNames();

    assertThat(shown(LIMIT))
        .hasSize(LimitReading.MOST)
        .doesNotContainKeys("k0", "k1", "k2")
        .containsKey("k3");
  }
}
