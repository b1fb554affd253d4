// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static aispend.ledger.BoundedEvents.call;
import static aispend.ledger.BoundedEvents.sum;
import static aispend.ledger.BoundedEvents.totals;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Dimension;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever comes, in whatever order, and however often the daemon is started anew. */
final class LabelBoundsPropertiesTest {
  private static final List<Dimension> LABELS =
      List.of(Dimension.PROVIDER, Dimension.MODEL, Dimension.USER);
  private static final List<CounterFamily> FAMILIES =
      List.of(CounterFamily.COST, CounterFamily.TOKENS, CounterFamily.REQUESTS);

  private Path folder = Path.of("none yet");

  @BeforeTry
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("aispend-bounds");
  }

  @AfterTry
  void deleteFolder() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** A step is a call of one of 30 users and 10 models, or, in one of ten, a restart. */
  @Property(tries = 20)
  void totals_neverGoDownAndAlwaysAddUp(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 999) Integer> steps) {
    String url = "jdbc:sqlite:" + folder.resolve("ledger.db");
    Map<CounterFamily, Map<String, BigDecimal>> before = new EnumMap<>(CounterFamily.class);
    SqlLedger ledger = SqlLedger.open(LedgerPlace.of(url), LABELS, bounds(3));
    long calls = 0;
    try {
      for (int step : steps) {
        if (step % 10 == 0) {
          ledger.close();
          ledger = SqlLedger.open(LedgerPlace.of(url), LABELS, bounds(1 + step / 100));
        } else {
          calls++;
          ledger.appendEvents(List.of(call(calls, step)), LedgerKit.at(calls));
        }
        for (CounterFamily family : FAMILIES) {
          BigDecimal each = BigDecimal.valueOf(family == CounterFamily.TOKENS ? 10 : 1);
          assertThat(sum(ledger, family))
              .isEqualByComparingTo(each.multiply(new BigDecimal(calls)));
          Map<String, BigDecimal> now = totals(ledger, family);
          before
              .getOrDefault(family, Map.of())
              .forEach((set, value) -> assertThat(now.get(set)).isGreaterThanOrEqualTo(value));
          assertThat(now).hasSizeLessThanOrEqualTo(14);
          before.put(family, now);
        }
      }
    } finally {
      ledger.close();
    }
  }

  private static Event call(long number, int step) {
    return BoundedEvents.call(
        "call" + number,
        number,
        1_000_000_000,
        "provider",
        "p" + step % 4,
        "model",
        "m" + step / 100,
        "user",
        "u" + step % 30);
  }

  /** Room for 8 named sets, 2 of providers, and what is common to all. */
  private static LabelBounds bounds(int top) {
    Map<CounterFamily, LabelBounds.Share> shares = new EnumMap<>(CounterFamily.class);
    FAMILIES.forEach(family -> shares.put(family, new LabelBounds.Share(8, 10)));
    return new LabelBounds(Map.of(Dimension.USER, top, Dimension.MODEL, 4), shares);
  }
}
