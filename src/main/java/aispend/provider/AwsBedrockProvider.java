// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.JsonClient;
import aispend.http.Pacing;
import aispend.model.ChargePeriod;
import aispend.model.Layer;
import aispend.model.Source.Timeliness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Amazon Bedrock (service models of botocore 1.44.5, AWS documentation "Cost Explorer API" and
 * "Monitoring Bedrock with CloudWatch", read 2026-11-21).
 *
 * <ul>
 *   <li>{@code NAME:costs}: Cost Explorer by UTC day, brought up to date up to three times a day
 *       and moving until the invoice. <b>Each call costs 0.01 dollars</b>: a window is asked for
 *       again after some hours only, and so many times a day.
 *   <li>{@code NAME:usage}, where {@code regions} are named: CloudWatch's tokens by hour.
 * </ul>
 */
final class AwsBedrockProvider {
  private static final String KEY_HINT =
      "create an access key at console.aws.amazon.com under IAM > Users > Security credentials, for"
          + " a user that may ce:GetCostAndUsage (and cloudwatch:GetMetricData for options.regions),"
          + " and write it as ACCESS_KEY_ID:SECRET_ACCESS_KEY";

  static final ProviderType TYPE =
      new ProviderType(
          "aws-bedrock",
          "https://ce.us-east-1.amazonaws.com",
          "AWS_BILLING_KEY",
          Pattern.compile(AwsKey.FORM),
          KEY_HINT,
          Set.of(
              "regions",
              "group_by",
              "metric",
              "services",
              "record_types",
              "costs_every_hours",
              "paid_calls_per_day",
              "signing_region",
              "metrics_url",
              "cache_read_metric",
              "cache_write_metric",
              "input_includes_cached",
              "requests_per_minute"),
          AwsBedrockProvider::create);

  private static final int REQUESTS_PER_MINUTE = 30;
  private static final int PAID_CALLS_PER_DAY = 100;
  private static final String REGION = "[a-z]{2}(-[a-z]+)+-[0-9]";

  private static final Rhythm USAGE =
      new Rhythm(
          Timeliness.HOURLY,
          Duration.ofHours(1),
          Duration.ofDays(7),
          Duration.ofDays(1),
          Duration.ofHours(3));

  private AwsBedrockProvider() {}

  private static Provider create(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    // The options first: where the key cannot be used, what is wrong with them is said all the
    // same.
    Pacing pacing = options.pacing(REQUESTS_PER_MINUTE);
    int paid = options.number("paid_calls_per_day", PAID_CALLS_PER_DAY, 1, 100_000);
    AwsApi.Operation explorer = costExplorer(settings, options);
    AwsCostQuestion question = AwsCostQuestion.of(options);
    KeptAnswers kept =
        new KeptAnswers(Duration.ofHours(options.number("costs_every_hours", 6, 0, 24)), clock);
    List<AwsApi.Operation> regions = cloudWatch(options);
    AwsMetrics.Caching caching = AwsMetrics.Caching.of(options);
    AwsApi api = new AwsApi(settings, KEY_HINT, new AwsKey(settings), http, clock);
    AwsCosts costs =
        new AwsCosts(
            api.paced(pacing.paid(new Pacing.Paid(paid, "options.paid_calls_per_day"))),
            explorer,
            question);
    AssembledProvider.Parts parts = new AssembledProvider.Parts("aws-bedrock", settings.name());
    if (!regions.isEmpty()) {
      AwsMetrics metrics = new AwsMetrics(api.paced(pacing), regions, caching);
      parts.report("usage", Layer.METERED, USAGE, metrics::fetch);
    }
    return parts
        .wholeWindows()
        .report(
            "costs",
            Layer.BILLED,
            Rhythm.days(35, 5, 3),
            window -> kept.about(window, () -> costs.fetch(window)))
        .checkedBy(() -> costs.fetch(yesterday(clock)));
  }

  private static AwsApi.Operation costExplorer(ProviderSettings settings, AdapterOptions options) {
    return new AwsApi.Operation(
        TokenApi.url("base_url", settings.baseUrl()),
        "ce",
        options.text("signing_region", "us-east-1", REGION, "a region like us-east-1"),
        "AWSInsightsIndexService.GetCostAndUsage",
        "application/x-amz-json-1.1");
  }

  private static List<AwsApi.Operation> cloudWatch(AdapterOptions options) {
    String place = options.text("metrics_url", "https://monitoring.{region}.amazonaws.com");
    List<AwsApi.Operation> regions = new ArrayList<>();
    for (String region : options.list("regions", "")) {
      if (!region.matches(REGION)) {
        throw options.wrong("regions", "regions like eu-central-1, with commas");
      }
      HttpUrl url = TokenApi.url("options.metrics_url", place.replace("{region}", region));
      regions.add(
          new AwsApi.Operation(
              url,
              "monitoring",
              region,
              "GraniteServiceVersion20100801.GetMetricData",
              "application/x-amz-json-1.0"));
    }
    return regions;
  }

  /** Asking for it costs 0.01 dollars, as nothing else proves that costs may be read. */
  private static ChargePeriod yesterday(Clock clock) {
    Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
    return new ChargePeriod(today.minus(1, ChronoUnit.DAYS), today);
  }
}
