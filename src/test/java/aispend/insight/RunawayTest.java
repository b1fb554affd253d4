// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import aispend.config.RunawayConfig;
import aispend.ledger.Event;
import aispend.ledger.RecentSpend;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.testing.Call;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunawayTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:30:00.750Z");

  @TempDir private Path folder;
  private SqlLedger ledger;
  private int sent;

  @BeforeEach
  void open() {
    ledger =
        SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), List.of(Dimension.PROVIDER));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void window_isOpenAtItsStartAndHoldsWhatIsAheadOfTheClock() {
    keep(
        event("2026-11-21T12:20:00.900Z", "old", "1"),
        event("2026-11-21T12:20:01Z", "first", "2"),
        event("2026-11-21T12:30:00Z", "now", "4"),
        event("2026-11-21T12:34:00Z", "ahead", "8"));

    assertThat(spenders(Dimension.FEATURE))
        .containsExactly(
            new RecentSpend(Dimension.FEATURE, "ahead", Money.usd("8"), 1, null, null),
            new RecentSpend(Dimension.FEATURE, "now", Money.usd("4"), 1, null, null),
            new RecentSpend(Dimension.FEATURE, "first", Money.usd("2"), 1, null, null));
  }

  @Test
  void twentyOfEachDimension_andAllWhoReachTheLimit() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String feature = "f" + (10 + i);
      events.add(event("2026-11-21T12:29:00Z", feature, i < 23 ? "50" : "49.999999999"));
    }
    ledger.appendEvents(events, NOW);

    assertThat(spenders(Dimension.FEATURE)).hasSize(23);
    assertThat(spenders(Dimension.USER))
        .containsExactly(
            new RecentSpend(Dimension.USER, "u", Money.usd("1499.999999993"), 30, null, null));
    assertThat(spenders(Dimension.FEATURE, Dimension.USER)).hasSize(24);
    assertThat(spenders(Dimension.TEAM)).isEmpty();
  }

  @Test
  void values_areShownByNameAndAddedUpWhereNamesAreEqual() {
    ledger.putNames("bedrock", Dimension.FEATURE, Map.of("a", "Search", "b", "Search"));
    keep(event("2026-11-21T12:29:00Z", "a", "1"), event("2026-11-21T12:29:00Z", "b", "2"));

    assertThat(spenders(Dimension.FEATURE))
        .extracting(RecentSpend::value, spender -> spender.spent().decimal())
        .containsExactly(tuple("Search", "3"));
  }

  @Test
  void repeats_areTheMostFrequentRequestOfAValueOverAllItsCombinations() {
    keep(
        asked("loop", "u1", 7L),
        asked("loop", "u2", 7L),
        asked("loop", "u2", 7L),
        asked("loop", "u2", 8L),
        asked("loop", "u2", 8L),
        asked("unlike", "u1", 1L),
        asked("unlike", "u1", 2L),
        asked("silent", "u3", null));

    assertThat(repeats(Dimension.FEATURE)).containsExactly("loop 3", "unlike 1", "silent null");
    assertThat(repeats(Dimension.USER)).containsExactly("u2 2", "u1 1", "u3 null");
  }

  @Test
  void costRise_isTheNewestThirdToTheRestByCallsWithACost() {
    keep(
        event("2026-11-21T12:20:30Z", "search", "1"),
        event("2026-11-21T12:26:40Z", "search", "3"),
        event("2026-11-21T12:26:41Z", "search", "5"),
        unpriced("2026-11-21T12:29:00Z", "search"),
        event("2026-11-21T12:29:00Z", "new", "5"));

    assertThat(spenders(Dimension.FEATURE))
        .containsExactly(
            new RecentSpend(
                Dimension.FEATURE, "search", Money.usd("9"), 4, null, new BigDecimal("2.500000")),
            new RecentSpend(Dimension.FEATURE, "new", Money.usd("5"), 1, null, null));
  }

  @Test
  void answer_isGoodForASecond() {
    Runaway runaway = runaway(Dimension.FEATURE);
    keep(event("2026-11-21T12:29:00Z", "search", "1"));
    List<RecentSpend> first = runaway.spenders(NOW);
    keep(event("2026-11-21T12:29:00Z", "search", "2"));

    assertThat(runaway.spenders(NOW.plusMillis(999))).isSameAs(first);
    assertThat(runaway.spenders(NOW.plusMillis(1_000)).get(0).spent()).isEqualTo(Money.usd("3"));
  }

  private List<String> repeats(Dimension by) {
    return spenders(by).stream().map(row -> row.value() + " " + row.repeats()).toList();
  }

  private List<RecentSpend> spenders(Dimension... by) {
    return runaway(by).spenders(NOW);
  }

  private Runaway runaway(Dimension... by) {
    return new Runaway(
        new RunawayConfig(Money.usd("50"), Duration.ofMinutes(10), Set.of(by)), ledger);
  }

  private void keep(Event... events) {
    ledger.appendEvents(List.of(events), NOW);
  }

  private Event event(String at, String feature, String dollars) {
    return call(at, feature, "u").told(dollars, null).event();
  }

  private Event unpriced(String at, String feature) {
    return call(at, feature, "u").unpriced().event();
  }

  private Event asked(String feature, String user, @Nullable Long fingerprint) {
    Call call = call("2026-11-21T12:29:00Z", feature, user);
    return (fingerprint == null ? call : call.asked(fingerprint)).event();
  }

  private Call call(String at, String feature, String user) {
    sent++;
    return new Call("e" + sent, at).of(Dimension.FEATURE, feature).of(Dimension.USER, user);
  }
}
