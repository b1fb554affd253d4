// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.UsageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What vendors may put into names: anything. */
abstract class TextKit extends LedgerKit {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u0001b\u001f\t\n\u007f",
        "a\u0000b",
        "\u0000",
        "quote \" back \\ slash / [\"x\"]",
        "' or 1 = 1; drop table record; --",
        ":p <q> ? %s {0}",
        "日本語 🚀 é é",
        "\ud83d alone",
        "alone \ude80",
        " spaces "
      })
  void oddValue_isKeptOnceAndShownTheSameEachTime(String value) {
    Batch.Bucket bucket =
        bucket(hour(5), spent(hour(5), "1", "model", value, "key", value, "user", value));
    read(USAGE, 6, bucket);

    assertThat(read(USAGE, 7, bucket)).isEqualTo(new AppendResult(0, 1, 0, 0));

    String shown = Dimensions.of(Dimension.MODEL, value).get(Dimension.MODEL);
    for (Dimension dimension : List.of(Dimension.MODEL, Dimension.KEY)) {
      assertThat(shares(SumQuery.total(day(0), dimension))).isEqualTo(Map.of(shown, "1"));
    }
    assertThat(shares(SumQuery.total(day(0), Dimension.KEY, Dimension.USER)))
        .isEqualTo(Map.of(shown + "/" + shown, "1"));
    assertThat(counters(CounterFamily.COST))
        .isEqualTo(Map.of("openai:usage/openai//" + shown, "1"));
  }

  @Test
  void longValue_isCutBetweenCharactersAndKeptOnce() {
    String rockets = "x" + "🚀".repeat(150);
    Batch.Bucket bucket = bucket(hour(5), spent(hour(5), "1", "model", rockets));
    read(USAGE, 6, bucket);

    assertThat(read(USAGE, 7, bucket)).isEqualTo(new AppendResult(0, 1, 0, 0));
    assertThat(shares(SumQuery.total(day(0), Dimension.MODEL)))
        .isEqualTo(Map.of("x" + "🚀".repeat(99), "1"));
  }

  @Test
  void valuesThatLookLikeOthersTogether_areApart() {
    Dimensions one = dims("project", "p\u001fmodel=m");
    Dimensions two = dims("project", "p", "model", "m");
    Dimensions three = dims("project", "p\",\"model\",\"m");
    read(
        USAGE,
        6,
        bucket(
            hour(5),
            spent(hour(5), "1", one),
            spent(hour(5), "2", two),
            spent(hour(5), "4", three)));

    assertThat(shares(SumQuery.total(day(0), Dimension.MODEL)))
        .isEqualTo(Map.of("", "5", "m", "2"));
    assertThat(shares(SumQuery.total(day(0), Dimension.PROJECT))).hasSize(3);
    assertThat(shares(SumQuery.total(day(0), Dimension.PROJECT, Dimension.USER))).hasSize(3);
  }

  @Test
  void cubeOfOddValues_isNotMixedUp() {
    read(
        USAGE,
        6,
        bucket(
            hour(5),
            spent(hour(5), "1", "project", "a", "model", "b\u001fc"),
            spent(hour(5), "2", "project", "a\u001fb", "model", "c")));

    assertThat(shares(SumQuery.total(day(0), Dimension.MODEL))).hasSize(2).containsEntry("c", "2");
  }

  @Test
  void tenThousandModels_areAllKept() {
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      records.add(spent(hour(5), "0.000000001", "model", "model-" + i));
    }
    Batch.Bucket bucket = new Batch.Bucket("main", hour(5), true, records);

    assertThat(read(USAGE, 6, bucket)).isEqualTo(new AppendResult(10_000, 0, 0, 0));
    assertThat(read(USAGE, 7, bucket)).isEqualTo(new AppendResult(0, 10_000, 0, 0));

    assertThat(canonical(day(0))).isEqualTo("0.00001");
    assertThat(ledger.sums(SumQuery.total(day(0), Dimension.MODEL))).hasSize(10_000);
    assertThat(counters(CounterFamily.COST)).hasSize(10_000);
  }
}
