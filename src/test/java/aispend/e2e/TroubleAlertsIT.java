// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.demo.DemoOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each alert about what can go wrong, made to go wrong with real processes, to a page at a sink.
 * The order matters: what mutes others comes last.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TroubleAlertsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Waits that no test can sit out. */
  private static final Rules RULES =
      new Rules(
          true,
          Map.of(
              "> 2 * aispend_source_expected_lag_seconds",
              "> 0.005 * aispend_source_expected_lag_seconds",
              "> 1800",
              "> 20",
              "> 45 * 86400",
              "> 0 * 86400"));

  private static final String MANY_LABELS =
      "metrics = [\"provider\", \"project\", \"model\", \"user\", \"key\"]\nmax_series = 1000\n"
          + "top = { user = 1 }";

  private Stack stack;
  private Path ledger;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    stack =
        new Stack(
            folder,
            DemoOptions.DEFAULT.withSeed(3).withDays(9).withoutFaults(),
            Settings.of("").withLabels(MANY_LABELS),
            RULES);
    ledger = folder.resolve("ledger.db");
    await()
        .atMost(PATIENCE)
        .until(() -> stack.count("aispend_poll_last_success_timestamp_seconds > 0") == 4);
  }

  @AfterAll
  void stop() throws Exception {
    stack.close();
  }

  @Test
  @Order(1)
  void heartbeat_isSent() {
    awaitPage("AISpendWatchdog");
  }

  @Test
  @Order(2)
  void tooManyLabelSets_areTold() {
    Events.ofProjects(stack, 300);
    awaitPage("AISpendSeriesNearLimit");
    awaitPage("AISpendLabelOverflow");
  }

  @Test
  @Order(3)
  void oldPrices_areTold() {
    awaitPage("AISpendPriceCatalogStale");
  }

  @Test
  @Order(4)
  void historyThatPrometheusLost_isToldAndReplayed() throws Exception {
    stack.forgetPrometheus();
    awaitPage("AISpendHistoryDrift");

    stack.command("replay", "--from", "2020-01-01");

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                stack.count("ALERTS{alertname='AISpendHistoryDrift'}") == 0
                    && stack.count("sum(sum_over_time(aispend_posted_cost_usd[9d])) > 0") == 1);
  }

  @Test
  @Order(5)
  void historyThatDoesNotArrive_isTold() throws Exception {
    stack.configure(
        Settings.of("").withLabels(MANY_LABELS).withHistory("http://127.0.0.1:1/api/v1/write"));
    stack.reload();
    Web.post(stack.vendorUrl() + "/sim/advance?hours=1", "");
    awaitPage("AISpendHistoryPushFailing");
  }

  @Test
  @Order(6)
  void historyThatIsRefused_isTold() throws Exception {
    try (MockWebServer refusing = new MockWebServer()) {
      refusing.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              return new MockResponse.Builder().code(400).body("out of bounds").build();
            }
          });
      refusing.start();
      stack.configure(
          Settings.of("")
              .withLabels(MANY_LABELS)
              .withHistory("http://127.0.0.1:" + refusing.getPort() + "/api/v1/write"));
      stack.reload();
      awaitPage("AISpendHistorySamplesRejected");
    }
    stack.configure(Settings.of("").withLabels(MANY_LABELS));
    stack.reload();
  }

  @Test
  @Order(7)
  void vendorThatHangs_isLateThenStale() {
    fault("hang", "/v1/organizations/");
    awaitPage("AISpendSourceLate");
    awaitPage("AISpendPollStale");
    Web.delete(stack.vendorUrl() + "/sim/faults");
  }

  @Test
  @Order(8)
  void vendorThatFails_isTold() {
    fault("server_error", "/v1/organizations/");
    awaitPage("AISpendProviderDown");
    Web.delete(stack.vendorUrl() + "/sim/faults");
  }

  @Test
  @Order(9)
  void refusedKey_isTold() {
    fault("expired_key", "/v1/organization/");
    awaitPage("AISpendKeyRejected");
  }

  @Test
  @Order(10)
  void ledgerThatCannotBeWritten_isTold() {
    try (Handle other = Jdbi.create("jdbc:sqlite:" + ledger + "?busy_timeout=60000").open()) {
      other.execute("begin immediate");
      awaitPage("AISpendLedgerWriteErrors");
      other.execute("rollback");
    }
  }

  @Test
  @Order(11)
  void partOfTheExpositionThatCannotBeRead_isTold() {
    // Each scrape reads the sources anew; sums are kept as long as the ledger does not change.
    Jdbi other = Jdbi.create("jdbc:sqlite:" + ledger + "?busy_timeout=60000");
    other.useHandle(handle -> handle.execute("alter table source rename to source_away"));
    try {
      awaitPage("AISpendScrapeErrors");
    } finally {
      other.useHandle(handle -> handle.execute("alter table source_away rename to source"));
    }
  }

  @Test
  @Order(12)
  void messageThatCannotBeDelivered_isToldByAnotherChannel() {
    stack.webhook.refuse(true);
    try {
      // Something new to tell, which the webhook does not take.
      Events.post(stack, "crowd", "loop", Clock.systemUTC().instant(), new BigDecimal("70"));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  stack.smtp.mails().stream()
                      .anyMatch(mail -> mail.contains("AISpendNotificationsFailing")));
    } finally {
      stack.webhook.refuse(false);
    }
  }

  @Test
  @Order(13)
  void deadDaemon_isTold() throws Exception {
    stack.killDaemon();
    awaitPage("AISpendDaemonDown");
    stack.restartDaemon();
    assertThat(stack.daemonLog()).doesNotContain(Stack.OPENAI_KEY);
  }

  private void awaitPage(String alert) {
    await().atMost(PATIENCE).until(() -> !stack.webhook.firing(alert).isEmpty());
  }

  private void fault(String fault, String path) {
    Web.post(
        stack.vendorUrl() + "/sim/faults",
        "{\"fault\": \"%s\", \"path\": \"%s\", \"every\": 1}".formatted(fault, path));
  }
}
