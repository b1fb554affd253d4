// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.Money;
import aispend.model.Source;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Sums in time and by dimensions, from whichever sums or records answer them. */
abstract class SumsKit extends LedgerKit {
  @Test
  void granularities_agree() {
    eachHour(-3, 51);

    assertThat(canonical(days(-1, 3))).isEqualTo("54");
    assertThat(shares(SumQuery.total(days(-1, 3)).each(SumQuery.Granularity.DAY)))
        .isEqualTo(
            Map.of(at(-24) + " ", "3", at(0) + " ", "24", at(24) + " ", "24", at(48) + " ", "3"));
    Map<String, String> hours = new TreeMap<>();
    for (int hour = -3; hour < 51; hour++) {
      hours.put(at(hour) + " ", "1");
    }
    assertThat(shares(SumQuery.total(days(-1, 3)).each(SumQuery.Granularity.HOUR)))
        .isEqualTo(hours);
  }

  @Test
  void partialDaysAtBothEnds_areCutByTheHour() {
    eachHour(-3, 51);
    ChargePeriod period = new ChargePeriod(at(-2), at(50));

    assertThat(canonical(period)).isEqualTo("52");
    assertThat(shares(SumQuery.total(period).each(SumQuery.Granularity.DAY)))
        .isEqualTo(
            Map.of(at(-24) + " ", "2", at(0) + " ", "24", at(24) + " ", "24", at(48) + " ", "2"));
    assertThat(canonical(new ChargePeriod(at(5), at(7)))).isEqualTo("2");
    assertThat(canonical(new ChargePeriod(at(20), at(28)))).isEqualTo("8");
    assertThat(canonical(new ChargePeriod(at(0), at(25)))).isEqualTo("25");
    assertThat(canonical(new ChargePeriod(at(23), at(48)))).isEqualTo("25");
  }

  @Test
  void periodOffTheHour_isWidenedToWholeHours() {
    eachHour(-3, 51);
    ChargePeriod crooked = new ChargePeriod(at(5).plusSeconds(1), at(7).plusSeconds(1));

    assertThat(canonical(crooked)).isEqualTo("3");
    assertThat(shares(SumQuery.total(crooked, Dimension.KEY))).isEqualTo(Map.of("", "3"));
    assertThat(shares(SumQuery.total(crooked, Dimension.KEY, Dimension.USER)))
        .isEqualTo(Map.of("/", "3"));
  }

  @Test
  void dayRecord_countsAtNoon() {
    Source invoice = source("bedrock:costs", "bedrock", Layer.BILLED, 24, 24);
    ledger.register(invoice, Set.of());
    ChargePeriod lastOfMonth = day(30);
    read(invoice, 800, bucket(lastOfMonth, spent(lastOfMonth, "7", dims("provider", "bedrock"))));

    assertThat(canonical(new ChargePeriod(at(732), at(733)))).isEqualTo("7");
    assertThat(canonical(new ChargePeriod(at(720), at(732)))).isEqualTo("0");
    assertThat(canonical(days(0, 31))).isEqualTo("7");
    assertThat(canonical(days(31, 61))).isEqualTo("0");
    SumQuery hours = SumQuery.total(lastOfMonth, Dimension.PROVIDER, Dimension.MODEL);
    assertThat(shares(hours.each(SumQuery.Granularity.HOUR)))
        .isEqualTo(Map.of(at(732) + " bedrock/", "7"));
  }

