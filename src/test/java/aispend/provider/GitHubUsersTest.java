// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.Reported.day;
import static aispend.provider.Reported.usd;
import static aispend.provider.VendorServer.fixture;
import static aispend.provider.VendorServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import aispend.http.CapturedLog;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBucket;
import aispend.model.ReportedUsage;
import aispend.model.Secret;
import aispend.model.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

/** What users did with Copilot, out of files behind signed links. */
final class GitHubUsersTest extends ProviderKit {
  private static final String REPORT = "/orgs/acme/copilot/metrics/reports/users-1-day";
  private static final ChargePeriod DAY =
      Reported.window("2026-11-19T00:00:00Z", "2026-11-20T00:00:00Z");

  @Override
  protected ProviderType type() {
    return GitHubCopilotProvider.TYPE;
  }

  @Override
  protected List<Report> reports() {
    return List.of();
  }

  @Override
  protected String key() {
    return "github_pat_invented_for_tests";
  }

  @Override
  protected Map<String, String> credential() {
    return Map.of("authorization", "Bearer " + key());
  }

  @Override
  protected String emptyPage() {
    return "{\"download_links\":[],\"report_day\":\"2026-11-19\"}";
  }

  @Override
  protected String scope() {
    return "read:org";
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("organization", "acme", "users", "true");
  }

  private List<ReportedBucket> fetch(Map<String, String> more, ChargePeriod window)
      throws Exception {
    Map<String, String> options = new HashMap<>(options());
    options.putAll(more);
    Provider provider = provider(options);
    return provider.fetch(provider.sources().get(0), window);
  }

