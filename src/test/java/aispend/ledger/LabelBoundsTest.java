// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static aispend.ledger.BoundedEvents.call;
import static aispend.ledger.BoundedEvents.sum;
import static aispend.ledger.BoundedEvents.totals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.Dimension;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which values and label sets the exposed totals tell apart. */
final class LabelBoundsTest {
  private static final List<Dimension> LABELS = List.of(Dimension.PROVIDER, Dimension.USER);
  private static final LabelBounds TWO_USERS = top(2);

  @TempDir private Path folder;
  private SqlLedger ledger;
  private int calls;

  @BeforeEach
  void open() {
    ledger = SqlLedger.open(LedgerPlace.of(url()), LABELS, LabelBounds.NONE);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void valuesBeyondTheTop_areOtherAndTheSumIsExact() {
    open(TWO_USERS);

    spend("ada", "1", "ben", "2", "cyd", "4", "dan", "8", "ada", "0.5");

    assertThat(costs())
        .isEqualTo(Map.of("events/openai/ada", "1.5", "events/openai/ben", "2", OTHER, "12"));
    assertThat(sum(ledger, CounterFamily.COST)).isEqualByComparingTo("15.5");
    assertThat(sum(ledger, CounterFamily.TOKENS)).isEqualByComparingTo("50");
    assertThat(ledger.namedValues(Set.of(Dimension.USER, Dimension.MODEL)))
        .isEqualTo(Map.of(Dimension.USER, Set.of("ada", "ben")));
    assertThat(ledger.namedValues(Set.of(Dimension.MODEL))).isEmpty();
    assertThat(ledger.foldedValues()).isEqualTo(Map.of("user", 2L));
  }

  @Test
  void membership_outlivesARestart() {
    open(TWO_USERS);
    spend("ada", "1", "ben", "2", "cyd", "4");

    open(TWO_USERS);
    spend("dan", "800", "ben", "1", "cyd", "1");

    assertThat(costs())
        .isEqualTo(Map.of("events/openai/ada", "1", "events/openai/ben", "3", OTHER, "805"));
    assertThat(ledger.foldedValues()).isEqualTo(Map.of("user", 2L));
  }

  @Test
  void raisedTop_letsTheLargestBeginAtNothingAndOtherKeepsWhatItHas() {
    open(TWO_USERS);
    spend("ada", "1", "ben", "2", "cyd", "4", "dan", "8");

    open(top(3));
    assertThat(costs()).containsEntry(OTHER, "12").hasSize(3);
    spend("cyd", "1", "dan", "1");

    assertThat(costs())
        .isEqualTo(
            Map.of(
                "events/openai/ada",
                "1",
                "events/openai/ben",
                "2",
                "events/openai/dan",
                "1",
                OTHER,
                "13"));
  }

  @Test
  void loweredTop_takesNoNameAway() {
    open(top(3));
    spend("ada", "1", "ben", "2", "cyd", "4");

    open(top(1));
    spend("ben", "1", "dan", "8");

    assertThat(costs())
        .isEqualTo(
            Map.of(
                "events/openai/ada",
                "1",
                "events/openai/ben",
                "3",
                "events/openai/cyd",
                "4",
                OTHER,
                "8"));
  }

  @Test
  void ledgerThatWasNotBounded_namesItsLargestOfTheLastThirtyDays() {
    open(LabelBounds.NONE);
    spend("ada", "9");
    calls += (int) Duration.ofDays(40).toSeconds();
    spend("ben", "1", "cyd", "4", "dan", "2");

    open(TWO_USERS);

    assertThat(costs())
        .isEqualTo(Map.of("events/openai/cyd", "4", "events/openai/dan", "2", OTHER, "10"));
    assertThat(sum(ledger, CounterFamily.REQUESTS)).isEqualByComparingTo("4");
  }

  @Test
  void labelThatIsNew_namesItsLargest() {
    ledger.close();
    ledger = SqlLedger.open(LedgerPlace.of(url()), List.of(Dimension.PROVIDER), LabelBounds.NONE);
    spend("ada", "1", "ben", "2", "cyd", "4");

    open(TWO_USERS);

    assertThat(costs())
        .isEqualTo(Map.of("events/openai/cyd", "4", "events/openai/ben", "2", OTHER, "1"));
  }

  @Test
  void callsOfNobody_takeNoPlace() {
    open(top(1));

    spend("", "1", "ada", "2");

    assertThat(costs()).isEqualTo(Map.of("events/openai/", "1", "events/openai/ada", "2"));
  }

  @Test
  void valueThatIsCalledOther_takesNoPlace() {
    open(top(1));

    spend("other", "1", "ada", "2", "ben", "4");

    assertThat(costs()).isEqualTo(Map.of(OTHER, "5", "events/openai/ada", "2"));
    assertThat(ledger.foldedValues()).isEqualTo(Map.of("user", 1L));
  }

  @Test
  void fullFamily_foldsWhatComesLaterForEachProvider() {
    open(costShare(3, 5));
    spend("ada", "1", "ben", "2", "cyd", "4", "dan", "8", "ada", "1", "eve", "16");
    send(call("x", 1, 32, "provider", "bedrock", "user", "fay"));

    assertThat(costs())
        .isEqualTo(
            Map.of(
                "events/openai/ada",
                "2",
                "events/openai/ben",
                "2",
                "events/openai/cyd",
                "4",
                OTHER,
                "24",
                "events/bedrock/other",
                "0.000000032"));
    assertThat(ledger.foldedValues()).isEqualTo(Map.of("user", 3L));
  }

  @Test
  void thousandsAtOnce_fillThePlacesAndNoMore() {
    open(costShare(1_500, 1_600));
    sendUsers(2_000);
    assertThat(costs()).hasSize(1_501).containsEntry(OTHER, "500");

    sendUsers(2_500);

    assertThat(costs())
        .hasSize(1_501)
        .containsEntry("events/openai/user1499", "2")
        .containsEntry(OTHER, "1500");
    assertThat(sum(ledger, CounterFamily.COST)).isEqualByComparingTo("4500");
  }

  /** A dollar of each, in one transaction. */
  private void sendUsers(int users) {
    List<Event> events = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      calls++;
      events.add(call("call" + calls, 1, 1_000_000_000, "user", "user" + user));
    }
    ledger.appendEvents(events, LedgerKit.at(2));
  }

