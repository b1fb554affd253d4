// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.stack.Shipped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every board keeps every rule, and every rule sees a board that does not. */
final class LintsTest {
  /** A text of a board, what is put in its place, and the rule that must see it. */
  record Planted(String lint, String stem, String text, String instead, String seen) {
    @Override
    public String toString() {
      return lint + ": " + seen;
    }
  }

  static List<Lint> lints() {
    return Lint.all();
  }

  static Stream<Planted> planted() {
    String cost = "sum(aispend_window_cost_usd{window=\\\"mtd\\\",job";
    String bar = "[$__interval] offset -$__interval";
    return Stream.of(
        new Planted("L1", "budgets", "\"aispend-budgets\"", "\"aispend-money\"", "uid is"),
        new Planted("L1", "budgets", "\"id\" : null", "\"id\" : 7", "id is not null"),
        new Planted("L1", "budgets", "\"utc\"", "\"browser\"", "timezone"),
        new Planted("L1", "budgets", "\"editable\" : false", "\"editable\" : true", "editable"),
        new Planted("L1", "budgets", "\"id\" : 3", "\"id\" : 2", "another panel's"),
        new Planted("L1", "budgets", "\"y\" : 1,", "\"y\" : 0,", "overlaps"),
        new Planted("L1", "budgets", "\"w\" : 14", "\"w\" : 15", "wider than the board"),
        new Planted("L2", "latency", "${datasource}\"", "aispend-prometheus\"", "asks {"),
        new Planted("L2", "latency", "\"type\" : \"datasource\"", "\"type\" : \"x\"", "0 menus"),
        new Planted(
            "L2", "latency", "\"targets\" : [\n        {", "\"targets\" : [{}, {", "no data"),
        new Planted("L3", "models", "\"Cost per million tokens\"", "\"\"", "no title"),
        new Planted("L3", "models", " together.\"", " together\"", "description is"),
        new Planted("L3", "models", "\"unit\" : \"currencyUSD\"", "\"unit\" : \"\"", "no unit"),
        new Planted("L3", "models", "\"noValue\" : \"No history", "\"x\" : \"No history", "empty"),
        new Planted(
            "L4", "poller", "\"sum(1 - aispend_provider_up", "\"\", \"was\" : \"", "asks nothing"),
        new Planted("L4", "poller", "\"instant\" : true", "\"instant\" : false", "neither"),
        new Planted(
            "L6", "overview", "aispend_provider_up", "aispend_provider_down", "nobody makes"),
        new Planted("L6", "overview", "window=\\\"today\\\"", "day=\\\"today\\\"", "no label day"),
        new Planted("L6", "overview", "max by (name, period)", "max by (nam)", "a label nam"),
        new Planted(
            "L8", "poller", "increase(aispend_polls", "delta(aispend_polls", "within 'delta'"),
        new Planted(
            "L8", "poller", "max(aispend_ledger_size", "rate(aispend_ledger_size", "'rate'"),
        new Planted("L8", "latency", "[$__rate_interval]", "[$__interval]", "rate over"),
        new Planted("L9", "latency", "sum by (le) (", "sum by (model) (", "than le"),
        new Planted("L9", "latency", "seconds_bucket", "seconds_count", "than le"),
        new Planted("L11", "features", "=~\\\"$job\\\"", "=~\\\"aispend\\\"", "regular expression"),
        new Planted("L11", "features", "=~\\\"$job\\\"", "=~\\\"^$job\\\"", "regular expression"),
        new Planted("L11", "features", "max(aispend_demo{", "max({", "without a name"),
        new Planted(
            "L12", "project", "sum(sum_over_time(aispend_posted", "sum(avg(aispend_posted", "outs"),
        new Planted("L12", "project", bar, "[$__interval]", "is read by"),
        new Planted("L12", "project", bar, "[1h] offset -1h", "is read by"),
        new Planted("L12", "overview", "\"timeFrom\" : \"24h\"", "\"x\" : 1", "offset '23h'"),
        new Planted(
            "L12", "overview", "\"interval\" : \"1d\"", "\"interval\" : \"1m\"", "is read by"),
        new Planted("L13", "overview", "window=\\\"mtd\\\",", "", "over all windows"),
        new Planted(
            "L13", "overview", "window=\\\"mtd\\\"", "window=~\\\"mtd|7d\\\"", "all windows"),
        new Planted("L19", "overview", " > 0) - 1", ") - 1", "divided by"),
        new Planted("L19", "overview", cost, "vector(1) or vector(0) or " + cost, "becomes 0"),
        new Planted(
            "L20", "overview", "/d/aispend-budgets", "/d/aispend-money", "there is no board"),
        new Planted("L20", "overview", "?var-name=", "?var-nom=", "no menu nom"),
        new Planted(
            "L20", "overview", "${job:queryparam}", "${daemon:queryparam}", "no menu daemon"),
        new Planted("L20", "overview", "/d/aispend-project", "/dashboards/project", "no board"),
        new Planted(
            "L21", "features", "\"allValue\" : \".*\"", "\"allValue\" : \".+\"", "leaves out"),
        new Planted("L21", "features", "\"refresh\" : 2", "\"refresh\" : 1", "keeps its choices"),
        new Planted(
            "L21",
            "features",
            "label_values(aispend_cost_usd_total",
            "label_values(aispend_posted_cost_usd",
            "asks postings"),
        new Planted("job", "overview", "{job=~\\\"$job\\\"", "{", "of every daemon"));
  }

  @ParameterizedTest
  @MethodSource("lints")
  void everyBoard_keepsTheRule(Lint lint) {
    assertThat(Board.all())
        .isNotEmpty()
        .allSatisfy(board -> assertThat(lint.problems(board)).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("planted")
  void plantedViolation_isSeen(Planted planted) throws JsonProcessingException {
    Board good = Board.named(planted.stem());
    String text =
        Shipped.text(Shipped.path("grafana-dashboards/boards/aispend/" + planted.stem() + ".json"));
    assertThat(text).contains(planted.text());
    int at = text.indexOf(planted.text());
    JsonNode bad =
        Shipped.JSON.readTree(
            text.substring(0, at)
                + planted.instead()
                + text.substring(at + planted.text().length()));

    assertThat(Lint.named(planted.lint()).problems(new Board(good.stem(), bad)))
        .anySatisfy(problem -> assertThat(problem).contains(planted.seen()));
  }

  @Test
  void everyRule_isSeenToFail() {
    Set<String> seen = planted().map(Planted::lint).collect(Collectors.toSet());

    assertThat(lints()).extracting(Lint::id).allMatch(seen::contains);
  }
}
