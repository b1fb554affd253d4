// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.stack.Shipped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which alerts a real Alertmanager keeps silent while others fire, by the shipped configuration.
 * Alerts carry the labels of their shipped rules, and those of one provider, source and budget.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InhibitionsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Map<String, String> BUDGET =
      Map.of("scope", "org", "name", "b", "period", "month", "cycle", "2026-11");
  private static final Map<String, String> PLACE =
      Map.of("provider", "openai", "source", "openai:costs");

  private String url = "";
  private Program alertmanager;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("alertmanager.yml");
    Program.run(
        Map.of("DAEMON_URL", "http://127.0.0.1:1"),
        List.of("sh", Shipped.path("alertmanager/render.sh").toString(), file.toString()));
    int port = Web.freePort();
    url = "http://127.0.0.1:" + port;
    alertmanager =
        Program.start(
            "alertmanager",
            folder,
            Map.of(),
            List.of(
                "prometheus-alertmanager",
                "--config.file=" + file,
                "--storage.path=" + folder.resolve("data"),
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:" + port));
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> Web.text(url + "/-/ready").contains("OK"));
  }

  @AfterAll
  void stop() {
    alertmanager.close();
  }

  /**
   * {@code AISpendKeyExpiring/warning} and {@code AISpendBudgetThreshold/50} name one of several.
   */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          BudgetThreshold/100,   BudgetThreshold/50 BudgetThreshold/75 BudgetThreshold/90, BudgetBurnFast
          BudgetThreshold/90,    BudgetThreshold/50 BudgetThreshold/75,                    BudgetBurnSlow
          BudgetThreshold/75,    BudgetThreshold/50,                                       ForecastOverBudget
          BudgetThreshold/100,   BudgetBurnSlow ForecastOverBudget,                        DayAboveBaseline
          BudgetBurnFast,        BudgetBurnSlow ForecastOverBudget,                        BudgetThreshold/90
          BudgetBurnSlow,        ForecastOverBudget,                                       BudgetThreshold/75
          DaemonDown,            PollStale BudgetThreshold/100 RunawayLoop UnpricedModel HistoryDrift, Watchdog
          LedgerWriteErrors,     ProviderDown PollStale SourceLate HistoryPushFailing,     KeyRejected
          KeyRejected,           KeyExpiring/critical ProviderDown PollStale SourceLate,   RunawayLoop
          ProviderDown,          PollStale SourceLate SpendVanished DayAboveBaseline,      KeyExpiring/warning
          PollStale,             SourceLate ReconciliationDrift,                           UnpricedModel
          SourceLate,            SpendVanished ReconciliationDrift,                        BalanceLow
          KeyExpiring/critical,  KeyExpiring/warning,                                      ProviderDown
          HistoryPushFailing,    HistoryDrift,                                             HistorySamplesRejected
          """)
  void whileOneFires_othersAreSilentAndAnotherIsNot(String cause, String effects, String other) {
    List<String> silent = List.of(effects.split(" "));
    List<String> all = new ArrayList<>(silent);
    all.add(cause);
    all.add(other);
    String job = cause + " " + effects.hashCode();

    post(all, job);

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(states(job, "suppressed")).hasSameElementsAs(silent));
    assertThat(states(job, "active")).hasSameElementsAs(List.of(cause, other));
  }

  @ParameterizedTest
  @CsvSource({
    "name, BudgetThreshold/100, BudgetThreshold/90",
    "provider, KeyRejected, ProviderDown"
  })
  void ofAnotherBudgetOrProvider_nothingIsSilenced(String label, String cause, String effect) {
    String job = "another " + label;
    List<Map<String, String>> alerts =
        List.of(labels(cause, job), labels(effect, job), labels(effect, job));
    alerts.get(2).put(label, "another");

    post(alerts);

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(states(job, "suppressed")).containsExactly(effect));
    assertThat(states(job, "active")).containsExactlyInAnyOrder(cause, effect);
  }

  private void post(List<String> alerts, String job) {
    post(alerts.stream().map(alert -> labels(alert, job)).toList());
  }

  private void post(List<Map<String, String>> alerts) {
    try {
      Web.post(
          url + "/api/v2/alerts",
          Shipped.JSON.writeValueAsString(
              alerts.stream().map(labels -> Map.of("labels", labels)).toList()));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private Set<String> states(String job, String state) {
    Set<String> names = new TreeSet<>();
    for (JsonNode alert : Web.json(url + "/api/v2/alerts")) {
      JsonNode labels = alert.path("labels");
      if (labels.path("job").asText().equals(job)
          && alert.path("status").path("state").asText().equals(state)) {
        names.add(labels.path("called").asText());
      }
    }
    return names;
  }

  /** The labels of a rule's alerts; what stands after a slash is its threshold or severity. */
  private static Map<String, String> labels(String alert, String job) {
    String[] called = alert.split("/", 2);
    Map<String, String> labels = new LinkedHashMap<>(PLACE);
    labels.putAll(BUDGET);
    labels.put("job", job);
    labels.put("alertname", "AISpend" + called[0]);
    labels.put("called", alert);
    JsonNode rule =
        Shipped.alerts().stream()
            .filter(one -> one.path("alert").asText().equals("AISpend" + called[0]))
            .filter(one -> called.length == 1 || isCalled(one.path("labels"), called[1]))
            .findFirst()
            .orElseThrow();
    rule.path("labels")
        .properties()
        .forEach(one -> labels.put(one.getKey(), one.getValue().asText()));
    return labels;
  }

  private static boolean isCalled(JsonNode labels, String name) {
    return labels.path("threshold").asText().equals(name)
        || labels.path("severity").asText().equals(name);
  }
}