  @Test
  void familyFullOfProviders_foldsProvidersToo() {
    open(costShare(1, 3));
    for (int i = 0; i < 9; i++) {
      send(call("x" + i, i, 1_000_000_000, "provider", "p" + i, "user", "u" + i));
    }

    assertThat(costs())
        .isEqualTo(
            Map.of(
                "events/p0/u0", "1",
                "events/p1/other", "1",
                "events/p2/other", "1",
                "events/other/other", "6"));
    assertThat(ledger.foldedValues()).isEqualTo(Map.of("user", 8L, "provider", 6L));
  }

  @Test
  void fewerSeriesThanThereAre_keepTheOldest() {
    open(LabelBounds.NONE);
    spend("ada", "1");
    for (String user : List.of("zoe", "yan", "ben")) {
      ledger.appendEvents(
          List.of(call(user, 7, 2_000_000_000, "user", user)), LedgerKit.at(user.charAt(0) - 'a'));
    }

    open(costShare(2, 4));
    assertThat(costs())
        .isEqualTo(Map.of("events/openai/ada", "1", "events/openai/ben", "2", OTHER, "4"));
    open(costShare(2, 4));

    assertThat(costs())
        .isEqualTo(Map.of("events/openai/ada", "1", "events/openai/ben", "2", OTHER, "4"));
  }

  @Test
  void history_callsTheSameValuesByName() {
    open(TWO_USERS);
    spend("ada", "1", "ben", "2", "cyd", "4");

    ledger
        .outbox()
        .turnOn(new Outbox.Settings(Duration.ofDays(90), 1_000, TWO_USERS.top()), LedgerKit.at(2));
    spend("dan", "8");

    Set<String> posted =
        ledger.outbox().pending(LedgerKit.at(9), LedgerKit.at(9), 100).stream()
            .filter(posting -> posting.family() == PostingFamily.COST)
            .map(posting -> posting.labels().getOrDefault("user", ""))
            .collect(Collectors.toSet());
    assertThat(posted).isEqualTo(Set.of("ada", "ben", "other"));
  }

  @Test
  void boundOnProviders_isRefused() {
    open(LabelBounds.NONE);

    assertThatThrownBy(() -> new LabelBounds(Map.of(Dimension.PROVIDER, 3), Map.of()))
        .hasMessage("providers cannot be bounded: sources are told by them");
  }

  private static final String OTHER = "events/openai/other";

  private static LabelBounds top(int users) {
    return new LabelBounds(Map.of(Dimension.USER, users), Map.of());
  }

  private static LabelBounds costShare(int named, int common) {
    return new LabelBounds(
        Map.of(), Map.of(CounterFamily.COST, new LabelBounds.Share(named, common)));
  }

  private void open(LabelBounds bounds) {
    ledger.close();
    ledger = SqlLedger.open(LedgerPlace.of(url()), LABELS, bounds);
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("ledger.db");
  }

  /** Calls by pairs of a user and dollars, one batch each. */
  private void spend(String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      long nanos = new BigDecimal(pairs[i + 1]).movePointRight(9).longValueExact();
      calls++;
      send(call("call" + calls, calls, nanos, "user", pairs[i]));
    }
  }

  private void send(Event event) {
    List<Event> events = new ArrayList<>(List.of(event));
    ledger.appendEvents(events, event.identity().at().plusSeconds(1));
  }

  private Map<String, String> costs() {
    return totals(ledger, CounterFamily.COST).entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, cost -> cost.getValue().stripTrailingZeros().toPlainString()));
  }
}
