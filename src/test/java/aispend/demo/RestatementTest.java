// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static aispend.demo.Simulation.NOW;
import static aispend.demo.Simulation.decimalSum;
import static aispend.demo.Simulation.sum;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RestatementTest {
  private static final String HOURS =
      "/v1/organization/usage/completions?bucket_width=1h&limit=168";
  private static final String MESSAGES =
      "/v1/organizations/usage_report/messages?bucket_width=1h&limit=168";

  /** The revised row's hour on the day of {@link Simulation#NOW}, and the moved row's. */
  private static final Instant REVISED = Instant.parse("2026-11-18T10:00:00Z");

  private static final Instant MOVED = Instant.parse("2026-11-18T15:00:00Z");

  private final Simulation simulation = Simulation.ofDays(9);

  @AfterEach
  void stop() {
    simulation.close();
  }

  /** 2.50 and 5 dollars a million: 4, then 10, then 9.5 dollars by list price. */
  @ParameterizedTest
  @CsvSource({
    "10:59:30,1573333,786666",
    "11:00:00,1600000,800000",
    "22:59:59,1600000,800000",
    "23:00:00,4000000,2000000"
  })
  void revisedHour_isFourThenTen(String time, long openAi, long anthropic) throws Exception {
    moveTo(Instant.parse("2026-11-18T" + time + "Z"));

    assertThat(revised()).containsExactly(openAi, anthropic);
  }

  @Test
  void revisedHour_isNineAndAHalfAfterADay() throws Exception {
    moveTo(REVISED.plus(Duration.ofHours(25)));

    assertThat(revised()).containsExactly(3_800_000L, 1_900_000L);
  }

  @Test
  void movedRow_vanishesFromOneProjectAndAppearsInTheOther() throws Exception {
    moveTo(MOVED.plus(Duration.ofMinutes(60 + 36 * 60 - 1)));
    List<JsonNode> before = moved();
    simulation.order("/sim/advance?by=PT1M");
    List<JsonNode> after = moved();

    assertThat(before).hasSize(1);
    assertThat(before.get(0).path("project_id").asText()).isEqualTo("proj_checkout");
    assertThat(after).hasSize(1);
    assertThat(after.get(0).path("project_id").asText()).isEqualTo("proj_search");
    assertThat(sum(after, "input_tokens")).isEqualTo(sum(before, "input_tokens"));
  }

  @Test
  void runningHour_growsAndNothingIsOfTheFuture() throws Exception {
    String path = HOURS + "&start_time=" + NOW.getEpochSecond();

    List<JsonNode> atTen = simulation.buckets(path);
    simulation.order("/sim/advance?by=PT20M");
    List<JsonNode> atThirty = simulation.buckets(path);

    assertThat(atTen).hasSize(1);
    assertThat(atThirty).hasSize(1);
    long first = atTen.get(0).at("/results/0/input_tokens").asLong();
    assertThat(first).isPositive();
    assertThat(atThirty.get(0).at("/results/0/input_tokens").asLong()).isGreaterThan(2 * first);
  }

  @Test
  void lateRows_appearWithinSixHoursAndOldHoursStayAsTheyAre() throws Exception {
    String grouping = "&group_by=api_key_id&group_by=model&group_by=service_tier";
    String young = between("2026-11-18T04:00:00Z", "2026-11-18T09:00:00Z") + grouping;
    String old = between("2026-11-10T00:00:00Z", "2026-11-16T20:00:00Z") + grouping;
    int before = simulation.rows(young).size();
    List<JsonNode> oldBefore = simulation.buckets(old);
    simulation.order("/sim/advance?hours=6");
    int after = simulation.rows(young).size();
    simulation.order("/sim/advance?hours=60");

    assertThat(after).isGreaterThan(before);
    assertThat(simulation.rows(young)).hasSize(after);
    assertThat(simulation.buckets(old)).isEqualTo(oldBefore);
  }

  @Test
  void restatements_goUpAndDown() throws Exception {
    String hours = between("2026-11-18T00:00:00Z", "2026-11-18T08:00:00Z") + "&group_by=model";
    simulation.order("/sim/advance?hours=8");
    long young = sum(simulation.rows(hours), "input_tokens");
    simulation.order("/sim/advance?hours=8");
    long middle = sum(simulation.rows(hours), "input_tokens");
    simulation.order("/sim/advance?hours=24");
    long last = sum(simulation.rows(hours), "input_tokens");

    assertThat(middle).isGreaterThan(last);
    assertThat(young).isNotEqualTo(last).isNotEqualTo(middle);
  }

  @Test
  void lateBill_missesLinesUntilItIsThirtySixHoursOld() throws Exception {
    // 1970-01-06 was a Tuesday: bills of Tuesdays are late.
    String day =
        "/v1/organization/costs?group_by=line_item&start_time=" + at("2026-11-17T00:00:00Z");
    String tuesday = day + "&end_time=" + at("2026-11-18T00:00:00Z");
    moveTo(Instant.parse("2026-11-19T11:59:00Z"));
    List<JsonNode> before = simulation.rows(tuesday);
    simulation.order("/sim/advance?by=PT1M");
    List<JsonNode> after = simulation.rows(tuesday);
    simulation.order("/sim/advance?hours=200");

    assertThat(after).hasSizeGreaterThan(before.size());
    assertThat(decimalSum(after, "amount/value"))
        .isGreaterThan(decimalSum(before, "amount/value").add(BigDecimal.ONE));
    assertThat(simulation.rows(tuesday)).isEqualTo(after);
  }

  @Test
  void knowledge_aloneDecidesWhatIsTold() throws Exception {
    String path = between("2026-11-16T00:00:00Z", "2026-11-19T00:00:00Z") + "&group_by=model";
    List<JsonNode> before = simulation.rows(path);
    simulation.order("/sim/advance?hours=30");
    List<JsonNode> later = simulation.rows(path);
    JsonNode state = simulation.order("/sim/knowledge?lag=PT30H");

    assertThat(later).isNotEqualTo(before);
    assertThat(simulation.rows(path)).isEqualTo(before);
    assertThat(state.path("knowledge").asText()).isEqualTo(NOW.toString());
    simulation.order("/sim/knowledge");
    assertThat(simulation.rows(path)).isEqualTo(later);
  }

  @Test
  void settled_isFinalAndStandsStill() throws Exception {
    String path = between("2026-11-16T00:00:00Z", "2026-11-25T00:00:00Z") + "&group_by=model";
    simulation.order("/sim/settle");
    List<JsonNode> settled = simulation.rows(path);
    simulation.order("/sim/advance?hours=100");

    assertThat(simulation.rows(path)).isEqualTo(settled);
  }

  @Test
  void settledWithTraffic_goesOn() throws Exception {
    String past = between("2026-11-16T00:00:00Z", "2026-11-18T09:00:00Z") + "&group_by=model";
    String future = between("2026-11-18T09:00:00Z", "2026-11-19T00:00:00Z");
    simulation.order("/sim/settle?traffic=on");
    List<JsonNode> settled = simulation.rows(past);
    simulation.order("/sim/advance?hours=100");

    assertThat(simulation.rows(past)).isEqualTo(settled);
    assertThat(simulation.rows(future)).hasSize(15);
  }

  @Test
  void sameSeed_isTheSameHistoryHoweverLongItIs() throws Exception {
    String path = between("2026-11-14T00:00:00Z", "2026-11-18T09:00:00Z") + "&group_by=api_key_id";

    try (Simulation longer = Simulation.ofDays(40);
        Simulation other =
            new Simulation(DemoOptions.DEFAULT.withDays(9).withoutFaults().withSeed(2))) {
      assertThat(longer.rows(path)).isEqualTo(simulation.rows(path));
      assertThat(other.rows(path)).isNotEqualTo(simulation.rows(path));
    }
  }

  private void moveTo(Instant instant) throws Exception {
    simulation.order("/sim/advance?by=" + Duration.between(NOW, instant));
  }

  private List<Long> revised() throws Exception {
    List<JsonNode> openAi =
        simulation.rows(
            HOURS + "&start_time=" + REVISED.getEpochSecond() + "&api_key_ids[]=key_revised");
    List<JsonNode> anthropic =
        simulation.rows(MESSAGES + "&starting_at=" + REVISED + "&api_key_ids[]=apikey_01Revised");
    return List.of(
        openAi.get(0).path("input_tokens").asLong(),
        anthropic.get(0).path("uncached_input_tokens").asLong());
  }

  private List<JsonNode> moved() throws Exception {
    return simulation.rows(
        HOURS
            + "&group_by=project_id&api_key_ids=key_moved&start_time="
            + MOVED.getEpochSecond()
            + "&end_time="
            + MOVED.plus(Duration.ofHours(1)).getEpochSecond());
  }

  private static String between(String start, String end) {
    return HOURS + "&start_time=" + at(start) + "&end_time=" + at(end);
  }

  private static long at(String instant) {
    return Instant.parse(instant).getEpochSecond();
  }
}
