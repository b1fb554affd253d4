// SPDX-License-Identifier: Apache-2.0
package aispend.table;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedUsage;
import aispend.provider.ProviderContract;
import aispend.provider.ProviderType;
import aispend.provider.VendorServer;
import aispend.testing.ProviderPage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class InfluxProviderTest extends ProviderContract {
  private static final Dimensions ADA =
      Dimensions.of(Dimension.MODEL, "gpt-5-mini")
          .with(Dimension.USER, "ada")
          .with(Dimension.PROJECT, "search");

  @Override
  protected ProviderType type() {
    return InfluxProvider.TYPE;
  }

  @Override
  protected List<Report> reports() {
    return List.of(points());
  }

  @Override
  protected String key() {
    return "invented-token-for-tests";
  }

  @Override
  protected Map<String, String> credential() {
    return Map.of("authorization", "Token " + key());
  }

  @Override
  protected String emptyPage() {
    return VendorServer.fixture("influxdb/points_empty_bucket.json");
  }

  @Override
  protected String scope() {
    return "requires READ on ai_usage";
  }

  private static Report points() {
    Instant start = Instant.parse("2026-11-20T10:00:00Z");
    String question =
        "select \"project_id\", \"model\", \"user_id\", \"cost_usd\", \"tokens_used\" from"
            + " \"ai_usage\" where time >= 1795168800s and time < 1795183200s order by time"
            + " limit 5000 offset 0";
    return new Report(
        "usage",
        "points",
        "/query",
        new ChargePeriod(start, start.plus(Duration.ofHours(4))),
        Map.of("q", question, "db", "ai_usage", "epoch", "ns"),
        "",
        Map.of(
            "normal",
                List.of(
                    hour(
                        "2026-11-20T10:00:00Z",
                        used(ADA, 2, "150", "0.3"),
                        used(ADA.with(Dimension.USER, "bob"), 1, null, "1")),
                    hour(
                        "2026-11-20T11:00:00Z",
                        used(
                            Dimensions.of(Dimension.MODEL, "gpt-5-mini")
                                .with(Dimension.VARIANT, "without cost"),
                            1,
                            "7",
                            null))),
            "unknown_things",
                List.of(
                    hour(
                        "2026-11-20T10:00:00Z",
                        used(Dimensions.of(Dimension.MODEL, "nonesuch-9"), 1, null, "0.25"))),
            "outside_window", List.of(),
            "empty_bucket", List.of()),
        List.of());
  }

  private static ReportedBucket hour(String start, ReportedUsage... rows) {
    Instant from = Instant.parse(start);
    return new ReportedBucket(
        "rows", ReportedPeriod.of(from, from.plus(Duration.ofHours(1))), List.of(rows));
  }

  private static ReportedUsage used(
      Dimensions dimensions, long requests, @Nullable String tokens, @Nullable String dollars) {
    return new ReportedUsage(
        dimensions,
        null,
        requests,
        tokens == null ? Map.of() : Map.of("tokens", tokens),
        dollars == null ? null : new ReportedCost(dollars, ReportedCost.Unit.MAJOR, "USD"));
  }

  @Test
  void type_isDescribedWithItsOptions() throws Exception {
    ProviderPage.describes(type());
  }

  @Test
  void errorInsideTheAnswer_isBadResponse() {
    vendor()
        .always(
            VendorServer.json(
                "{\"results\":[{\"statement_id\":0,\"error\":\"database not found: x\"}]}"));

    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> fetch(provider(), points()));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContainingAll("database not found", "check the options");
  }

  @Test
  void textWhereANumberMustBe_isNamedAndLosesNothingElse() throws Exception {
    vendor()
        .script(
            "/query",
            VendorServer.json(
                """
                {"results":[{"series":[{"columns":["time","user_id","cost_usd"],"values":[
                  [1795168800000000000,"ada","a lot"],[1795168800000000000,"bob",2]]}]}]}
                """));

    List<ReportedUsage> rows = fetch(provider(), points()).get(0).rows();

    assertThat(rows.get(0).units()).isEqualTo(Map.of("cost_usd", "unreadable: a lot"));
    assertThat(requireNonNull(rows.get(1).cost()).amount()).isEqualTo("2");
  }

  @Test
  void unusableOptions_areRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("measurement", "a\"b")))
        .withMessageContaining("options.measurement");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("time", "when")))
        .withMessageContaining("always called time");
  }
}
