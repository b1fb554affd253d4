// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What daemons on one ledger should say, all of them: what was sent, and what vendors billed. */
final class Truth {
  /** What the leader shows of a {@link Crowd}. */
  static final String CROWD = "aispend_cost_usd_total{source=\"events\",provider=\"crowd\"";

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Fleet fleet;

  Truth(Fleet fleet) {
    this.fleet = fleet;
  }

  /** Until each vendor was read once. */
  void awaitPolled() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () ->
                fleet.leader().stream()
                    .anyMatch(
                        one ->
                            fleet.shown(one, "aispend_provider_up{provider=\"openai\"") == 1
                                && fleet.shown(one, "aispend_provider_up{provider=\"anthropic\"")
                                    == 1));
  }

  /** To the nano: what the leader shows, and what each answers. */
  void awaitEvents(BigDecimal sent) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(fleet.sum(fleet.awaitLeader(), CROWD)).hasValue(sent);
              for (int one = 0; one < fleet.size(); one++) {
                assertThat(total(fleet.api(one, "/costs/daily?days=3&provider=crowd")))
                    .isEqualByComparingTo(sent);
              }
            });
  }

  /** Of settled days. */
  void awaitVendors() {
    Web.post(fleet.vendorUrl() + "/sim/settle", "");
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              JsonNode truth = Web.json(fleet.vendorUrl() + "/sim/truth").path("final");
              for (String vendor : new String[] {"openai", "anthropic"}) {
                for (int one = 0; one < fleet.size(); one++) {
                  assertThat(billed(one, vendor))
                      .as("%s by daemon %d", vendor, one)
                      .isEqualTo(trueCosts(truth, vendor));
                }
              }
            });
  }

  private Map<String, BigDecimal> billed(int one, String vendor) {
    Map<String, BigDecimal> days = new TreeMap<>();
    fleet
        .api(one, "/costs/daily?days=7&source=" + vendor + ":costs")
        .path("days")
        .forEach(row -> add(days, row.path("date").asText(), row.path("cost_usd").asText()));
    return normalised(days);
  }

  private static Map<String, BigDecimal> trueCosts(JsonNode truth, String vendor) {
    Map<String, BigDecimal> days = new TreeMap<>();
    truth
        .path(vendor)
        .path("costs")
        .path("rows")
        .forEach(row -> add(days, row.path("day").asText(), row.path("amount").asText()));
    return normalised(days);
  }

  private static void add(Map<String, BigDecimal> days, String day, String amount) {
    days.merge(day, new BigDecimal(amount), BigDecimal::add);
  }

  private static Map<String, BigDecimal> normalised(Map<String, BigDecimal> days) {
    days.values().removeIf(cost -> cost.signum() == 0);
    days.replaceAll((day, cost) -> cost.setScale(9, RoundingMode.UNNECESSARY));
    return days;
  }

  private static BigDecimal total(JsonNode answer) {
    BigDecimal total = BigDecimal.ZERO;
    for (JsonNode row : answer.path("days")) {
      total = total.add(new BigDecimal(row.path("cost_usd").asText()));
    }
    return total;
  }
}
