// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.Pages;
import aispend.model.ChargePeriod;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Cost Explorer's {@code GetCostAndUsage} by UTC day:
 *
 * <pre>{@code
 * {"ResultsByTime":[{"TimePeriod":{"Start":"2026-11-20","End":"2026-11-21"},"Estimated":true,
 *    "Groups":[{"Keys":["model$Claude Sonnet 5","inferenceType$Input tokens"],
 *       "Metrics":{"UnblendedCost":{"Amount":"12.3456789","Unit":"USD"}}}]}],"NextPageToken":null}
 * }</pre>
 *
 * Amounts are texts. Each page costs 0.01 dollars. A day without groups that is still an estimate
 * says nothing; once it is none, nothing was used.
 */
final class AwsCosts {
  private static final Duration DAY = Duration.ofDays(1);

  private final AwsApi api;
  private final AwsApi.Operation operation;
  private final AwsCostQuestion question;

  AwsCosts(AwsApi api, AwsApi.Operation operation, AwsCostQuestion question) {
    this.api = api;
    this.operation = operation;
    this.question = question;
  }

  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    BucketRows days = new BucketRows("costs", window, DAY);
    ChargePeriod askable = question.askable(window);
    if (askable == null) {
      return List.of();
    }
    ObjectNode body = question.body(askable);
    Set<String> followed = new HashSet<>();
    while (followed.size() < Pages.MAX_PAGES) {
      JsonNode page = api.ask(operation, body);
      take(page, days);
      String next = Json.text(page, "NextPageToken");
      if (next == null) {
        return days.buckets();
      }
      if (!followed.add(next)) {
        throw api.unusable("costs: a page repeats the token of the next one");
      }
      body.put("NextPageToken", next);
    }
    throw api.unusable("costs: there are more than " + Pages.MAX_PAGES + " pages");
  }

  private void take(JsonNode page, BucketRows days) throws ProviderException {
    if (!page.path("ResultsByTime").isArray()) {
      throw api.unusable("costs: there is no list named ResultsByTime");
    }
    for (JsonNode day : page.path("ResultsByTime")) {
      String text = day.path("TimePeriod").path("Start").asText();
      Instant start =
          BucketRows.instant(text)
              .orElseThrow(() -> api.unusable("costs: a result has the Start '" + text + "'"));
      if (!day.path("Estimated").asBoolean(true)) {
        days.told(start);
      }
      for (JsonNode group : day.path("Groups")) {
        Optional<Dimensions> dimensions = question.dimensions(group.path("Keys"));
        if (dimensions.isPresent()) {
          days.add(start, row(dimensions.get(), group.path("Metrics").path(question.metric())));
        }
      }
    }
  }

  private static ReportedUsage row(Dimensions dimensions, JsonNode metric) {
    ReportRow amount = new ReportRow(metric);
    ReportedCost cost = amount.cost("Amount", ReportedCost.Unit.MAJOR, Json.text(metric, "Unit"));
    return new ReportedUsage(dimensions, null, null, Map.of(), cost);
  }
}
