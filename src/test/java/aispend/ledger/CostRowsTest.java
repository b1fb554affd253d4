// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.SumQuery.Granularity;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Tenant;
import aispend.testing.SettledSpend;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Costs of values say what sums say, whatever they are read from. */
final class CostRowsTest {
  private static final ChargePeriod PERIOD =
      new ChargePeriod(
          Instant.parse("2026-11-19T05:00:00Z"), Instant.parse("2026-11-21T07:00:00Z"));

  @TempDir private Path folder;
  private SettledSpend spend;

  @BeforeEach
  void keep() {
    spend = new SettledSpend(folder, SettledSpend.USAGE, SettledSpend.OTHER);
    for (String hour : List.of("19T04", "19T05", "20T00", "20T23", "21T06", "21T07")) {
      String start = "2026-11-" + hour + ":00:00Z";
      spend
          .feature(SettledSpend.USAGE, start, "search", "1.5")
          .feature(SettledSpend.USAGE, start, "mail", "0.000000001")
          .hour(SettledSpend.USAGE, start, "p", "m", "7");
    }
    spend.feature(SettledSpend.OTHER, "2026-11-20T09:00:00Z", "search", "2");
  }

  @AfterEach
  void close() {
    spend.close();
  }

  @ParameterizedTest
  @EnumSource(Granularity.class)
  void costs_areThoseOfSums(Granularity granularity) {
    for (Dimension by : List.of(Dimension.FEATURE, Dimension.PROJECT)) {
      CostQuery query = new CostQuery(PERIOD, by, Map.of(), granularity);
      assertThat(costs(spend.ledger, query)).isEqualTo(sums(query, Map.of())).isNotEmpty();
    }
  }

  @Test
  void conditionsAndValues_narrowThem() {
    CostQuery all = new CostQuery(PERIOD, Dimension.FEATURE, Map.of(), Granularity.TOTAL);
    assertThat(costs(spend.ledger, all.of(Set.of("search", "nobody"))).keySet())
        .containsExactly("v search null", "w search null");
    Map<Dimension, String> where = Map.of(Dimension.PROVIDER, "v", Dimension.FEATURE, "s*");
    assertThat(
            costs(spend.ledger, new CostQuery(PERIOD, Dimension.FEATURE, where, Granularity.TOTAL)))
        .isEqualTo(Map.of("v search null", Money.usd("6")));
    // A condition on another dimension is answered from the records.
    CostQuery of =
        new CostQuery(PERIOD, Dimension.FEATURE, Map.of(Dimension.PROJECT, ""), Granularity.DAY);
    assertThat(costs(spend.ledger, of)).isEqualTo(sums(of, of.where())).isNotEmpty();
  }

  @Test
  void tenants_seeTheirOwn() {
    Tenant tenant = new Tenant("t", Map.of(Dimension.FEATURE, "ma*"));
    CostQuery all = new CostQuery(PERIOD, Dimension.FEATURE, Map.of(), Granularity.TOTAL);
    assertThat(costs(new TenantLedger(spend.ledger, tenant), all).keySet())
        .containsExactly("v mail null");
  }

  @Test
  void values_areAskedAndShownByName() {
    spend.ledger.putNames("v", Dimension.FEATURE, Map.of("search", "Search box"));
    CostQuery all = new CostQuery(PERIOD, Dimension.FEATURE, Map.of(), Granularity.TOTAL);
    assertThat(costs(spend.ledger, all.of(Set.of("Search box"))))
        .isEqualTo(Map.of("v Search box null", Money.usd("6")));
  }

  private static Map<String, Money> costs(LedgerReader ledger, CostQuery query) {
    Map<String, Money> costs = new TreeMap<>();
    for (CostRow row : ledger.costs(query)) {
      costs.merge(row.provider() + " " + row.value() + " " + row.bucket(), row.cost(), Money::plus);
    }
    return costs;
  }

  private Map<String, Money> sums(CostQuery query, Map<Dimension, String> where) {
    Map<String, Money> sums = new TreeMap<>();
    for (SumRow row :
        spend.ledger.sums(
            SumQuery.total(query.period(), Dimension.PROVIDER, query.by())
                .where(where)
                .each(query.granularity()))) {
      Dimensions key = row.key();
      if (!key.get(query.by()).isEmpty()) {
        String name = key.get(Dimension.PROVIDER) + " " + key.get(query.by());
        sums.put(name + " " + row.bucket(), row.cost());
      }
    }
    return sums;
  }
}
