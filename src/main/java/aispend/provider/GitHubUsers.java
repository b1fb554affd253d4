// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.model.ReportedCost.Unit.MAJOR;

import aispend.http.Json;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What users did with Copilot by UTC day. A question a day is answered with signed links to files,
 * whose lines are users:
 *
 * <pre>{@code
 * {"download_links":["https://...signed"],"report_day":"2026-11-19"}
 * {"day":"2026-11-19","user_id":1,"user_login":"octocat","ai_credits_used":12.5,
 *   "user_initiated_interaction_count":9,"code_generation_activity_count":4,
 *   "code_acceptance_activity_count":1,"loc_added_sum":8,"totals_by_cli":{"request_count":2,
 *   "session_count":2,"token_usage":{"prompt_tokens_sum":3800,"output_tokens_sum":5000}}}
 * }</pre>
 *
 * Only days that are over have a report, some time later. A user's credits are not meant for bills,
 * so they cost nothing here; the credits of the bill do.
 */
final class GitHubUsers {
  private static final Logger log = LoggerFactory.getLogger(GitHubUsers.class);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int NOT_FOUND = 404;
  private static final ReportedCost NOTHING = new ReportedCost("0", MAJOR, "USD");

  /** The fields of a user's day by the units that they become; as JSON pointers. */
  private static final List<Unit> UNITS =
      List.of(
          new Unit("user_credits", "/ai_credits_used"),
          new Unit("interactions", "/user_initiated_interaction_count"),
          new Unit("generations", "/code_generation_activity_count"),
          new Unit("acceptances", "/code_acceptance_activity_count"),
          new Unit("lines_added", "/loc_added_sum"),
          new Unit("cli_requests", "/totals_by_cli/request_count"),
          new Unit("cli_sessions", "/totals_by_cli/session_count"),
          new Unit("cli_prompt_tokens", "/totals_by_cli/token_usage/prompt_tokens_sum"),
          new Unit("cli_output_tokens", "/totals_by_cli/token_usage/output_tokens_sum"));

  private record Unit(String name, String pointer) {}

  private final VendorApi api;
  private final SignedFiles files;
  private final String path;
  private final Clock clock;
  private boolean saidNone;

  /**
   * Asks through an API.
   *
   * @param owner {@code organizations/acme} or {@code enterprises/acme}, as in the billing reports
   */
  GitHubUsers(VendorApi api, SignedFiles files, String owner, Clock clock) {
    this.api = api;
    this.files = files;
    this.path = owner.replace("organizations/", "orgs/") + "/copilot/metrics/reports/users-1-day";
    this.clock = clock;
  }

  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    Instant today = ChargePeriod.dayOf(clock.instant()).start();
    BucketRows days = new BucketRows("users", window, DAY);
    int found = 0;
    int missing = 0;
    for (Instant day = window.start();
        day.isBefore(window.end()) && day.isBefore(today);
        day = day.plus(DAY)) {
      JsonNode report = report(day);
      if (report.isMissingNode()) {
        log.debug("There is no report of a day yet. day={}", day);
        missing++;
      } else {
        read(report, days);
        found++;
      }
    }
    say(found, missing);
    return days.buckets();
  }

  /** A day's report; a missing node while there is none: the vendor answers 404 or 204. */
  private JsonNode report(Instant day) throws ProviderException, InterruptedException {
    try {
      return api.get(
          api.url(path)
              .addQueryParameter("day", day.atOffset(ZoneOffset.UTC).toLocalDate().toString())
              .build());
    } catch (ProviderException e) {
      if (e.status().orElse(0) == NOT_FOUND) {
        return MissingNode.getInstance();
      }
      throw e;
    }
  }

  /** When it begins, not at each poll: a policy that is off looks as days that are not ready. */
  private void say(int found, int missing) {
    if (found == 0 && missing > 0 && !saidNone) {
      log.info(
          "There is no report of what users did yet. If it stays so, look whether the policy for"
              + " usage metrics is on. path={} days={}",
          path,
          missing);
      saidNone = true;
    }
    saidNone &= found == 0;
  }

  private void read(JsonNode report, BucketRows days)
      throws ProviderException, InterruptedException {
    JsonNode links = report.path("download_links");
    if (!links.isArray()) {
      throw api.unusable(path + ": there is no list named download_links");
    }
    for (JsonNode link : links) {
      for (JsonNode user : files.documents(link.asText())) {
        ReportedUsage done = done(user);
        if (!done.units().isEmpty()) {
          days.add(day(user), done);
        }
      }
    }
  }

  private Instant day(JsonNode user) throws ProviderException {
    String day = String.valueOf(Json.text(user, "day"));
    return BucketRows.instant(day)
        .orElseThrow(() -> api.unusable(path + ": a line has the day '" + day + "'"));
  }

  private static ReportedUsage done(JsonNode user) {
    ReportRow row = new ReportRow(user);
    UNITS.forEach(
        unit ->
            quantity(user.at(unit.pointer()))
                .ifPresent(quantity -> row.quantity(unit.name(), quantity)));
    String login = row.text("user_login");
    Dimensions who =
        Dimensions.of(Dimension.USER, login == null ? row.text("user_id") : login)
            .with(Dimension.FEATURE, "copilot");
    return new ReportedUsage(who, null, null, row.units(), NOTHING);
  }

  /** What is not there, or none, says nothing; what is no number goes on to be rejected. */
  private static Optional<String> quantity(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    String text = Json.decimalText(value);
    if (text == null) {
      return Optional.of("unreadable: " + value.getNodeType());
    }
    return text.matches("0+(\\.0*)?") ? Optional.empty() : Optional.of(text);
  }
}
