// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedCost.Unit;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What people did with Claude Code by UTC day, a question a day ({@code usage_report/claude_code},
 * reference and guide "Claude Code Analytics API", read 2026-11-21):
 *
 * <pre>{@code
 * {"data":[{"date":"2026-11-20T00:00:00Z",
 *    "actor":{"type":"user_actor","email_address":"dev@x.y"},"customer_type":"api",
 *    "core_metrics":{"num_sessions":5,"lines_of_code":{"added":100,"removed":9},
 *      "commits_by_claude_code":2,"pull_requests_by_claude_code":1},
 *    "tool_actions":{"edit_tool":{"accepted":4,"rejected":1}},
 *    "model_breakdown":[{"model":"claude-opus-5",
 *      "tokens":{"input":1000,"output":350,"cache_read":90,"cache_creation":50},
 *      "estimated_cost":{"amount":141,"currency":"USD"}}]}],
 *  "has_more":false,"next_page":null}
 * }</pre>
 *
 * A day is told without its last hour. Tokens are disjoint, and those of API customers are in
 * {@code usage_report/messages} too. Amounts are <b>cents</b>; a subscription pays none of them.
 */
final class AnthropicClaudeCode {
  private static final String PATH = "usage_report/claude_code";
  private static final String FEATURE = "claude_code";
  private static final String SUBSCRIPTION = "subscription";
  private static final String MOST_A_PAGE = "1000";
  private static final Duration DAY = Duration.ofDays(1);
  private static final ReportedCost NOTHING = new ReportedCost("0", Unit.MAJOR, "USD");

  private final AnthropicApi api;

  AnthropicClaudeCode(AnthropicApi api) {
    this.api = api;
  }

  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    BucketRows days = new BucketRows(FEATURE, window, DAY);
    for (Instant day = window.start(); day.isBefore(window.end()); day = day.plus(DAY)) {
      api.report(question(day), person -> take(person, days));
    }
    return days.buckets();
  }

  private HttpUrl question(Instant day) {
    return api.url(PATH)
        .addQueryParameter("starting_at", day.atOffset(ZoneOffset.UTC).toLocalDate().toString())
        .addQueryParameter("limit", MOST_A_PAGE)
        .build();
  }

  private void take(JsonNode person, BucketRows days) throws ProviderException {
    String date = String.valueOf(Json.text(person, "date"));
    Instant day =
        BucketRows.instant(date)
            .orElseThrow(() -> api.unusable(PATH + ": a record has the date '" + date + "'"));
    Dimensions who = who(person);
    ReportedUsage done = done(who, person);
    if (!done.units().isEmpty()) {
      days.add(day, done);
    }
    for (JsonNode model : person.path("model_breakdown")) {
      days.add(day, used(who, model));
    }
  }

  private static Dimensions who(JsonNode person) {
    JsonNode actor = person.path("actor");
    Dimensions who =
        Dimensions.of(Dimension.USER, Json.text(actor, "email_address"))
            .with(Dimension.KEY, Json.text(actor, "api_key_name"))
            .with(Dimension.FEATURE, FEATURE);
    return SUBSCRIPTION.equals(Json.text(person, "customer_type"))
        ? who.with(Dimension.TIER, SUBSCRIPTION)
        : who;
  }

  /** What came of it, which costs nothing beside the tokens. */
  private static ReportedUsage done(Dimensions who, JsonNode person) {
    ReportRow row = new ReportRow(person);
    ReportRow metrics = row.at("core_metrics");
    count(row, "sessions", metrics.count("num_sessions"));
    count(row, "lines_added", metrics.at("lines_of_code").count("added"));
    count(row, "lines_removed", metrics.at("lines_of_code").count("removed"));
    count(row, "commits", metrics.count("commits_by_claude_code"));
    count(row, "pull_requests", metrics.count("pull_requests_by_claude_code"));
    count(row, "edits_accepted", ofTools(row, person, "accepted"));
    count(row, "edits_rejected", ofTools(row, person, "rejected"));
    return new ReportedUsage(who, null, null, row.units(), NOTHING);
  }

  private static void count(ReportRow row, String unit, @Nullable Number count) {
    if (count != null && count.doubleValue() != 0) {
      row.quantity(unit, count.toString());
    }
  }

  /** Over all tools, of which there may be more one day. */
  private static BigInteger ofTools(ReportRow row, JsonNode person, String answer) {
    BigInteger sum = BigInteger.ZERO;
    for (Map.Entry<String, JsonNode> tool : person.path("tool_actions").properties()) {
      Long count = row.at("tool_actions").at(tool.getKey()).count(answer);
      sum = count == null ? sum : sum.add(BigInteger.valueOf(count));
    }
    return sum;
  }

  private static ReportedUsage used(Dimensions who, JsonNode model) {
    ReportRow row = new ReportRow(model);
    ReportRow counts = row.at("tokens");
    ReportedTokens tokens =
        new ReportedTokens(
            Accounting.EXCLUSIVE,
            counts.count("input"),
            null,
            counts.count("cache_read"),
            new CacheWrites(counts.count("cache_creation"), null, null),
            counts.count("output"),
            null,
            Modalities.NONE);
    ReportedCost cost =
        row.at("estimated_cost")
            .cost("amount", Unit.CENTS, Json.text(model.path("estimated_cost"), "currency"));
    Dimensions dimensions = who.with(Dimension.MODEL, row.text("model"));
    if (!who.get(Dimension.TIER).equals(SUBSCRIPTION)) {
      return new ReportedUsage(dimensions, tokens, null, row.units(), cost);
    }
    row.quantity("included_cents", cost.amount());
    return new ReportedUsage(dimensions, tokens, null, row.units(), NOTHING);
  }
}
