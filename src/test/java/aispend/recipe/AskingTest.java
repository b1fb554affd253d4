// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import static aispend.provider.VendorServer.json;
import static aispend.recipe.Bench.recipe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.provider.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a vendor is asked by a recipe: pages, fan-out, credentials, and where nobody is led to. */
final class AskingTest {
  private static final String GET = "[source.request]\npath = \"/costs\"\n";
  private static final String ROW_1 = "{\"day\":\"2026-11-20\",\"cost\":1}";
  private static final String ROW_2 = "{\"day\":\"2026-11-21\",\"cost\":2}";
  private static final String BOTH =
      """
      2026-11-20; cost=1 USD
      2026-11-21; cost=2 USD
      """;

  private Bench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new Bench();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void pageNumbers_areCountedToTheTotal() throws Exception {
    String pages = "[source.pages]\ntype = \"page\"\nparameter = \"page\"\ntotal = \"/pages\"\n";
    bench.script("/costs", page(ROW_1, "\"pages\":2"), page(ROW_2, "\"pages\":2"));

    assertThat(fetch(GET + pages)).isEqualTo(Expected.buckets("costs", BOTH));
    assertThat(asked("page")).containsExactly("1", "2");
  }

  @Test
  void offsets_goOnUntilAPageIsShort() throws Exception {
    String pages = "[source.pages]\ntype = \"offset\"\nparameter = \"skip\"\nsize = 1\n";
    bench.script("/costs", page(ROW_1, "\"a\":1"), page(ROW_2, "\"a\":1"), "{\"rows\":[]}");

    assertThat(fetch(GET + pages)).isEqualTo(Expected.buckets("costs", BOTH));
    assertThat(asked("skip")).containsExactly("0", "1", "2");
  }

  @Test
  void samePageAgain_isBadResponse() {
    String pages = "[source.pages]\ntype = \"offset\"\nparameter = \"skip\"\nsize = 1\n";
    bench.script("/costs", page(ROW_1, "\"a\":1"), page(ROW_1, "\"a\":1"));

    assertThat(failure(GET + pages)).hasMessageContaining("page 2 is the page before once more");
  }

  @Test
  void nextUrl_isFollowedAtTheSameOriginWithTheKey() throws Exception {
    String pages = "[source.pages]\ntype = \"next_url\"\nnext = \"/next\"\n";
    bench.script("/costs", page(ROW_1, "\"next\":\"/more?from=7\""));
    bench.script("/more", page(ROW_2, "\"next\":null"));

    assertThat(fetch(GET + pages)).isEqualTo(Expected.buckets("costs", BOTH));
    assertThat(bench.vendor.requests())
        .extracting(request -> request.getHeaders().get("Authorization"))
        .containsExactly("Bearer s3cret-key", "Bearer s3cret-key");
  }

  @Test
  void nextUrlOfAnotherHost_isNotAsked() throws Exception {
    try (Bench other = new Bench()) {
      String pages = "[source.pages]\ntype = \"next_url\"\nnext = \"/next\"\n";
      String elsewhere = other.vendor.baseUrl() + "/costs";
      bench.script("/costs", page(ROW_1, "\"next\":\"" + elsewhere + "\""));

      ProviderException failure = failure(GET + pages);

      assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
      assertThat(failure).hasMessageContaining("is not asked");
      assertThat(other.vendor.requests()).isEmpty();
    }
  }

  @Test
  void redirect_isNotFollowed() throws Exception {
    try (Bench other = new Bench()) {
      bench.script(
          "/costs",
          json(302, "").newBuilder().addHeader("Location", other.vendor.baseUrl()).build());

      assertThat(failure(GET)).hasMessageContaining("a redirect");
      assertThat(other.vendor.requests()).isEmpty();
    }
  }

  @Test
  void linkHeader_isFollowed() throws Exception {
    bench.script(
        "/costs",
        json("{\"rows\":[" + ROW_1 + "]}")
            .newBuilder()
            .addHeader("Link", "</costs?after=1>; rel=\"next\", </costs>; rel=\"first\"")
            .build());
    bench.script("/costs", "{\"rows\":[" + ROW_2 + "]}");

    assertThat(fetch(GET + "[source.pages]\ntype = \"link\"\n"))
        .isEqualTo(Expected.buckets("costs", BOTH));
    assertThat(asked("after")).containsExactly("null", "1");
  }

  @Test
  void cursorInTheBody_isPostedWithTheSameQuestion() throws Exception {
    String source =
        """
        [source.request]
        path = "/costs"
        body = '{"from":"${start:date}","page":{"token":null}}'
        [source.pages]
        type = "cursor"
        body = "/page/token"
        next = "/next"
        """;
    bench.script("/costs", page(ROW_1, "\"next\":\"c2\""), page(ROW_2, "\"next\":null"));

    assertThat(fetch(source)).isEqualTo(Expected.buckets("costs", BOTH));
    assertThat(bench.vendor.requests())
        .extracting(request -> Objects.requireNonNull(request.getBody()).utf8())
        .containsExactly(
            "{\"from\":\"2026-11-20\",\"page\":{\"token\":null}}",
            "{\"from\":\"2026-11-20\",\"page\":{\"token\":\"c2\"}}");
  }

