// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.config.HistoryConfig;
import aispend.config.LabelsConfig;
import aispend.history.History;
import aispend.http.OutgoingHttp;
import aispend.ledger.Batch;
import aispend.ledger.SqlLedger;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.Money;
import aispend.model.Source;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import aispend.telemetry.Telemetry;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sixty days of spend and corrections in a real Prometheus, day by day, to the nano. */
@Timeout(300)
final class HistoryIT {
  private static final int DAYS = 60;
  private static final List<Dimension> LABELS =
      List.of(Dimension.PROVIDER, Dimension.PROJECT, Dimension.MODEL);
  private static final Source USAGE = source("openai:usage", Layer.METERED, 1);
  private static final Source COSTS = source("openai:costs", Layer.BILLED, 24);

  @TempDir private Path folder;

  private final Clock clock = Clock.systemUTC();
  private final Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
  private final Random random = new Random(20_261_121);
  private final Telemetry telemetry = new Telemetry();
  private int port;
  private Program prometheus;
  private SqlLedger ledger;
  private OutgoingHttp http;
  private History history;

  @BeforeEach
  void start() throws Exception {
    port = Web.freePort();
    startPrometheus();
    startDaemon();
  }

  @AfterEach
  void stop() {
    stopDaemon();
    prometheus.close();
  }

  @Test
  void sixtyDaysWithCorrections_areTheLedgersDaysThroughEveryOutage() throws Exception {
    for (int day = -DAYS; day <= 0; day++) {
      usage(day, 1);
    }
    awaitSent();
    compare("after the first sending");

    prometheus.kill();
    for (int day = -DAYS; day < -1; day += 3) {
      usage(day, 2);
      bill(day);
    }
    stopDaemon();
    startDaemon();
    assertThat(ledger.outbox().pendingCount()).as("kept over the restart").isPositive();
    startPrometheus();
    awaitSent();
    compare("after an outage of Prometheus and a restart of the daemon");

    long replayed = ledger.outbox().replay(today.minus(Duration.ofDays(DAYS + 1)), clock.instant());
    assertThat(replayed).isPositive();
    awaitSent();
    compare("after a replay of everything");
    assertThat(counted("sent")).isPositive();
    assertThat(counted("rejected")).isZero();
    assertThat(counted("skipped")).isZero();
  }

  @Test
  void restatementOlderThanTheWindow_isSkippedAndTheRestIsRight() throws Exception {
    usage(-95, 1);
    usage(-3, 1);
    awaitSent();

    assertThat(counted("skipped")).isPositive();
    assertThat(counted("rejected")).isZero();
    compare("beside what was skipped");
  }

  private double counted(String outcome) {
    Double value =
        telemetry
            .registry()
            .getSampleValue(
                "aispend_push_samples_total", new String[] {"outcome"}, new String[] {outcome});
    return value == null ? 0 : value;
  }

