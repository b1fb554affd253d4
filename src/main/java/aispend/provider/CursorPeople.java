// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.model.ReportedCost.Unit.MAJOR;

import aispend.http.Json;
import aispend.http.Pages;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedLimit;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the members of a team did by UTC day, and what each may spend in the team's billing cycle:
 *
 * <pre>{@code
 * {"data":[{"day":"2026-11-20","email":"a@acme.com","isActive":true,"composerRequests":3,
 *    "agentRequests":12,"totalLinesAdded":150,"acceptedLinesAdded":120,...}]}
 * {"teamMemberSpend":[{"userId":12345,"name":"Ada","email":"a@acme.com","spendCents":2450,
 *    "monthlyLimitDollars":100}],"totalPages":1}
 * }</pre>
 *
 * Asked without a page, the first tells of active members alone, all at once. It tells no money:
 * that is in the events. {@code spendCents} is what is paid on top of the plan, and falls back to
 * nothing with the cycle.
 */
final class CursorPeople {
  private static final String DAILY = "teams/daily-usage-data";
  private static final String SPEND = "teams/spend";
  private static final int MEMBERS_A_PAGE = 100;
  private static final Duration DAY = Duration.ofDays(1);
  private static final ReportedCost NOTHING = new ReportedCost("0", MAJOR, "USD");

  /** Counts of a day, by the units that they become. */
  private static final List<Unit> UNITS =
      List.of(
          new Unit("composer_requests", "composerRequests"),
          new Unit("chat_requests", "chatRequests"),
          new Unit("agent_requests", "agentRequests"),
          new Unit("inline_edits", "cmdkUsages"),
          new Unit("bug_reviews", "bugbotUsages"),
          new Unit("tabs_shown", "totalTabsShown"),
          new Unit("lines_added", "totalLinesAdded"),
          new Unit("lines_accepted", "acceptedLinesAdded"));

  private record Unit(String name, String field) {}

  private final VendorApi api;

  CursorPeople(VendorApi api) {
    this.api = api;
  }

  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    ObjectNode question =
        JsonNodeFactory.instance
            .objectNode()
            .put("startDate", window.start().toEpochMilli())
            .put("endDate", window.end().toEpochMilli() - 1);
    BucketRows days = new BucketRows("daily", window, DAY);
    for (JsonNode member : list(DAILY, api.post(api.url(DAILY).build(), question), "data")) {
      ReportedUsage done = done(member);
      if (!done.units().isEmpty()) {
        days.add(day(member), done);
      }
    }
    return days.buckets();
  }

  private static ReportedUsage done(JsonNode member) {
    ReportRow row = new ReportRow(member);
    UNITS.forEach(
        unit -> {
          Long count = row.count(unit.field());
          if (count != null && count != 0) {
            row.quantity(unit.name(), count);
          }
        });
    Dimensions who =
        Dimensions.of(Dimension.USER, row.text("email")).with(Dimension.FEATURE, "cursor");
    return new ReportedUsage(who, null, null, row.units(), NOTHING);
  }

  private Instant day(JsonNode member) throws ProviderException {
    String day = String.valueOf(Json.text(member, "day"));
    return BucketRows.instant(day)
        .orElseThrow(() -> api.unusable(DAILY + ": a row has the day '" + day + "'"));
  }

  List<ReportedLimit> limits() throws ProviderException, InterruptedException {
    List<ReportedLimit> limits = new ArrayList<>();
    for (int page = 1; page <= Pages.MAX_PAGES; page++) {
      ObjectNode question =
          JsonNodeFactory.instance.objectNode().put("page", page).put("pageSize", MEMBERS_A_PAGE);
      JsonNode answer = api.post(api.url(SPEND).build(), question);
      for (JsonNode member : list(SPEND, answer, "teamMemberSpend")) {
        if (member.hasNonNull("monthlyLimitDollars")) {
          limits.add(limit(member));
        }
      }
      if (page >= answer.path("totalPages").asInt()) {
        return List.copyOf(limits);
      }
    }
    throw api.unusable(SPEND + ": the list does not end after " + Pages.MAX_PAGES + " pages");
  }

  private ReportedLimit limit(JsonNode member) throws ProviderException {
    return new ReportedLimit(
        "user",
        String.valueOf(Json.text(member, "userId")),
        member.path("name").asText(),
        "cycle",
        ToldMoney.units(api, "a member's limit", member.path("monthlyLimitDollars"), "USD"),
        ToldMoney.cents(api, "a member's spend", member.path("spendCents"), "USD"));
  }

  private JsonNode list(String path, JsonNode answer, String field) throws ProviderException {
    JsonNode list = answer.path(field);
    if (!list.isArray()) {
      throw api.unusable(path + ": there is no list named " + field);
    }
    return list;
  }
}