  @Test
  void eachOfAnOption_isAskedForByItself() throws Exception {
    String source =
        """
        [source.request]
        path = "/costs"
        query = { account = "${each}" }
        [source.each]
        option = "accounts"
        [source.dimensions]
        account = "${each}"
        """;
    bench.script("/costs", page(ROW_1, "\"a\":1"), page(ROW_1, "\"a\":1"));
    Provider provider =
        bench.provider(recipe("[option.accounts]", source), Map.of("accounts", "a1, b2"));

    assertThat(Bench.fetch(provider, 2))
        .isEqualTo(
            Expected.buckets(
                "costs",
                """
                2026-11-20; account=a1; cost=1 USD
                2026-11-20; account=b2; cost=1 USD
                """));
    assertThat(asked("account")).containsExactly("a1", "b2");
  }

  @Test
  void answerThatMayBeCut_isAskedForInHalves() throws Exception {
    String source =
        """
        [source.request]
        path = "/costs"
        query = { from = "${start:date}", to = "${last:date}" }
        """;
    String recipe = recipe("", source).replace("at = \"/rows/*\"", "at = \"/rows/*\"\ncut_at = 2");
    bench.script(
        "/costs",
        page(ROW_1 + "," + ROW_2, "\"a\":1"),
        page(ROW_1, "\"a\":1"),
        page(ROW_2, "\"a\":1"));

    assertThat(Bench.fetch(bench.provider(recipe, Map.of()), 2))
        .isEqualTo(Expected.buckets("costs", BOTH));
    assertThat(asked("from")).containsExactly("2026-11-20", "2026-11-20", "2026-11-21");
    assertThat(asked("to")).containsExactly("2026-11-21", "2026-11-20", "2026-11-21");
  }

  @Test
  void oneBucketThatIsCut_isBadResponse() {
    String recipe = recipe("", GET).replace("at = \"/rows/*\"", "at = \"/rows/*\"\ncut_at = 1");
    bench.vendor.always(json(page(ROW_1, "\"a\":1")));

    assertThatThrownBy(() -> Bench.fetch(bench.provider(recipe, Map.of()), 1))
        .hasMessageContaining("cuts answers at 1 rows");
  }

  @Test
  void clientCredentials_areExchangedOnceAndKept() throws Exception {
    String auth =
        "[auth]\ntype = \"oauth2\"\nname = \"/token\"\nuser = \"client-1\"\nscope = \"billing\"\n";
    bench.script("/token", "{\"access_token\":\"t-1\",\"expires_in\":3600}");
    Provider provider = bench.provider(recipe(auth, GET), Map.of());

    Bench.fetch(provider, 1);
    Bench.fetch(provider, 1);

    List<RecordedRequest> requests = bench.vendor.requests();
    assertThat(requests)
        .extracting(request -> request.getUrl().encodedPath())
        .containsExactly("/token", "/costs", "/costs");
    assertThat(Objects.requireNonNull(requests.get(0).getBody()).utf8())
        .isEqualTo(
            "grant_type=client_credentials&client_id=client-1&client_secret=s3cret-key&scope=billing");
    assertThat(requests.get(2).getHeaders().get("Authorization")).isEqualTo("Bearer t-1");
  }

  @Test
  void keyInTheQuery_isSentAndNeverQuoted() {
    String auth = "[auth]\ntype = \"query\"\nname = \"api_key\"\n";
    bench.vendor.always(json(400, "{\"error\":\"bad s3cret-key\"}"));
    Provider provider = bench.provider(recipe(auth, GET), Map.of());

    assertThatThrownBy(() -> Bench.fetch(provider, 1))
        .hasMessageContaining("bad ***")
        .hasMessageNotContaining("s3cret-key");
    assertThat(asked("api_key")).contains("s3cret-key");
  }

  @Test
  void waitInTheVendorsOwnHeader_isFollowed() throws Exception {
    String calls = "[calls]\nwait_headers = [\"x-quota-retry-after\"]\nretry = [423]\n";
    bench.script(
        "/costs",
        json(429, "{}")
            .newBuilder()
            .addHeader("x-quota-retry-after", "40")
            .addHeader("Retry-After", "7")
            .build());
    bench.script("/costs", json(423, "{}"));
    bench.script("/costs", page(ROW_1, "\"a\":1"));

    assertThat(Bench.fetch(bench.provider(recipe(calls, GET), Map.of()), 1)).hasSize(1);
    assertThat(bench.pause.waits()).containsExactly(Duration.ofSeconds(40), Duration.ofSeconds(2));
  }

  @Test
  void errorInAGoodAnswer_isBadResponseWithItsText() {
    bench.script("/costs", "{\"rows\":[],\"problem\":\"no such account\"}");
    Provider provider = bench.provider(recipe("[calls]\nerror = \"/problem\"\n", GET), Map.of());

    assertThatThrownBy(() -> Bench.fetch(provider, 1))
        .hasMessageContaining("holds an error at /problem: no such account");
  }

  @Test
  void optionThatIsMissing_isNamedWithItsRemedy() {
    assertThatThrownBy(
            () ->
                bench.provider(recipe("[option.team]\nabout = \"the team's id\"\n", GET), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("option team is missing (the team's id)");
  }

  private List<?> fetch(String source) throws Exception {
    return Bench.fetch(bench.provider(recipe("", source), Map.of()), 2);
  }

  private ProviderException failure(String source) {
    Provider provider = bench.provider(recipe("", source), Map.of());
    return Objects.requireNonNull(
        catchThrowableOfType(ProviderException.class, () -> Bench.fetch(provider, 2)));
  }

  private List<String> asked(String parameter) {
    return bench.vendor.requests().stream()
        .map(RecordedRequest::getUrl)
        .map((HttpUrl url) -> String.valueOf(url.queryParameter(parameter)))
        .toList();
  }

  private static String page(String rows, String more) {
    return "{\"rows\":[" + rows + "]," + more + "}";
  }
}