  private ProviderException failure(Map<String, String> more, ChargePeriod window) {
    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> fetch(more, window));
    assertThat(failure).as("fetch must fail").isNotNull();
    return failure;
  }

  /** The day's report lies in files at the vendor's own server. */
  private void links(String... files) {
    vendor()
        .script(
            REPORT,
            json(
                "{\"report_day\":\"2026-11-19\",\"download_links\":["
                    + String.join(
                        ",",
                        List.of(files).stream()
                            .map(
                                file ->
                                    "\"" + vendor().baseUrl() + file + "?sig=s3cr3t-signature\"")
                            .toList())
                    + "]}"));
  }

  private static ReportedUsage done(String user, Map<String, String> units) {
    Dimensions who = Dimensions.of(Dimension.USER, user).with(Dimension.FEATURE, "copilot");
    return new ReportedUsage(who, null, null, units, usd("0"));
  }

  @Test
  void files_areReadWhollyLineByLine() throws Exception {
    links("/blob/1", "/blob/2");
    vendor().script("/blob/1", json(fixture("github-copilot/users_1.ndjson")));
    vendor().script("/blob/2", json(fixture("github-copilot/users_2.ndjson")));

    assertThat(fetch(Map.of(), DAY))
        .containsExactly(
            day(
                "users",
                "2026-11-19",
                done(
                    "octocat",
                    Map.of(
                        "user_credits", "12.5",
                        "interactions", "9",
                        "generations", "4",
                        "acceptances", "1",
                        "lines_added", "8",
                        "cli_requests", "2",
                        "cli_sessions", "2",
                        "cli_prompt_tokens", "3800",
                        "cli_output_tokens", "5000")),
                done("3", Map.of("user_credits", "lots", "lines_added", "unreadable: OBJECT"))));
  }

  @Test
  void key_isNotShownToWhoKeepsTheFiles() throws Exception {
    links("/blob/1");
    vendor().script("/blob/1", json(fixture("github-copilot/users_1.ndjson")));

    fetch(Map.of(), DAY);

    assertThat(vendor().requests())
        .extracting(
            request -> request.getUrl().encodedPath(),
            request -> request.getHeaders().get("Authorization"))
        .containsExactly(tuple(REPORT, "Bearer " + key()), tuple("/blob/1", null));
    assertThat(vendor().urls("/blob/1").get(0).queryParameter("sig")).isEqualTo("s3cr3t-signature");
  }

  @Test
  void eachDayThatIsOver_isAskedForByItself() throws Exception {
    // It is the 21st.
    fetch(Map.of(), Reported.window("2026-11-19T00:00:00Z", "2026-11-22T00:00:00Z"));

    assertThat(vendor().urls(REPORT))
        .extracting((HttpUrl url) -> url.queryParameter("day"))
        .containsExactly("2026-11-19", "2026-11-20");
  }

  @Test
  void dayWithoutAReport_saysNothingBesideOneThatHasIt() throws Exception {
    links("/blob/1");
    vendor().script(REPORT, json(404, "{\"message\":\"Not Found\"}"));
    vendor().script("/blob/1", json(fixture("github-copilot/users_1.ndjson")));

    assertThat(fetch(Map.of(), Reported.window("2026-11-19T00:00:00Z", "2026-11-21T00:00:00Z")))
        .hasSize(1);
  }

  @Test
  void noDayWithAReport_saysNothingAndIsLoggedOnce() throws Exception {
    vendor().always(json(404, "{\"message\":\"Not Found\"}"));
    Provider provider = provider();

    try (CapturedLog log = new CapturedLog()) {
      for (int poll = 0; poll < 2; poll++) {
        assertThat(provider.fetch(provider.sources().get(0), DAY)).isEmpty();
      }
      assertThat(log.lines())
          .filteredOn(line -> line.contains("no report of what users did yet"))
          .singleElement()
          .asString()
          .contains("days=1");
    }
  }

  @Test
  void dayWithoutContent_isADayWithoutAReport() throws Exception {
    vendor().always(new MockResponse.Builder().code(204).build());

    assertThat(fetch(Map.of(), DAY)).isEmpty();
  }

  @Test
  void refusedLink_isNotTakenForARefusedKeyAndIsNotQuoted() {
    links("/blob/1");
    vendor().script("/blob/1", json(403, "{\"message\":\"expired: sig=s3cr3t-signature\"}"));

    try (CapturedLog log = new CapturedLog()) {
      ProviderException failure = failure(Map.of(), DAY);

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure)
          .hasMessageContaining("not good any more")
          .hasMessageNotContaining("s3cr3t-signature");
      assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("s3cr3t-signature"));
    }
  }

  @Test
  void hostThatIsNotAllowed_isNotAsked() {
    links("/blob/1");

    ProviderException failure = failure(Map.of("report_hosts", "files.example.com"), DAY);

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("which is not in options.report_hosts");
    assertThat(vendor().urls("/blob/1")).isEmpty();
  }

  @Test
  void hostThatIsAllowed_isAsked() throws Exception {
    links("/blob/1");
    vendor().script("/blob/1", json(fixture("github-copilot/users_1.ndjson")));
    String host = HttpUrl.get(vendor().baseUrl()).host();

    assertThat(fetch(Map.of("report_hosts", "files.example.com," + host), DAY)).hasSize(1);
  }

  @Test
  void linkInPlainHttp_isNotFollowedFromAVendorBehindTls() {
    ProviderSettings settings =
        new ProviderSettings(
            "mine", "https://api.github.com", new Secret(key()), "MY_ADMIN_KEY", Map.of());
    SignedFiles files = new SignedFiles(settings, client(), List.of());

    for (String link : List.of(vendor().baseUrl() + "/blob/1", "ftp://x/y", "no link")) {
      assertThatThrownBy(() -> files.documents(link))
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining("no https:// address");
    }
    assertThat(vendor().requests()).isEmpty();
  }

  @Test
  void unreadableAnswer_isBadResponse() {
    vendor().script(REPORT, json("{\"links\":[]}"));
    assertThat(failure(Map.of(), DAY).kind()).isEqualTo(Kind.BAD_RESPONSE);

    links("/blob/1");
    vendor().script("/blob/1", json("{\"day\":\"2026-11-19\"}\n{\"da"));
    assertThat(failure(Map.of(), DAY).kind()).isEqualTo(Kind.BAD_RESPONSE);

    links("/blob/1");
    vendor().script("/blob/1", json("{\"user_login\":\"a\",\"loc_added_sum\":1}"));
    assertThat(failure(Map.of(), DAY)).hasMessageContaining("a line has the day 'null'");
  }

  @Test
  void enterprise_hasItsOwnPath() throws Exception {
    Provider provider = provider(Map.of("enterprise", "acme-group", "users", "true"));

    provider.fetch(provider.sources().get(0), DAY);

    assertThat(vendor().urls("/enterprises/acme-group/copilot/metrics/reports/users-1-day"))
        .hasSize(1);
  }

  @Test
  void users_areAnAttributedSourceThatHasToBeAskedFor() {
    assertThat(provider().sources())
        .extracting(Source::name, Source::layer)
        .contains(tuple("mine:users", Layer.ATTRIBUTED));
    assertThat(provider(Map.of("organization", "acme")).sources()).hasSize(2);
  }
}
