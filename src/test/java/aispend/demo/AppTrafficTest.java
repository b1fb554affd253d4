// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the demo's applications do, over some days. */
final class AppTrafficTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:34:00Z");
  private static final AppTraffic TRAFFIC = new AppTraffic(1);

  @Test
  void history_isTheSameEachTimeAndEachCallHasItsOwnId() {
    List<AppEvent> history = TRAFFIC.history(NOW);

    assertThat(new AppTraffic(1).history(NOW)).isEqualTo(history);
    assertThat(history.stream().map(AppEvent::id).distinct()).hasSameSizeAs(history);
    assertThat(history).allMatch(event -> event.at().isBefore(NOW));
  }

  @Test
  void history_hasEmbeddingsToolCallsFailuresAndBrokenStreams() {
    List<AppEvent> history = TRAFFIC.history(NOW);

    assertThat(share(history, "event_type", "embedding")).isBetween(0.08, 0.16);
    assertThat(share(history, "event_type", "tool_call")).isBetween(0.005, 0.03);
    assertThat(share(history, "status", "error")).isBetween(0.005, 0.02);
    assertThat(share(history, "status", "aborted")).isBetween(0.004, 0.02);
    assertThat(history).allMatch(event -> event.nanos() >= 0);
  }

  @Test
  void failedCall_isMadeAgainOfTheCheaperModel() {
    List<AppEvent> calls = live(Duration.ofHours(24));
    Map<String, AppEvent> byId = new HashMap<>();
    calls.forEach(call -> byId.put(call.id(), call));

    List<AppEvent> instead =
        calls.stream().filter(call -> call.json().has("fallback_from")).toList();

    assertThat(instead).hasSizeGreaterThan(50);
    for (AppEvent call : instead) {
      AppEvent failed = Objects.requireNonNull(byId.get(call.id().replace("-instead", "")));
      assertThat(failed.json().path("status").asText()).isEqualTo("error");
      assertThat(failed.flow().model()).isEqualTo(call.fallbackFrom());
      assertThat(failed.flow().model()).isNotEqualTo(call.flow().model());
      assertThat(failed.asked()).isEqualTo(call.asked());
    }
  }

  @Test
  void brokenStream_hasAPartOfItsAnswer() {
    List<AppEvent> aborted =
        live(Duration.ofHours(24)).stream()
            .filter(call -> call.use().status().equals("aborted"))
            .toList();

    assertThat(aborted).isNotEmpty();
    assertThat(aborted)
        .allMatch(call -> call.use().latencyMillis() >= call.use().firstTokenMillis());
  }

  @Test
  void callsOtherThanFallbacks_askSomethingNew() {
    List<AppEvent> calls =
        live(Duration.ofHours(2)).stream().filter(call -> call.fallbackFrom() == null).toList();

    assertThat(calls.stream().map(AppEvent::asked).distinct()).hasSameSizeAs(calls);
  }

  @Test
  void loop_beginsWithinFifteenMinutesAndThenOnceInFourHours() {
    for (long seed = 0; seed < 20; seed++) {
      List<List<AppEvent>> loops = loops(seed, Duration.ofHours(24));

      assertThat(loops).hasSizeBetween(6, 8);
      assertThat(loops.get(0).get(39).at()).isBefore(NOW.plus(Duration.ofMinutes(15)));
      assertThat(loops(seed, Duration.ofHours(24))).isEqualTo(loops);
    }
  }

  @Test
  void loop_repeatsOneRequestThatGrowsAndIsARunawayInTheDemo() {
    for (List<AppEvent> loop : loops(1, Duration.ofHours(24))) {
      Set<String> asked = new HashSet<>();
      BigDecimal cost = BigDecimal.ZERO;
      for (AppEvent call : loop) {
        ObjectNode json = call.json();
        asked.add(json.path("request_hash").asText());
        cost = cost.add(new BigDecimal(json.path("cost_usd").asText()));
      }
      assertThat(asked).hasSize(1);
      assertThat(cost).isBetween(new BigDecimal("6"), new BigDecimal("12"));
      assertThat(loop.get(39).nanos()).isGreaterThan(loop.get(0).nanos());
      assertThat(Duration.between(loop.get(0).at(), loop.get(39).at()).toSeconds()).isEqualTo(39);
    }
  }

  private static List<AppEvent> live(Duration time) {
    List<AppEvent> calls = new ArrayList<>();
    for (long second = 0; second < time.toSeconds(); second++) {
      calls.addAll(TRAFFIC.second(NOW.plusSeconds(second)));
    }
    return calls;
  }

  private static List<List<AppEvent>> loops(long seed, Duration time) {
    AppLoops loops = new AppLoops(seed, NOW);
    List<List<AppEvent>> begun = new ArrayList<>();
    for (long second = 0; second < time.toSeconds(); second++) {
      List<AppEvent> calls = loops.beginningAt(NOW.plusSeconds(second));
      if (!calls.isEmpty()) {
        begun.add(calls);
      }
    }
    return begun;
  }

  private static double share(List<AppEvent> calls, String field, String value) {
    Map<String, Long> counts =
        calls.stream()
            .collect(
                Collectors.groupingBy(
                    call -> call.json().path(field).asText(), Collectors.counting()));
    return (double) counts.getOrDefault(value, 0L) / calls.size();
  }
}
