// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.AnswerRules;
import aispend.http.JsonClient;
import aispend.http.Pacing;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.Source;
import aispend.model.Source.Timeliness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
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
final class GoogleVertexProvider implements Provider {
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
          GoogleVertexProvider::new);

  private static final String SCOPE = "https://www.googleapis.com/auth/bigquery";
  private static final int REQUESTS_PER_MINUTE = 60;
  private static final Duration DAY = Duration.ofDays(1);

  private final String name;
  private final Source export;
  private final Clock clock;
  private final GoogleExport report;

  GoogleVertexProvider(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    this.name = settings.name();
    this.clock = clock;
    // The options first: where the key cannot be used, what is wrong with them is said all the
    // same.
    GoogleQuestion question = GoogleQuestion.of(options);
    Pacing pacing = options.pacing(REQUESTS_PER_MINUTE);
    HttpUrl tokenUrl = GoogleTokens.url(options);
    project(options, "none"); // says what is wrong with it whatever the key is
    GoogleKey key = new GoogleKey(settings);
    AnswerRules rules = AnswerRules.USUAL.withSecrets(key.secrets()).withCodes(GoogleTokens.LIMITS);
    AccessTokens tokens = new GoogleTokens(key, tokenUrl, SCOPE).by(name, http, clock);
    TokenApi api = new TokenApi(settings, KEY_HINT, http, tokens, rules).paced(pacing);
    this.report = new GoogleExport(api, queries(settings, options, key), question);
    this.export =
        new Source(
            name + ":export",
            name,
            Layer.BILLED,
            Timeliness.DAILY,
            DAY,
            DAY.multipliedBy(31),
            DAY.multipliedBy(5),
            DAY.multipliedBy(3));
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

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Source> sources() {
    return List.of(export);
  }

  @Override
  public List<ReportedBucket> fetch(Source source, ChargePeriod window)
      throws ProviderException, InterruptedException {
    if (!source.name().equals(export.name())) {
      throw new IllegalArgumentException(name + " has no source " + source.name());
    }
    return report.fetch(window);
  }

  @Override
  public Set<Dimension> namedDimensions() {
    return Set.of();
  }

  @Override
  public Map<String, String> names(Dimension dimension) {
    throw new IllegalArgumentException(name + " has no names for " + dimension.code());
  }

  @Override
  public void check() throws ProviderException, InterruptedException {
    Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
    report.dryRun(new ChargePeriod(today, today.plus(DAY)));
  }

  @Override
  public String toString() {
    return "google-vertex provider " + name;
  }
}