  @Test
  void everyWayToAnswer_agrees() {
    variety();
    for (ChargePeriod period :
        List.of(days(0, 3), new ChargePeriod(at(3), at(40)), new ChargePeriod(at(1), at(6)))) {
      for (SumQuery.Granularity granularity : SumQuery.Granularity.values()) {
        SumQuery all = SumQuery.total(period).each(granularity);
        Map<String, SumRow> expected = addUp(ledger.sums(all));
        for (List<Dimension> grouping :
            List.of(
                List.of(Dimension.PROVIDER),
                List.of(Dimension.MODEL, Dimension.PROJECT),
                List.of(Dimension.KEY),
                List.of(Dimension.LINE_ITEM),
                List.of(Dimension.PROVIDER, Dimension.KEY),
                List.of(Dimension.KEY, Dimension.USER),
                List.of(Dimension.MODEL, Dimension.KEY))) {
          SumQuery split = new SumQuery(period, Map.of(), grouping, granularity, null);
          assertThat(addUp(ledger.sums(split))).as("%s", split).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void spendHandedOn_isWhatSumsTell() {
    variety();
    List<ChargePeriod> periods = List.of(days(0, 3), new ChargePeriod(at(3), at(40)), days(40, 41));
    Map<List<Object>, Long> handedOn = new HashMap<>();
    Map<List<Object>, Long> told = new HashMap<>();
    ledger.eachSpent(
        periods,
        spent ->
            handedOn.merge(
                List.of(spent.period(), spent.provider(), spent.model(), spent.project()),
                spent.costNanos(),
                Long::sum));
    for (int i = 0; i < periods.size(); i++) {
      List<Dimension> by = List.of(Dimension.PROVIDER, Dimension.MODEL, Dimension.PROJECT);
      for (SumRow row : ledger.sums(SumQuery.total(periods.get(i), by.toArray(Dimension[]::new)))) {
        List<Object> key = new ArrayList<>(List.of(i));
        by.forEach(dimension -> key.add(row.key().get(dimension)));
        told.put(key, row.cost().nanos());
      }
    }

    assertThat(handedOn).isEqualTo(told).hasSizeGreaterThan(4);
  }

  @Test
  void otherDimension_showsWhatIsNotAttributed() {
    variety();

    assertThat(shares(SumQuery.total(days(0, 3), Dimension.KEY)))
        .isEqualTo(Map.of("k1", "3", "k2", "4", "", "28"));
    assertThat(shares(SumQuery.total(days(0, 3), Dimension.PROVIDER, Dimension.KEY)))
        .isEqualTo(Map.of("openai/k1", "3", "openai/k2", "4", "openai/", "12", "bedrock/", "16"));
  }

  @Test
  void severalDimensions_areAnsweredFromTheRecords() {
    variety();

    assertThat(shares(SumQuery.total(days(0, 3), Dimension.MODEL, Dimension.KEY)))
        .isEqualTo(Map.of("a/k1", "1", "b/k1", "2", "a/k2", "4", "a/", "8", "/", "20"));
  }

  @Test
  void sums_tellTokensAndRequestsToo() {
    variety();
    SumQuery query = SumQuery.total(days(0, 3), Dimension.KEY).where(Map.of(Dimension.MODEL, "a"));

    assertThat(ledger.sums(query))
        .containsExactlyInAnyOrder(row("k1", "1"), row("k2", "4"), row("", "8"));
    assertThat(ledger.sums(SumQuery.total(days(0, 3), Dimension.KEY)))
        .contains(
            new SumRow(
                Dimensions.of(Dimension.KEY, "k1"),
                null,
                Money.usd("3"),
                Tokens.of(TokenType.INPUT, 20),
                2,
                0));
  }

  @Test
  void filters_byIdWildcardAndEmptyValue() {
    variety();

    assertThat(filtered(Map.of(Dimension.MODEL, "a"))).isEqualTo("13");
    assertThat(filtered(Map.of(Dimension.MODEL, ""))).isEqualTo("20");
    assertThat(filtered(Map.of(Dimension.MODEL, "*"))).isEqualTo("35");
    assertThat(filtered(Map.of(Dimension.KEY, "k*"))).isEqualTo("7");
    assertThat(filtered(Map.of(Dimension.KEY, "*1"))).isEqualTo("3");
    assertThat(filtered(Map.of(Dimension.KEY, ""))).isEqualTo("28");
    assertThat(filtered(Map.of(Dimension.KEY, "K1"))).isEqualTo("0");
    assertThat(filtered(Map.of(Dimension.KEY, "k."))).isEqualTo("0");
    assertThat(filtered(Map.of(Dimension.KEY, "k1", Dimension.MODEL, "b"))).isEqualTo("2");
    assertThat(filtered(Map.of(Dimension.KEY, "", Dimension.PROVIDER, "openai"))).isEqualTo("12");
    assertThat(shares(SumQuery.total(days(0, 3), Dimension.KEY).where(Map.of(Dimension.KEY, "k2"))))
        .isEqualTo(Map.of("k2", "4"));
  }

  @Test
  void names_appearAndChangeForAllTime() {
    variety();
    SumQuery byKey = SumQuery.total(days(0, 3), Dimension.KEY);
    ledger.putNames("openai", Dimension.KEY, Map.of("k1", "Search team", "k2", "Chat"));
    assertThat(shares(byKey)).isEqualTo(Map.of("Search team", "3", "Chat", "4", "", "28"));
    assertThat(filtered(Map.of(Dimension.KEY, "Search*"))).isEqualTo("3");
    assertThat(filtered(Map.of(Dimension.KEY, "k1"))).isEqualTo("3");

    ledger.putNames("openai", Dimension.KEY, Map.of("k1", "Find team"));

    assertThat(shares(byKey)).isEqualTo(Map.of("Find team", "3", "Chat", "4", "", "28"));
    assertThat(filtered(Map.of(Dimension.KEY, "Search*"))).isEqualTo("0");
    assertThat(shares(SumQuery.total(days(0, 3), Dimension.MODEL, Dimension.KEY)))
        .isEqualTo(
            Map.of("a/Find team", "1", "b/Find team", "2", "a/Chat", "4", "a/", "8", "/", "20"));
  }

  @Test
  void names_areOfOneProvider() {
    variety();
    ledger.putNames("bedrock", Dimension.KEY, Map.of("k1", "Not ours"));

    assertThat(shares(SumQuery.total(days(0, 3), Dimension.KEY))).containsKeys("k1", "k2");
  }

  @Test
  void sourceView_isWhatItReportedByItself() {
    variety();
    SumQuery query = SumQuery.total(days(0, 3), Dimension.PROJECT);

    assertThat(shares(query.ofSource(COSTS.name()))).isEqualTo(Map.of("p", "15"));
    assertThat(shares(query.ofSource(USAGE.name()))).isEqualTo(Map.of("p", "15"));
    assertThat(shares(query)).isEqualTo(Map.of("p", "15", "", "20"));
    assertThat(shares(SumQuery.total(days(0, 3), Dimension.LINE_ITEM).ofSource(COSTS.name())))
        .isEqualTo(Map.of("tokens", "15"));
    assertThat(
            shares(
                SumQuery.total(days(0, 3), Dimension.LINE_ITEM, Dimension.KEY)
                    .ofSource(COSTS.name())))
        .isEqualTo(Map.of("tokens/", "15"));
    assertThat(ledger.sums(query.ofSource("nobody"))).isEmpty();
  }

  /** Two providers, both layers, a residual of 4 on day 0 and costs in powers of two. */
  private void variety() {
    ledger.register(COSTS, Set.of());
    Source invoice = source("bedrock:costs", "bedrock", Layer.BILLED, 24, 24);
    ledger.register(invoice, Set.of());
    read(
        USAGE,
        6,
        bucket(
            hour(5),
            spent(hour(5), "1", "project", "p", "model", "a", "key", "k1", "user", "u"),
            spent(hour(5), "2", "project", "p", "model", "b", "key", "k1"),
            spent(hour(5), "4", "project", "p", "model", "a", "key", "k2", "user", "u")));
    read(USAGE, 31, bucket(hour(30), spent(hour(30), "8", "project", "p", "model", "a")));
    read(invoice, 60, bucket(day(1), spent(day(1), "16", dims("provider", "bedrock"))));
    read(COSTS, 48, bucket(day(0), billed(day(0), "11", "project", "p", "line_item", "tokens")));
    read(COSTS, 49, bucket(day(1), billed(day(1), "4", "project", "p", "line_item", "tokens")));
  }

  private void eachHour(int from, int until) {
    List<Batch.Bucket> buckets = new ArrayList<>();
    for (int hour = from; hour < until; hour++) {
      buckets.add(bucket(hour(hour), spent(hour(hour), "1", "model", "m")));
    }
    read(USAGE, until, buckets.toArray(Batch.Bucket[]::new));
  }

  private String filtered(Map<Dimension, String> where) {
    return dollars(SumQuery.total(days(0, 3)).where(where));
  }

  /** Everything of each bucket together, as one row without a key. */
  private static Map<String, SumRow> addUp(List<SumRow> rows) {
    Map<String, SumRow> sums = new TreeMap<>();
    for (SumRow row : rows) {
      sums.merge(
          String.valueOf(row.bucket()),
          new SumRow(
              Dimensions.NONE,
              row.bucket(),
              row.cost(),
              row.tokens(),
              row.requests(),
              row.unpricedTokens()),
          (one, two) ->
              new SumRow(
                  Dimensions.NONE,
                  one.bucket(),
                  one.cost().plus(two.cost()),
                  one.tokens().plus(two.tokens()),
                  one.requests() + two.requests(),
                  one.unpricedTokens() + two.unpricedTokens()));
    }
    return sums;
  }

  private static SumRow row(String key, String dollars) {
    return new SumRow(
        Dimensions.of(Dimension.KEY, key),
        null,
        Money.usd(dollars),
        Tokens.of(TokenType.INPUT, 10),
        1,
        0);
  }
}
