// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.Reported.day;
import static aispend.provider.Reported.usd;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.http.Json;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedLimit;
import aispend.model.ReportedUsage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What members of a Cursor team did, and may spend. */
final class CursorPeopleTest extends CursorContract {
  private static final String DAILY = "/teams/daily-usage-data";
  private static final String SPEND = "/teams/spend";

  @Override
  protected List<Report> reports() {
    return List.of(daily(), CursorProviderTest.usage());
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("daily_usage", "true", "limits", "true");
  }

  @Override
  protected String emptyPage() {
    return "{\"usageEvents\":[],\"data\":[],\"pagination\":{\"hasNextPage\":false}}";
  }

  private static Report daily() {
    return Report.whole(
        "daily",
        "daily",
        DAILY,
        Reported.window("2026-11-19T00:00:00Z", "2026-11-22T00:00:00Z"),
        Map.of(),
        Map.of(
            "normal",
                List.of(
                    day("daily", "2026-11-19", done("a@acme.com", Map.of("agent_requests", "1"))),
                    day(
                        "daily",
                        "2026-11-20",
                        done(
                            "a@acme.com",
                            Map.of(
                                "composer_requests", "3",
                                "chat_requests", "1",
                                "agent_requests", "12",
                                "inline_edits", "2",
                                "tabs_shown", "40",
                                "lines_added", "150",
                                "lines_accepted", "120")))),
            "unknown_things",
                List.of(
                    day(
                        "daily",
                        "2026-11-20",
                        done(
                            null,
                            Map.of("chat_requests", "1", "agentRequests", "unreadable: many")))),
            "outside_window", List.of(),
            "empty_bucket", List.of()));
  }

  private static ReportedUsage done(@Nullable String user, Map<String, String> units) {
    Dimensions who = Dimensions.of(Dimension.USER, user).with(Dimension.FEATURE, "cursor");
    return new ReportedUsage(who, null, null, units, usd("0"));
  }

  @Test
  void question_isOfActiveMembersInMilliseconds() throws Exception {
    fetch(daily());

    assertThat(Json.read(body(0)))
        .isEqualTo(Json.read("{\"startDate\":1795046400000,\"endDate\":1795305599999}"));
  }

  @Test
  void limits_areThoseOfMembersThatHaveOne() throws Exception {
    vendor().script(SPEND, file("spend_1.json"), file("spend_2.json"));

    assertThat(provider().limits())
        .containsExactly(
            new ReportedLimit("user", "12345", "Ada", "cycle", Money.usd("100"), Money.usd("24.5")),
            new ReportedLimit(
                "user", "12347", "Cy", "cycle", Money.usd("0.5"), Money.usd("0.125")));
    assertThat(Json.read(body(1))).isEqualTo(Json.read("{\"page\":2,\"pageSize\":100}"));
  }

  @Test
  void rowWithoutADay_isBadResponse() {
    vendor().script(DAILY, VendorServer.json("{\"data\":[{\"chatRequests\":1}]}"));

    ProviderException failure = catchThrowableOfType(ProviderException.class, () -> fetch(daily()));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  private String body(int request) {
    return requireNonNull(vendor().requests().get(request).getBody()).utf8();
  }
}