  private void startDaemon() {
    ledger = SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), LABELS);
    http = new OutgoingHttp(telemetry, clock, "aispend/test");
    HistoryConfig config =
        new HistoryConfig(
            Optional.of(URI.create(url() + "/api/v1/write")),
            "aispend",
            new HistoryConfig.Access(
                Optional.empty(), Optional.empty(), Optional.empty(), "X-Scope-OrgID", Map.of()),
            Duration.ofDays(90),
            new HistoryConfig.Pace(2_000, 1_000_000));
    LabelsConfig labels =
        new LabelsConfig(Set.copyOf(LABELS), 20_000, Map.of(), Duration.ofSeconds(75));
    history = new History(config, labels, ledger.outbox(), http, telemetry, clock);
    history.start();
    ledger.register(USAGE, Set.of());
    ledger.register(COSTS, Set.of(Dimension.PROJECT));
  }

  private void stopDaemon() {
    http.close();
    history.close();
    ledger.close();
  }

  private void startPrometheus() throws Exception {
    Path file = folder.resolve("prometheus.yml");
    Files.writeString(file, "storage:\n  tsdb:\n    out_of_order_time_window: 90d\n");
    prometheus =
        Program.start(
            "prometheus",
            folder,
            Map.of(),
            List.of(
                "prometheus",
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                "--storage.tsdb.retention.time=400d",
                "--web.enable-remote-write-receiver",
                "--web.listen-address=127.0.0.1:" + port));
    await().atMost(Duration.ofSeconds(60)).until(() -> Web.answers(url() + "/-/ready"));
  }

  private String url() {
    return "http://127.0.0.1:" + port;
  }

  private void awaitSent() {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> ledger.outbox().pendingCount() == 0);
  }

  /** A day's hours of usage; the second round restates some up, some down. */
  private void usage(int day, int round) {
    Instant start = today.plus(Duration.ofDays(day));
    List<Batch.Bucket> buckets = new ArrayList<>();
    for (int hour = 0; hour < 24; hour += 3) {
      ChargePeriod period = ChargePeriod.hourOf(start.plus(Duration.ofHours(hour)));
      if (period.start().isAfter(clock.instant())) {
        break;
      }
      List<UsageRecord> rows = new ArrayList<>();
      for (String project : List.of("search", "support")) {
        for (String model : List.of("gpt-4o", "gpt-4o-mini")) {
          rows.add(row(period, project, model, round));
        }
      }
      buckets.add(new Batch.Bucket("main", period, true, rows));
    }
    ledger.append(
        new Batch(
            USAGE.name(),
            new ChargePeriod(start, start.plus(Duration.ofDays(1))),
            buckets,
            clock.instant()));
  }

  private UsageRecord row(ChargePeriod period, String project, String model, int round) {
    long nanos = random.nextLong(1, 40_000_000_000L) / round;
    return record(period, nanos, project, model);
  }

  private void bill(int day) {
    ChargePeriod period = ChargePeriod.dayOf(today.plus(Duration.ofDays(day)));
    List<UsageRecord> rows =
        List.of(
            record(period, random.nextLong(300_000_000_000L), "search", ""),
            record(period, random.nextLong(300_000_000_000L), "support", ""));
    ledger.append(
        new Batch(
            COSTS.name(),
            period,
            List.of(new Batch.Bucket("main", period, true, rows)),
            clock.instant()));
  }

  private static UsageRecord record(ChargePeriod period, long nanos, String project, String model) {
    Dimensions dimensions =
        Dimensions.of(Dimension.PROVIDER, "openai")
            .with(Dimension.PROJECT, project)
            .with(Dimension.MODEL, model);
    return new UsageRecord(
        period,
        dimensions,
        Tokens.of(TokenType.INPUT, 10),
        1L,
        Map.of(),
        new Cost.Estimated(Money.usd(nanos)));
  }

  /** Every day of each provider, project and model, here and there. */
  private void compare(String when) {
    Instant from = today.minus(Duration.ofDays(DAYS));
    SumQuery query =
        SumQuery.total(
                new ChargePeriod(from, today.plus(Duration.ofDays(1))),
                LABELS.toArray(Dimension[]::new))
            .each(SumQuery.Granularity.DAY);
    Map<String, BigDecimal> wanted = new TreeMap<>();
    for (SumRow row : ledger.sums(query)) {
      String key =
          Objects.requireNonNull(row.bucket()).getEpochSecond()
              + " "
              + row.key().get(Dimension.PROJECT)
              + "/"
              + row.key().get(Dimension.MODEL);
      put(wanted, key, row.cost().units());
    }
    Map<String, BigDecimal> shown = new TreeMap<>();
    for (JsonNode series : days(from)) {
      JsonNode labels = series.path("metric");
      String name = labels.path("project").asText("") + "/" + labels.path("model").asText("");
      for (JsonNode value : series.path("values")) {
        put(shown, value.get(0).asLong() + " " + name, new BigDecimal(value.get(1).asText()));
      }
    }
    assertThat(wanted).as(when).isNotEmpty();
    assertThat(shown).as(when).isEqualTo(wanted);
  }

  private static void put(Map<String, BigDecimal> days, String key, BigDecimal dollars) {
    BigDecimal nanos = dollars.setScale(9, RoundingMode.HALF_EVEN);
    if (nanos.signum() != 0) {
      days.put(key, nanos);
    }
  }

  private JsonNode days(Instant from) {
    String promql =
        "sum by (provider, project, model)"
            + " (sum_over_time(aispend_posted_cost_usd{job=\"aispend\"}[1d] offset -1d))";
    return Web.json(
            url()
                + "/api/v1/query_range?step=86400&start="
                + from.getEpochSecond()
                + "&end="
                + today.getEpochSecond()
                + "&query="
                + Web.encoded(promql))
        .path("data")
        .path("result");
  }

  private static Source source(String name, Layer layer, int bucketHours) {
    return new Source(
        name,
        "openai",
        layer,
        bucketHours == 1 ? Source.Timeliness.HOURLY : Source.Timeliness.DAILY,
        Duration.ofHours(bucketHours),
        Duration.ofDays(31),
        Duration.ofDays(3),
        Duration.ofHours(bucketHours));
  }
}
