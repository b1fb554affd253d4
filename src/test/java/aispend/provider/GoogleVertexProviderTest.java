// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.Reported.day;
import static aispend.provider.Reported.usd;
import static aispend.provider.VendorServer.json;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import aispend.http.Json;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedCost;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoogleVertexProviderTest extends ProviderContract {
  private static final String QUERIES = "/bigquery/v2/projects/p-1/queries";
  private static final String RESULTS = QUERIES + "/job_1";
  private static final KeyPair KEYS = keys();
  private static final ChargePeriod TWO_DAYS =
      Reported.window("2026-11-19T00:00:00Z", "2026-11-21T00:00:00Z");

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected ProviderType type() {
    return GoogleVertexProvider.TYPE;
  }

  @Override
  protected List<Report> reports() {
    return List.of(export());
  }

  @Override
  protected String key() {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII))
            .encodeToString(KEYS.getPrivate().getEncoded());
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "service_account")
        .put("project_id", "p-1")
        .put("private_key_id", "kid-1")
        .put(
            "private_key",
            "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n")
        .put("client_email", "reader@p-1.iam.gserviceaccount.com")
        .toPrettyString();
  }

  /** The key only signs; it is never sent. */
  @Override
  protected Map<String, String> credential() {
    return Map.of();
  }

  @Override
  protected String emptyPage() {
    return "{\"jobComplete\":true,\"totalRows\":\"0\"}";
  }

  @Override
  protected String scope() {
    return "bigquery.jobs.create";
  }

  @Override
  protected void prepare(VendorServer vendor) {
    vendor.exchange(
        "/token", request -> json("{\"access_token\":\"token-1\",\"expires_in\":3599}"));
  }

  @Override
  protected Map<String, String> options() {
    return Map.of(
        "table", "p-1.billing.gcp_billing_export_v1_01AB_CD",
        "location", "EU",
        "token_url", vendor().baseUrl() + "/token");
  }

  private Map<String, String> optionsWith(String option, String value) {
    Map<String, String> options = new HashMap<>(options());
    options.put(option, value);
    return options;
  }

  private static Report export() {
    return Report.whole(
        "export",
        "export",
        QUERIES,
        TWO_DAYS,
        Map.of(),
        Map.of(
            "normal",
                List.of(
                    day(
                        "export",
                        "2026-11-19",
                        usd(flash("Input"), null, null, "1.2500000012"),
                        usd(
                            flash("Input").with(Dimension.VARIANT, "credit:PROMOTION"),
                            null,
                            null,
                            "-0.25")),
                    day("export", "2026-11-20", usd(flash("Output"), null, null, "10"))),
            "decimals",
                List.of(
                    day(
                        "export",
                        "2026-11-19",
                        usd(sku("a"), null, null, "0.12345678901230000000000000000000000001"),
                        new ReportedUsage(
                            sku("b"),
                            null,
                            null,
                            Map.of(),
                            new ReportedCost("1.5E-7", ReportedCost.Unit.MAJOR, "EUR")),
                        usd(sku("c"), null, null, ""))),
            "unknown_things",
                List.of(
                    day(
                        "export",
                        "2026-11-20",
                        usd(
                            sku("Telepathy Units")
                                .with(Dimension.PROJECT, null)
                                .with(Dimension.REGION, null)
                                .with(Dimension.VARIANT, "adjustment invoice:202612"),
                            null,
                            null,
                            "1"))),
            "outside_window", List.of(),
            "empty_bucket", List.of()));
  }

  private static Dimensions flash(String direction) {
    return sku("Gemini 3 Flash Text " + direction + " - Predictions")
        .with(Dimension.MODEL, "gemini-3-flash");
  }

  private static Dimensions sku(String sku) {
    return Dimensions.of(Dimension.ACCOUNT, "01AB-CD")
        .with(Dimension.PROJECT, "shop")
        .with(Dimension.REGION, "europe-west4")
        .with(Dimension.OPERATION, "Vertex AI")
        .with(Dimension.LINE_ITEM, sku);
  }

  @Test
  void question_isOfTheWindowInTheDatasetsLocationWithALimit() throws Exception {
    fetch(export());

    JsonNode body = body(vendor().requests().get(0));
    assertThat(body.path("query").asText())
        .contains(
            "from `p-1.billing.gcp_billing_export_v1_01AB_CD`",
            "usage_start_time >= @from and usage_start_time < @to",
            "and _PARTITIONTIME >= timestamp_sub(timestamp_trunc(@from, day), interval 1 day)",
            "sum(cast(cost as bignumeric))",
            "unnest(credits)");
    assertThat(body.path("useLegacySql").booleanValue()).isFalse();
    assertThat(body.path("location").asText()).isEqualTo("EU");
    assertThat(body.path("maximumBytesBilled").asText()).isEqualTo("10737418240");
    assertThat(body.path("queryParameters"))
        .contains(
            Json.read(
                """
                {"name":"from","parameterType":{"type":"TIMESTAMP"},
                 "parameterValue":{"value":"2026-11-19T00:00:00Z"}}
                """),
            Json.read(
                """
                {"name":"to","parameterType":{"type":"TIMESTAMP"},
                 "parameterValue":{"value":"2026-11-21T00:00:00Z"}}
                """));
  }

  @Test
  void viewsAndCredits_canBeLeftOut() throws Exception {
    Map<String, String> options = optionsWith("partitioned", "false");
    options.put("credits", "false");

    fetch(provider(options), export());

    assertThat(body(vendor().requests().get(0)).path("query").asText())
        .doesNotContain("_PARTITIONTIME", "unnest(credits)");
  }

  @Test
  void labels_becomeDimensions() throws Exception {
    String answer =
        VendorServer.fixture("google-vertex/export_normal.json")
            .replace(
                "{\n    \"name\": \"amount\"",
                "{\"name\":\"label0\"},{\"name\":\"label1\"},{\n    \"name\": \"amount\"")
            .replaceAll(
                "\\{\\s*\"v\": \"(1.2500000012|-0.25|10)\"",
                "{\"v\":\"search\"},{\"v\":null},{\"v\":\"$1\"");
    vendor().script(QUERIES, json(answer));

    assertThat(
            fetch(provider(optionsWith("labels", "owner=team,project:app=feature")), export())
                .get(1))
        .isEqualTo(
            day(
                "export",
                "2026-11-20",
                usd(flash("Output").with(Dimension.TEAM, "search"), null, null, "10")));
    JsonNode body = body(vendor().requests().get(0));
    assertThat(body.path("query").asText())
        .contains(
            "unnest(labels) where key = @label0) as label0",
            "unnest(project.labels) where key = @label1) as label1",
            "credit, label0, label1");
    assertThat(body.path("queryParameters").toString())
        .contains(
            "\"name\":\"label1\",\"parameterType\":{\"type\":\"STRING\"},"
                + "\"parameterValue\":{\"value\":\"app\"}");
  }

  @Test
  void runningJob_isWaitedForAndItsPagesAreFollowed() throws Exception {
    vendor().script(QUERIES, file("export_running.json"));
    vendor()
        .script(
            RESULTS,
            file("export_running.json"),
            file("export_two_pages_1.json"),
            file("export_two_pages_2.json"));

    assertThat(fetch(export()))
        .containsExactly(
            day(
                "export",
                "2026-11-19",
                usd(sku("a"), null, null, "1"),
                usd(sku("b"), null, null, "2")),
            day("export", "2026-11-20", usd(sku("b"), null, null, "3")));

    List<HttpUrl> asked = vendor().urls(RESULTS);
    assertThat(asked).extracting(url -> url.queryParameter("location")).containsOnly("EU");
    assertThat(asked.get(2).queryParameter("pageToken")).isEqualTo("page-2");
    assertThat(asked.get(1).queryParameter("pageToken")).isNull();
  }

  @Test
  void jobThatNeverEnds_isBadResponse() {
    vendor().always(file("export_running.json"));

    ProviderException failure = failure(export());

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("not complete after 40 waits");
  }

  @Test
  void repeatedPageToken_isBadResponse() {
    vendor().always(file("export_two_pages_1.json"));

    assertThat(failure(export())).hasMessageContaining("its pages do not end");
    assertThat(vendor().requests()).hasSize(2);
  }

  @Test
  void limitBy403_isRetriedAndNotARefusedKey() throws Exception {
    vendor().script(QUERIES, file(403, "quota_403.json"), file("export_normal.json"));

    assertThat(fetch(export())).isEqualTo(export().expected().get("normal"));
    assertThat(pause().waits()).hasSize(1);
  }

  @Test
  void missingColumn_isBadResponseThatNamesIt() {
    vendor()
        .always(
            json(
                "{\"jobComplete\":true,\"schema\":{\"fields\":[{\"name\":\"f0_\"}]},"
                    + "\"rows\":[{\"f\":[{\"v\":\"1\"}]}]}"));

    assertThat(failure(export())).hasMessageContaining("there is no column day, only [f0_]");
  }

  /** Checked with the public half of the key. */
  @Test
  void token_isExchangedForAnAssertionThatTheKeySigned() throws Exception {
    fetch(export());

    assertThat(vendor().requests().get(0).getHeaders().get("Authorization"))
        .isEqualTo("Bearer token-1");
    HttpUrl form =
        HttpUrl.get(
            "https://form/?" + requireNonNull(vendor().exchanges().get(0).getBody()).utf8());
    assertThat(form.queryParameter("grant_type"))
        .isEqualTo("urn:ietf:params:oauth:grant-type:jwt-bearer");
    String assertion = requireNonNull(form.queryParameter("assertion"));
    List<String> parts = List.of(assertion.split("\\.", -1));
    assertThat(Json.read(decoded(parts.get(0))))
        .isEqualTo(Json.read("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"kid-1\"}"));
    JsonNode claims = Json.read(decoded(parts.get(1)));
    assertThat(claims.path("iss").asText()).isEqualTo("reader@p-1.iam.gserviceaccount.com");
    assertThat(claims.path("aud").asText()).isEqualTo(vendor().baseUrl() + "/token");
    assertThat(claims.path("scope").asText()).isEqualTo("https://www.googleapis.com/auth/bigquery");
    assertThat(claims.path("iat").longValue()).isEqualTo(NOW.getEpochSecond());
    assertThat(claims.path("exp").longValue()).isEqualTo(NOW.getEpochSecond() + 3_600);
    Signature check = Signature.getInstance("SHA256withRSA");
    check.initVerify(KEYS.getPublic());
    check.update((parts.get(0) + "." + parts.get(1)).getBytes(US_ASCII));
    assertThat(check.verify(Base64.getUrlDecoder().decode(parts.get(2)))).isTrue();
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), UTF_8);
  }

  @Test
  void refusedAssertion_isAuthAndNotQuoted() {
    vendor()
        .exchange(
            "/token",
            request ->
                json(
                    400,
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("error", "invalid_grant")
                        .put(
                            "error_description",
                            "Invalid JWT Signature. " + requireNonNull(request.getBody()).utf8())
                        .toString()));

    ProviderException failure = failure(export());

    assertThat(failure.kind()).isEqualTo(Kind.AUTH);
    assertThat(failure)
        .hasMessageContainingAll("MY_ADMIN_KEY", "Invalid JWT Signature", type().keyHint())
        .hasMessageNotContaining("eyJ");
  }

  @Test
  void check_scansNothing() throws Exception {
    provider().check();

    assertThat(body(vendor().requests().get(0)).path("dryRun").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "table, '', the export's table as project.dataset.table",
    "table, p.d.t` where true --, the export's table as project.dataset.table",
    "project, a/b, the id of the project",
    "labels, mood, 'KEY=DIMENSION, or project:KEY=DIMENSION'",
    "labels, 'a=team,b=team', 'KEY=DIMENSION, or project:KEY=DIMENSION'",
    "max_gigabytes_billed, 0, from 1 to 1000000",
  })
  void unusableOption_isRefusedByName(String option, String value, String remedy) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(optionsWith(option, value)))
        .withMessageStartingWith("options." + option + " is '" + value + "'; must be " + remedy);
  }

  private static JsonNode body(RecordedRequest request) throws Exception {
    return Json.read(requireNonNull(request.getBody()).utf8());
  }
}
