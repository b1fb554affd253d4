// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is kept of a large family's text, and that it is always what its samples say. */
class FamilyTextTest {
  private static final MetricDefinition COST =
      MetricDefinition.counter("cost_total", "Cost.", "user");
  private static final int MANY = 20_000;

  private final List<Sample> samples = new ArrayList<>(samples(MANY));
  private final FamilyText first = FamilyText.of(new Family(COST, samples), null);

  @Test
  void sameSamples_areTheSameBlocks() {
    FamilyText again = FamilyText.of(new Family(COST, samples), first);

    assertThat(again.blocks()).isEqualTo(first.blocks());
    assertThat(text(first)).isEqualTo(text(samples));
    assertThat(first.blocks()).hasSizeBetween(MANY / FamilyText.MOST_SAMPLES, MANY / 100);
  }

  @Test
  void changedSample_writesItsBlockOnly() {
    Sample old = samples.get(MANY / 2);
    samples.set(MANY / 2, new Sample(old.series(), new BigDecimal("7.5")));

    FamilyText changed = FamilyText.of(new Family(COST, samples), first);

    assertThat(text(changed)).isEqualTo(text(samples)).contains("\"} 7.5\n");
    assertThat(kept(changed)).isEqualTo(first.blocks().size() - 1);
  }

  @Test
  void newAndGoneSeries_leaveOtherBlocksAlone() {
    samples.remove(MANY / 3);
    samples.add(MANY / 2, sample("new", 1));
    samples.remove(0);

    FamilyText changed = FamilyText.of(new Family(COST, samples), first);

    assertThat(text(changed)).isEqualTo(text(samples));
    assertThat(kept(changed)).isGreaterThan(first.blocks().size() - 7);
  }

  @Test
  void sameValuesInOtherOrder_areWrittenInThatOrder() {
    samples.add(samples.remove(1));

    assertThat(text(FamilyText.of(new Family(COST, samples), first))).isEqualTo(text(samples));
  }

  private long kept(FamilyText changed) {
    return changed.blocks().stream().filter(first.blocks()::contains).count();
  }

  private static List<Sample> samples(int many) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      samples.add(sample("user-" + i, i));
    }
    return samples;
  }

  private static Sample sample(String user, int value) {
    return new Sample(new Series(COST, List.of(user)), BigDecimal.valueOf(value));
  }

  private static String text(FamilyText text) {
    ExpositionText whole = new ExpositionText();
    text.blocks().forEach(whole::add);
    return new String(whole.bytes(), UTF_8);
  }

  private static String text(List<Sample> samples) {
    ExpositionText whole = new ExpositionText();
    samples.forEach(sample -> sample.writeTo(whole::add));
    return new String(whole.bytes(), UTF_8).lines().collect(Collectors.joining("\n", "", "\n"));
  }
}
