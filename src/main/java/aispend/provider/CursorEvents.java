// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.Pages;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Usage events, added up as they are read:
 *
 * <pre>{@code
 * {"pagination":{"numPages":12,"currentPage":1,"pageSize":10,"hasNextPage":true},
 *  "usageEvents":[{"timestamp":"1795125600123","userEmail":"a@acme.com","model":"claude-sonnet-5",
 *    "kind":"Usage-based","isChargeable":true,"chargedCents":21.36,
 *    "tokenUsage":{"inputTokens":126,"outputTokens":450,"cacheWriteTokens":6112,
 *      "cacheReadTokens":11964,"totalCents":20.18}}]}
 * }</pre>
 *
 * The time is milliseconds as a text. Input excludes what was cached. Cents have fractions. An
 * event that is not chargeable says what it would have cost; it is in the plan, and costs nothing
 * here. Events have no id: of two that are alike in all, on one page or the next, one counts.
 */
final class CursorEvents {
  static final String PATH = "teams/filtered-usage-events";

  private static final Duration HOUR = Duration.ofHours(1);

  private record Group(Instant hour, Dimensions dimensions) {}

  /** What events of one group come to; the token types are disjoint. */
  private record Sum(
      BigDecimal cents, long input, long cacheRead, long cacheWrite, long output, long requests) {
    Sum plus(Sum other) {
      return new Sum(
          cents.add(other.cents),
          input + other.input,
          cacheRead + other.cacheRead,
          cacheWrite + other.cacheWrite,
          output + other.output,
          requests + other.requests);
    }

    ReportedUsage reported(Dimensions dimensions) {
      ReportedTokens tokens =
          new ReportedTokens(
              Accounting.EXCLUSIVE,
              input,
              null,
              cacheRead,
              new CacheWrites(cacheWrite, null, null),
              output,
              null,
              Modalities.NONE);
      ReportedCost cost = new ReportedCost(cents.toPlainString(), ReportedCost.Unit.CENTS, "USD");
      return new ReportedUsage(dimensions, tokens, requests, Map.of(), cost);
    }
  }

  private final VendorApi api;
  private final int pageSize;

  CursorEvents(VendorApi api, int pageSize) {
    this.api = api;
    this.pageSize = pageSize;
  }

  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    Map<Group, Sum> sums = new LinkedHashMap<>();
    Set<JsonNode> before = Set.of();
    for (int page = 1; page <= Pages.MAX_PAGES; page++) {
      JsonNode answer = page(window, page);
      Set<JsonNode> events = new HashSet<>();
      for (JsonNode event : answer.path("usageEvents")) {
        if (events.add(event) && !before.contains(event)) {
          sums.merge(group(event), sum(event), Sum::plus);
        }
      }
      if (events.isEmpty() || !answer.path("pagination").path("hasNextPage").asBoolean(false)) {
        return buckets(window, sums);
      }
      before = events;
    }
    throw api.unusable(PATH + ": the list does not end after " + Pages.MAX_PAGES + " pages");
  }

  JsonNode page(ChargePeriod window, int page) throws ProviderException, InterruptedException {
    JsonNode answer =
        api.post(
            api.url(PATH).build(),
            JsonNodeFactory.instance
                .objectNode()
                .put("startDate", window.start().toEpochMilli())
                .put("endDate", window.end().toEpochMilli() - 1)
                .put("page", page)
                .put("pageSize", pageSize));
    if (!answer.path("usageEvents").isArray()) {
      throw api.unusable(PATH + ": there is no list named usageEvents");
    }
    return answer;
  }

  private Group group(JsonNode event) throws ProviderException {
    Long millis = Json.wholeNumber(event.path("timestamp"));
    if (millis == null) {
      throw api.unusable(PATH + ": an event has the timestamp " + event.path("timestamp"));
    }
    Dimensions dimensions =
        Dimensions.of(Dimension.MODEL, Json.text(event, "model"))
            .with(Dimension.USER, Json.text(event, "userEmail"))
            .with(Dimension.LINE_ITEM, Json.text(event, "kind"))
            .with(Dimension.TIER, event.path("maxMode").asBoolean(false) ? "max" : null)
            .with(Dimension.VARIANT, isChargeable(event) ? null : "included");
    return new Group(Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.HOURS), dimensions);
  }

  private static boolean isChargeable(JsonNode event) {
    return event.path("isChargeable").asBoolean(false);
  }

  private Sum sum(JsonNode event) throws ProviderException {
    JsonNode tokens = event.path("tokenUsage");
    return new Sum(
        isChargeable(event) ? cents(event.path("chargedCents")) : BigDecimal.ZERO,
        count(tokens, "inputTokens"),
        count(tokens, "cacheReadTokens"),
        count(tokens, "cacheWriteTokens"),
        count(tokens, "outputTokens"),
        1);
  }

  private BigDecimal cents(JsonNode value) throws ProviderException {
    if (!value.isNumber()) {
      throw api.unusable(PATH + ": a chargeable event has the chargedCents '" + value + "'");
    }
    return value.decimalValue();
  }

  /** None where the event is not of tokens. */
  private long count(JsonNode tokens, String field) throws ProviderException {
    JsonNode value = tokens.path(field);
    Long count = Json.wholeNumber(value);
    if (count == null && !value.isMissingNode() && !value.isNull()) {
      throw api.unusable(PATH + ": an event has the " + field + " '" + value + "'");
    }
    return count == null ? 0 : count;
  }

  private static List<ReportedBucket> buckets(ChargePeriod window, Map<Group, Sum> sums) {
    BucketRows hours = new BucketRows("events", window, HOUR);
    sums.forEach((group, sum) -> hours.add(group.hour(), sum.reported(group.dimensions())));
    return hours.buckets();
  }
}
