// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.Reported.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import aispend.http.CapturedLog;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.ReportedUsage;
import aispend.model.Source;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;

/** What features cost, by the proxy's tags of requests. */
final class LiteLlmTagsTest extends LiteLlmContract {
  private static final String AGGREGATED = "/user/daily/activity/aggregated";
  private static final String TAGS = "/tag/daily/activity/export";
  private static final ReportedUsage SEARCH =
      used("search", "gpt-5-mini", "1.0", 80_000, 3_000, 40);

  @Override
  protected List<Report> reports() {
    return List.of(tags(), LiteLlmProviderTest.activity());
  }

  @Override
  protected String emptyPage() {
    return "{\"results\":[],\"metadata\":{\"has_more\":false}}";
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("tags", "true", "feature_tag", "feature:");
  }

  @Override
  protected void prepare(VendorServer vendor) {
    vendor.nothing(TAGS, "[]");
  }

  /** An empty list is a good answer to what the tags are, and a bad one to what the totals are. */
  @Override
  protected int questionsUntilUnreadable(Report report, String body) {
    return report.source().equals("tags") && body.equals("[]") ? 2 : 1;
  }

  private static Report tags() {
    return Report.whole(
        "tags",
        "tags",
        TAGS,
        Reported.window("2026-11-19T00:00:00Z", "2026-11-22T00:00:00Z"),
        Map.of(
            "start_date", "2026-11-19",
            "end_date", "2026-11-21",
            "format", "json",
            "export_type", "daily_with_models"),
        Map.of(
            // Other tags of the same calls are other views of them.
            "normal",
                List.of(
                    day(
                        "tags",
                        "2026-11-20",
                        SEARCH,
                        used("chat", "gpt-5-mini", "0.2", 9_000, 900, 1))),
            "unknown_things", List.of(day("tags", "2026-11-20", SEARCH)),
            "outside_window", List.of(),
            "empty_bucket", List.of()));
  }

  private static ReportedUsage used(
      String feature, String model, String spend, long prompt, long completion, long requests) {
    return LiteLlmProviderTest.used(
        Dimensions.of(Dimension.MODEL, model).with(Dimension.FEATURE, feature),
        spend,
        prompt,
        completion,
        0,
        0,
        requests);
  }

  @Test
  void sources_areTheTagsAsAttributedAndTheActivity() {
    assertThat(provider().sources())
        .extracting(Source::name, Source::layer)
        .containsExactly(
            tuple("mine:tags", Layer.ATTRIBUTED), tuple("mine:activity", Layer.METERED));
  }

  @Test
  void tagsWithinTheTotals_areTaken() throws Exception {
    vendor().script(AGGREGATED, file("activity_normal.json"));
    vendor().script(TAGS, file("tags_normal.json"));

    assertThat(fetch(tags())).isEqualTo(tags().expected().get("normal"));
  }

  @Test
  void callsWithTwoFeatures_leaveTheirDayAndModelOutAndAreSaidOnce() throws Exception {
    vendor().script(AGGREGATED, file("activity_normal.json"), file("activity_normal.json"));
    vendor().script(TAGS, file("tags_overlapping.json"), file("tags_overlapping.json"));
    Provider provider = provider();

    try (CapturedLog log = new CapturedLog()) {
      assertThat(fetch(provider, tags()))
          .containsExactly(
              day("tags", "2026-11-20", used("chat", "claude-haiku-5", "0.5", 100, 10, 1)));
      fetch(provider, tags());

      assertThat(log.lines())
          .filteredOn(line -> line.contains("several tags"))
          .singleElement()
          .asString()
          .contains("2026-11-20 gpt-5-mini");
    }
  }

  @Test
  void dayOfWhichAllIsLeftOut_isToldSoThatWhatWasTakenGoes() throws Exception {
    vendor().script(AGGREGATED, total(1));
    vendor().script(TAGS, tagged(2));

    assertThat(fetch(tags())).containsExactly(day("tags", "2026-11-20"));
  }

  @Test
  void callBetweenTheTwoAnswers_doesNotMakeFeaturesExceedTheTotal() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    vendor()
        .always(
            request ->
                request.getUrl().encodedPath().equals(TAGS)
                    ? tagged(calls.incrementAndGet())
                    : total(calls.incrementAndGet()));

    assertThat(fetch(tags()))
        .containsExactly(day("tags", "2026-11-20", used("search", "gpt-5-mini", "1", 10, 5, 1)));
  }

  private static MockResponse tagged(int calls) {
    return VendorServer.json(
        """
        [{"date":"2026-11-20","entity_id":"feature:search","model":"gpt-5-mini",%s}]
        """
            .formatted(metrics(calls)));
  }

  private static MockResponse total(int calls) {
    String metrics = metrics(calls);
    return VendorServer.json(
        """
        {"results":[{"date":"2026-11-20","metrics":{%s},
          "breakdown":{"models":{"gpt-5-mini":{"metrics":{%s}}}}}]}
        """
            .formatted(metrics, metrics));
  }

  private static String metrics(int calls) {
    return """
        "spend":%d,"prompt_tokens":%d,"completion_tokens":%d,"api_requests":%d"""
        .formatted(calls, 10 * calls, 5 * calls, calls);
  }

  @Test
  void tagsBesideLogsOrWithoutAPrefix_areRefusedByName() {
    String message =
        "options.tags is 'true'; must be false where logs tells of the same calls, or feature_tag"
            + " is not set";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("tags", "true")))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> provider(Map.of("tags", "true", "logs", "true", "feature_tag", "feature:")))
        .withMessage(message);
  }
}
