// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.AnswerRules;
import aispend.http.JsonClient;
import aispend.http.Pacing;
import aispend.model.ChargePeriod;
import aispend.model.Layer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Google Vertex AI and Gemini by the billing export to BigQuery (Google Cloud documentation
 * "Structure of Cloud Billing data in BigQuery" and the BigQuery REST API v2, read 2026-11-21).
 *
 * <p>{@code NAME:export}: costs and credits by UTC day, loaded several times a day without a
 * promise. Late rows carry the old time of use, so that days are added up anew, never appended to.
 */
final class GoogleVertexProvider {
  private static final String KEY_HINT =
      "create a service account's JSON key at console.cloud.google.com under IAM & Admin > Service"
          + " Accounts > Keys, with the roles BigQuery Job User on its project and BigQuery Data"
          + " Viewer on the export's dataset";

  static final ProviderType TYPE =
      new ProviderType(
          "google-vertex",
          "https://bigquery.googleapis.com",
          "GOOGLE_SERVICE_ACCOUNT_KEY",
          Pattern.compile("(?s)\\{.*\"private_key\".*\\}"),
          KEY_HINT,
          Set.of(
              "table",
              "project",
              "location",
              "services",
              "labels",
              "credits",
              "partitioned",
              "max_gigabytes_billed",
              "token_url",
              "requests_per_minute"),
          GoogleVertexProvider::create);

  private static final String SCOPE = "https://www.googleapis.com/auth/bigquery";
  private static final int REQUESTS_PER_MINUTE = 60;

  private GoogleVertexProvider() {}

  private static Provider create(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    // The options first: where the key cannot be used, what is wrong with them is said all the
    // same.
    GoogleQuestion question = GoogleQuestion.of(options);
    Pacing pacing = options.pacing(REQUESTS_PER_MINUTE);
    HttpUrl tokenUrl = GoogleTokens.url(options);
    project(options, "none"); // says what is wrong with it whatever the key is
    GoogleKey key = new GoogleKey(settings);
    AnswerRules rules = AnswerRules.USUAL.withSecrets(key.secrets()).withCodes(GoogleTokens.LIMITS);
    AccessTokens tokens = new GoogleTokens(key, tokenUrl, SCOPE).by(settings.name(), http, clock);
    TokenApi api = new TokenApi(settings, KEY_HINT, http, tokens, rules).paced(pacing);
    GoogleExport export = new GoogleExport(api, queries(settings, options, key), question);
    // A query costs what it looks through, however few days it is for.
    return new AssembledProvider.Parts("google-vertex", settings.name())
        .wholeWindows()
        .report("export", Layer.BILLED, Rhythm.days(31, 5, 3), export::fetch)
        .checkedBy(() -> export.dryRun(today(clock)));
  }

  private static String project(AdapterOptions options, String own) {
    return options.text(
        "project", own, "[a-z0-9.:-]{1,100}", "the id of the project that runs the queries");
  }

  private static HttpUrl queries(ProviderSettings settings, AdapterOptions options, GoogleKey key) {
    String project = project(options, key.project());
    return TokenApi.url("base_url", settings.baseUrl())
        .newBuilder()
        .addPathSegments("bigquery/v2/projects")
        .addPathSegment(project)
        .addPathSegment("queries")
        .build();
  }

  private static ChargePeriod today(Clock clock) {
    Instant start = clock.instant().truncatedTo(ChronoUnit.DAYS);
    return new ChargePeriod(start, start.plus(1, ChronoUnit.DAYS));
  }
}
