// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.Pages;
import aispend.model.ChargePeriod;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daily activity: in one answer where the proxy has the aggregated route, else page by page.
 *
 * <pre>{@code
 * {"results":[{"date":"2026-11-20","metrics":{...},"breakdown":{...}}],
 *  "metadata":{"page":1,"total_pages":3,"has_more":true}}
 * }</pre>
 *
 * A page holds so many rows of the proxy's database, so one date can go on in the next page; what
 * is said of it is added up. Both bounds asked for are inclusive.
 */
final class LiteLlmActivity {
  private static final Logger log = LoggerFactory.getLogger(LiteLlmActivity.class);

  private static final String PAGED = "user/daily/activity";
  private static final String AGGREGATED = PAGED + "/aggregated";

  /** Keys listed under a model; the spend of further ones is told without its key. */
  private static final String MOST_KEYS = "1000";

  private static final String ROWS_A_PAGE = "1000";
  private static final Duration DAY = Duration.ofDays(1);

  private final String provider;
  private final VendorApi api;
  private volatile boolean paged;

  LiteLlmActivity(String provider, VendorApi api) {
    this.provider = provider;
    this.api = api;
  }

  /** Takes what is said of a date, of which there may be more in another page. */
  @FunctionalInterface
  private interface Dates {
    void take(Instant day, JsonNode result) throws ProviderException;
  }

  /** Takes what one model comes to on a date; of a date and model there may be several. */
  @FunctionalInterface
  interface Models {
    void take(Instant day, String model, LiteLlmMetrics metrics);
  }

  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    BucketRows days = new BucketRows("activity", window, DAY);
    read(
        window,
        (day, result) -> {
          days.told(day);
          new LiteLlmDay(api, result).rows().forEach(row -> days.add(day, row));
        });
    return days.buckets();
  }

  /** The totals of each day's models, by whatever route the proxy has. */
  void forEachModel(ChargePeriod window, Models models)
      throws ProviderException, InterruptedException {
    read(
        window,
        (day, result) -> {
          for (Map.Entry<String, JsonNode> model :
              result.path("breakdown").path("models").properties()) {
            LiteLlmMetrics metrics = LiteLlmMetrics.of(api, model.getValue().path("metrics"));
            models.take(day, model.getKey(), metrics);
          }
        });
  }

  private void read(ChargePeriod window, Dates dates)
      throws ProviderException, InterruptedException {
    LocalDate first = day(window.start());
    LocalDate last = day(window.end().minusSeconds(1));
    if (!paged) {
      try {
        take(aggregated(first, last), dates);
        return;
      } catch (ProviderException e) {
        if (e.status().orElse(0) != 404) {
          throw e;
        }
        log.info("The proxy has no aggregated activity; its pages are read. provider={}", provider);
        paged = true;
      }
    }
    readPages(first, last, dates);
  }

  private JsonNode aggregated(LocalDate first, LocalDate last)
      throws ProviderException, InterruptedException {
    return api.get(
        between(AGGREGATED, first, last).addQueryParameter("api_key_limit", MOST_KEYS).build());
  }

  private void readPages(LocalDate first, LocalDate last, Dates dates)
      throws ProviderException, InterruptedException {
    for (int page = 1; page <= Pages.MAX_PAGES; page++) {
      JsonNode answer = page(first, last, page);
      take(answer, dates);
      if (!answer.path("metadata").path("has_more").asBoolean(false)) {
        return;
      }
    }
    throw api.unusable(PAGED + ": the list does not end after " + Pages.MAX_PAGES + " pages");
  }

  /** One page of the older route, from 1. */
  JsonNode page(LocalDate first, LocalDate last, int page)
      throws ProviderException, InterruptedException {
    return api.get(
        between(PAGED, first, last)
            .addQueryParameter("page", Integer.toString(page))
            .addQueryParameter("page_size", ROWS_A_PAGE)
            .build());
  }

  private HttpUrl.Builder between(String path, LocalDate first, LocalDate last) {
    return api.url(path)
        .addQueryParameter("start_date", first.toString())
        .addQueryParameter("end_date", last.toString());
  }

  private void take(JsonNode answer, Dates dates) throws ProviderException {
    JsonNode results = answer.path("results");
    if (!results.isArray()) {
      throw api.unusable(PAGED + ": there is no list named results");
    }
    for (JsonNode result : results) {
      String date = String.valueOf(Json.text(result, "date"));
      Instant day =
          BucketRows.instant(date)
              .orElseThrow(() -> api.unusable(PAGED + ": a result has the date '" + date + "'"));
      dates.take(day, result);
    }
  }

  private static LocalDate day(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate();
  }
}
