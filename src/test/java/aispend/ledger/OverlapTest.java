// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is taken out of a report, with numbers worked by hand. */
final class OverlapTest {
  private static final Set<Dimension> BY_MODEL = Set.of(Dimension.MODEL);

  @Test
  void openSlot_losesTheSmallerSide() {
    assertThat(taken(List.of(row("m", "p", 10)), Map.of("m", 4L), false))
        .isEqualTo(Map.of("p/m", 4L));
    assertThat(taken(List.of(row("m", "p", 10)), Map.of("m", 14L), false))
        .isEqualTo(Map.of("p/m", 10L));
  }

  @Test
  void settledSlot_losesAllThatWasTold() {
    assertThat(taken(List.of(row("m", "p", 10)), Map.of("m", 14L), true))
        .isEqualTo(Map.of("p/m", 14L));
  }

  /** 10 of 7 + 7 + 7: 10*7/21 = 3.33, 6.66, 10 rounded down: 3, 6, 10, so parts 3, 3, 4. */
  @Test
  void partsOfSeveralRows_addUpToTheWhole() {
    assertThat(
            taken(
                List.of(row("m", "p", 7), row("m", "q", 7), row("m", "r", 7)),
                Map.of("m", 10L),
                true))
        .isEqualTo(Map.of("p/m", 3L, "q/m", 3L, "r/m", 4L));
  }

  /** Told under a name the report does not have: 5; reported untold: 3. At most 3 are the same. */
  @Test
  void openSlot_takesUnmatchedNamesForTheSameCalls() {
    assertThat(taken(List.of(row("m", "p", 3), row("n", "p", 4)), Map.of("x", 5L, "n", 4L), false))
        .isEqualTo(Map.of("p/m", 3L, "p/n", 4L));
  }

  @Test
  void settledSlot_takesAnUnknownNameBackUnderThatName() {
    assertThat(taken(List.of(row("m", "p", 3)), Map.of("x", 5L), true)).isEqualTo(Map.of("/x", 5L));
  }

  @Test
  void silentReport_losesNothing() {
    assertThat(taken(List.of(), Map.of("m", 5L), true)).isEmpty();
  }

  @Test
  void reportOfNothing_losesWhatWasToldUnderItsModelAlone() {
    assertThat(taken(List.of(row("m", "p", 0)), Map.of("m", 5L), true)).isEqualTo(Map.of("/m", 5L));
  }

  @Test
  void creditInAReport_isNotTakenForCalls() {
    assertThat(taken(List.of(row("m", "p", -2)), Map.of("m", 5L), false)).isEmpty();
  }

  /**
   * Told: 100 input. Reported: 40 input, 60 from the cache, 10 output. 40 input are the same; the
   * other 60 told are shared by the cache (60) and output (10) as 60:10, so 51 and 9.
   */
  @Test
  void tokensToldAsAnotherType_areNotCountedTwice() {
    Measures told = Measures.NONE.with("input_tokens", 100);
    Measures reported =
        Measures.NONE
            .with("input_tokens", 40)
            .with("cache_read_tokens", 60)
            .with("output_tokens", 10);

    assertThat(told.common(reported).values())
        .isEqualTo(Map.of("input_tokens", 40L, "cache_read_tokens", 51L, "output_tokens", 9L));
  }

  private static Overlap.Row row(String model, String project, long nanos) {
    Dimensions dimensions = LedgerKit.dims("project", project, "model", model);
    return new Overlap.Row(
        1,
        dimensions,
        LedgerKit.dims("model", model),
        Measures.NONE.with(Measures.COST, nanos),
        true);
  }

  private static Map<String, Long> taken(
      List<Overlap.Row> rows, Map<String, Long> told, boolean settled) {
    Map<Dimensions, Measures> attributed = new HashMap<>();
    told.forEach(
        (model, nanos) ->
            attributed.put(
                LedgerKit.dims("model", model), Measures.NONE.with(Measures.COST, nanos)));
    Map<String, Long> taken = new TreeMap<>();
    Overlap.of(rows, attributed, BY_MODEL, settled)
        .forEach(
            (place, measures) ->
                taken.put(
                    place.dimensions().get(Dimension.PROJECT)
                        + "/"
                        + place.dimensions().get(Dimension.MODEL),
                    measures.get(Measures.COST)));
    return taken;
  }
}
