// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.Reported.day;
import static aispend.provider.Reported.hour;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.http.CapturedLog;
import aispend.http.Json;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedLimit;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LiteLlmProviderTest extends LiteLlmContract {
  private static final String AGGREGATED = "/user/daily/activity/aggregated";
  private static final String PAGED = "/user/daily/activity";
  private static final String LOGS = "/spend/logs/v2";

  private static final Dimensions CI = key("gpt-5-mini", "88dc28", "t1", "u1");

  @Override
  protected List<Report> reports() {
    return List.of(logs(), activity());
  }

  @Override
  protected String emptyPage() {
    return "{\"results\":[],\"data\":[],\"metadata\":{\"has_more\":false}}";
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("logs", "true", "feature_tag", "feature:");
  }

  static Report activity() {
    return Report.whole(
        "activity",
        "activity",
        AGGREGATED,
        Reported.window("2026-11-19T00:00:00Z", "2026-11-22T00:00:00Z"),
        Map.of("start_date", "2026-11-19", "end_date", "2026-11-21", "api_key_limit", "1000"),
        Map.of(
            "normal",
                List.of(
                    day("activity", "2026-11-19"),
                    day(
                        "activity",
                        "2026-11-20",
                        used(CI, "1.0", 80_000, 3_000, 50_000, 2_000, 40),
                        // What the list of keys was cut by, and what has no model at all.
                        used(model("gpt-5-mini"), "0.2345", 10_000, 1_000, 0, 0, 2),
                        used(model("claude-haiku-5"), "0.5", 100, 10, 0, 0, 1),
                        used(Dimensions.NONE, "0.1000", 50, 5, 0, 0, 1))),
            "unknown_things",
                List.of(
                    day(
                        "activity",
                        "2026-11-20",
                        used(key("nonesuch-9", "aa", null, "u9"), "2", 7, 3, 0, 0, 1))),
            "outside_window", List.of(),
            "empty_bucket", List.of(day("activity", "2026-11-20")),
            "flat_cost",
                List.of(
                    day(
                        "activity",
                        "2026-11-20",
                        new ReportedUsage(
                            Dimensions.of(Dimension.LINE_ITEM, "flat_cost"),
                            null,
                            null,
                            Map.of(),
                            Reported.usd("24.5")))),
            "dust",
                List.of(
                    day(
                        "activity",
                        "2026-11-20",
                        used(key("a", "k1", "t1", "u1"), "0.1", 10, 1, 0, 0, 1),
                        used(key("a", "k2", "t1", "u1"), "0.2", 20, 2, 0, 0, 1)))));
  }

  private static Report logs() {
    Dimensions search = CI.with(Dimension.FEATURE, "search");
    return Report.whole(
        "logs",
        "logs",
        LOGS,
        Reported.window("2026-11-20T10:00:00Z", "2026-11-20T14:00:00Z"),
        Map.of(
            "start_date", "2026-11-20 10:00:00",
            "end_date", "2026-11-20 13:59:59",
            "sort_order", "asc",
            "page_size", "1000"),
        Map.of(
            "normal",
                List.of(
                    hour(
                        "logs", "2026-11-20T10:00:00Z", used(search, "0.50123", 1000, 44, 0, 0, 2)),
                    hour(
                        "logs",
                        "2026-11-20T11:00:00Z",
                        used(CI.with(Dimension.USER, "customer-7"), "0.25", 7, 1, 0, 0, 1))),
            "unknown_things",
                List.of(
                    hour(
                        "logs",
                        "2026-11-20T10:00:00Z",
                        used(
                            key("nonesuch-9", "88dc28", null, "u1")
                                .with(Dimension.FEATURE, "search"),
                            "1",
                            1,
                            1,
                            0,
                            0,
                            1))),
            "outside_window", List.of(),
            "empty_bucket", List.of()));
  }

  private static Dimensions model(String model) {
    return Dimensions.of(Dimension.MODEL, model);
  }

  private static Dimensions key(String model, String key, @Nullable String team, String user) {
    return model(model)
        .with(Dimension.KEY, key)
        .with(Dimension.PROJECT, team)
        .with(Dimension.TEAM, team)
        .with(Dimension.USER, user);
  }

  static ReportedUsage used(
      Dimensions dimensions,
      String spend,
      long prompt,
      long completion,
      long read,
      long written,
      long requests) {
    ReportedTokens tokens =
        new ReportedTokens(
            Accounting.INCLUSIVE,
            prompt,
            null,
            read,
            new CacheWrites(written, null, null),
            completion,
            null,
            Modalities.NONE);
    return new ReportedUsage(dimensions, tokens, requests, Map.of(), Reported.usd(spend));
  }

  @Test
  void rows_addUpToTheTotalsOfTheirDay() throws Exception {
    vendor().script(AGGREGATED, file("activity_normal.json"));

    List<ReportedUsage> rows = fetch(provider(), activity()).get(1).rows();

    assertThat(
            rows.stream()
                .map(row -> new BigDecimal(requireNonNull(row.cost()).amount()))
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo("1.8345");
    assertThat(
            rows.stream()
                .mapToLong(row -> requireNonNull(requireNonNull(row.tokens()).input()))
                .sum())
        .isEqualTo(90_150);
    assertThat(rows.stream().mapToLong(row -> requireNonNull(row.requests())).sum()).isEqualTo(44);
  }

  @Test
  void olderProxy_isReadPageByPageFromThenOn() throws Exception {
    vendor().script(AGGREGATED, VendorServer.json(404, "{\"detail\":\"Not Found\"}"));
    vendor().script(PAGED, file("pages_1.json"), file("pages_2.json"));
    Provider provider = provider();
    Dimensions key = key("a", "k1", "t1", "u1");

    assertThat(fetch(provider, activity()))
        .containsExactly(
            day(
                "activity",
                "2026-11-20",
                used(key, "1", 100, 10, 0, 0, 1),
                used(key, "2", 200, 20, 0, 0, 2)));
    fetch(provider, activity());

    assertThat(vendor().urls(AGGREGATED)).hasSize(1);
    assertThat(vendor().urls(PAGED))
        .extracting(url -> url.queryParameter("page"))
        .containsExactly("1", "2", "1");
  }

  @Test
  void pagesWithoutAnEnd_areBadResponse() {
    vendor()
        .always(
            request ->
                request.getUrl().encodedPath().equals(AGGREGATED)
                    ? VendorServer.json(404, "{}")
                    : file("pages_without_end.json"));

    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> fetch(provider(), activity()));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("does not end after 1000 pages");
  }

  @Test
  void sumWithoutSpend_isBadResponse() {
    vendor().script(AGGREGATED, file("activity_without_spend.json"));

    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> fetch(provider(), activity()));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void callThatSlidIntoTheNextPage_countsOnce() throws Exception {
    vendor().script(LOGS, calls(0, 1000), calls(999, 1500));

    assertThat(fetch(provider(), logs()))
        .containsExactly(
            hour("logs", "2026-11-20T10:00:00Z", used(model("a"), "1500", 1500, 0, 0, 0, 1500)));
    assertThat(vendor().urls(LOGS))
        .extracting(url -> url.queryParameter("page"))
        .containsExactly("1", "2");
  }

  /** Short enough for the kit's largest answer. */
  private static MockResponse calls(int from, int until) throws Exception {
    ObjectNode page = (ObjectNode) Json.read("{}");
    ArrayNode data = page.putArray("data");
    for (int i = from; i < until; i++) {
      data.addObject()
          .put("request_id", Integer.toString(i))
          .put("startTime", "2026-11-20T10:00:00Z")
          .put("model", "a")
          .put("spend", 1)
          .put("prompt_tokens", 1);
    }
    return VendorServer.json(page.toString());
  }

  @Test
  void names_areTheAliasesOfTeamsKeysAndUsers() throws Exception {
    vendor().script("/team/list", file("teams.json"));
    vendor().script("/key/list", file("keys_1.json"), file("keys_2.json"));

    vendor().script("/user/list", file("users_1.json"), file("users_2.json"));

    assertThat(provider().names(Dimension.PROJECT)).isEqualTo(Map.of("t1", "core"));
    assertThat(provider().names(Dimension.USER)).isEqualTo(Map.of("u1", "Ada"));
    assertThat(provider().names(Dimension.KEY)).isEqualTo(Map.of("88dc28", "ci", "99aa00", "app"));
  }

  @Test
  void limits_areTheBudgetsOfTeamsKeysAndUsers() throws Exception {
    vendor().script("/team/list", file("teams.json"));
    vendor().script("/key/list", file("keys_1.json"), file("keys_2.json"));
    vendor().script("/user/list", file("users_1.json"), file("users_2.json"));

    assertThat(provider().limits())
        .containsExactly(
            new ReportedLimit("team", "t1", "core", "30d", Money.usd("100"), Money.usd("12.5")),
            new ReportedLimit("user", "u1", "Ada", "", Money.usd("10"), Money.usd("11.25")));
    assertThat(provider(Map.of("limits", "false")).tellsLimits()).isFalse();
  }

  @Test
  void budgetThatIsNoAmount_isBadResponse() {
    vendor()
        .script("/team/list", VendorServer.json("[{\"team_id\":\"t1\",\"max_budget\":\"much\"}]"));

    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> provider().limits());

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("a max_budget is 'much");
  }

  @Test
  void directory_isTakenPageByPage() {
    vendor().nothing("/team/list", "[]");
    vendor()
        .nothing(
            "/key/list",
            "{\"keys\":[{\"token\":\"k\",\"max_budget\":\"much\"}],\"total_pages\":9}");

    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> provider().limits());

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(vendor().urls("/key/list")).as("no page is gathered before it is taken").hasSize(1);
  }

  @Test
  void directoryWithoutAnEnd_isCutAndSaidOnce() throws Exception {
    vendor()
        .nothing(
            "/user/list",
            "{\"users\":[{\"user_id\":\"u1\",\"user_alias\":\"Ada\"}],\"total_pages\":5000}");
    Provider provider = provider();

    try (CapturedLog log = new CapturedLog()) {
      for (int i = 0; i < 2; i++) {
        assertThat(provider.names(Dimension.USER)).isEqualTo(Map.of("u1", "Ada"));
      }
      assertThat(log.lines())
          .filteredOn(line -> line.contains("A list does not end"))
          .singleElement()
          .asString()
          .contains("list=user/list pages=1000");
    }
    assertThat(vendor().urls("/user/list")).hasSize(2000);
  }

  @Test
  void otherHeader_carriesTheKey() throws Exception {
    provider(Map.of("header", "x-litellm-api-key")).check();

    assertThat(vendor().requests().get(0).getHeaders().get("x-litellm-api-key"))
        .isEqualTo("Bearer " + key());
    assertThat(vendor().requests().get(0).getHeaders().get("Authorization")).isNull();
  }

  @Test
  void check_asksForOneDayOfTheOldestRoute() throws Exception {
    provider().check();

    HttpUrl asked = vendor().urls(PAGED).get(0);
    assertThat(asked.queryParameter("start_date")).isEqualTo("2026-11-21");
    assertThat(asked.queryParameter("end_date")).isEqualTo("2026-11-21");
  }

  @Test
  void unusableOption_isRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("header", "no header")))
        .withMessage("options.header is 'no header'; must be a header's name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("logs", "maybe")))
        .withMessage("options.logs is 'maybe'; must be true or false");
  }
}
