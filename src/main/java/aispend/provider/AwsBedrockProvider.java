// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
final class AwsBedrockProvider implements Provider {
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
              "requests_per_minute"),
          AwsBedrockProvider::new);

  private static final int REQUESTS_PER_MINUTE = 30;
  private static final int PAID_CALLS_PER_DAY = 100;
  private static final String REGION = "[a-z]{2}(-[a-z]+)+-[0-9]";
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final String name;
  private final Source costs;
  private final Source usage;
  private final boolean metered;
  private final Clock clock;
  private final AwsCosts bills;
  private final KeptAnswers kept;
  private final AwsMetrics metrics;

  AwsBedrockProvider(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    this.name = settings.name();
    this.clock = clock;
    // The options first: where the key cannot be used, what is wrong with them is said all the
    // same.
    Pacing pacing = options.pacing(REQUESTS_PER_MINUTE);
    int paid = options.number("paid_calls_per_day", PAID_CALLS_PER_DAY, 1, 100_000);
    AwsApi.Operation explorer = costExplorer(settings, options);
    AwsCostQuestion question = AwsCostQuestion.of(options);
    this.kept =
        new KeptAnswers(Duration.ofHours(options.number("costs_every_hours", 6, 0, 24)), clock);
    List<AwsApi.Operation> regions = cloudWatch(options);
    AwsApi api = new AwsApi(settings, KEY_HINT, new AwsKey(settings), http, clock);
    this.bills =
        new AwsCosts(
            api.paced(pacing.paid(new Pacing.Paid(paid, "options.paid_calls_per_day"))),
            explorer,
            question);
    this.metered = !regions.isEmpty();
    this.metrics = new AwsMetrics(api.paced(pacing), regions);
    this.costs =
        new Source(
            name + ":costs",
            name,
            Layer.BILLED,
            Timeliness.DAILY,
            DAY,
            DAY.multipliedBy(35),
            DAY.multipliedBy(5),
            DAY.multipliedBy(3));
    this.usage =
        new Source(
            name + ":usage",
            name,
            Layer.METERED,
            Timeliness.HOURLY,
            HOUR,
            DAY.multipliedBy(7),
            DAY,
            HOUR.multipliedBy(3));
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

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Source> sources() {
    return metered ? List.of(usage, costs) : List.of(costs);
  }

  @Override
  public List<ReportedBucket> fetch(Source source, ChargePeriod window)
      throws ProviderException, InterruptedException {
    if (source.name().equals(costs.name())) {
      return kept.about(window, () -> bills.fetch(window));
    }
    if (metered && source.name().equals(usage.name())) {
      return metrics.fetch(window);
    }
    throw new IllegalArgumentException(name + " has no source " + source.name());
  }

  @Override
  public Set<Dimension> namedDimensions() {
    return Set.of();
  }

  @Override
  public Map<String, String> names(Dimension dimension) {
    throw new IllegalArgumentException(name + " has no names for " + dimension.code());
  }

  /** Costs 0.01 dollars, as nothing else proves that costs may be read. */
  @Override
  public void check() throws ProviderException, InterruptedException {
    Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
    bills.fetch(new ChargePeriod(today.minus(DAY), today));
  }

  @Override
  public String toString() {
    return "aws-bedrock provider " + name;
  }
}
