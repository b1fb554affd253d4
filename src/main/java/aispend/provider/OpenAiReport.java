// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.Pages;
import aispend.model.ChargePeriod;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBucket;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One report: {@code {"object":"page","data":[{"object":"bucket","start_time":1795132800,
 * "end_time":1795219200,"results":[...]}],"has_more":false,"next_page":null}}, bounds in Unix
 * seconds, the end excluded. Asks with the finest grouping that the organization may use: a 400 at
 * the first page is answered by the next coarser one, which is remembered. Called by one thread at
 * a time.
 */
final class OpenAiReport {
  private static final Logger log = LoggerFactory.getLogger(OpenAiReport.class);

  /** 9999-12-31: later than any bucket, and within what an Instant's text can hold. */
  private static final long LATEST_SECOND = 253_402_300_799L;

  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;

  /**
   * What a report is.
   *
   * @param part names it in the ledger
   * @param path below the base URL
   * @param bucket its width
   * @param bucketWidth the same, as the vendor writes it
   * @param rowObject rows with another {@code object} are of a later time and ignored
   * @param optional whether a 404 only says that this organization does not have it
   * @param groupParameter {@code group_by[]} or {@code group_by}
   * @param groupings from fine to coarse
   * @param reading maps a row; empty for one that says nothing
   */
  record Shape(
      String part,
      String path,
      Duration bucket,
      String bucketWidth,
      String rowObject,
      boolean optional,
      String groupParameter,
      List<List<String>> groupings,
      Function<JsonNode, Optional<ReportedUsage>> reading) {}

  private final String provider;
  private final VendorApi api;
  private final Shape shape;
  private int grouping;
  private boolean absent;

  OpenAiReport(String provider, VendorApi api, Shape shape) {
    this.provider = provider;
    this.api = api;
    this.shape = shape;
  }

  /** The buckets inside the window, oldest first. */
  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    if (absent) {
      return List.of();
    }
    try {
      return fetchAsFineAsAllowed(window);
    } catch (ProviderException e) {
      if (!shape.optional() || e.status().orElse(0) != NOT_FOUND) {
        throw e;
      }
      absent = true;
      log.info(
          "Report is not offered and is not asked for again before a restart provider={} report={}",
          provider,
          shape.part());
      return List.of();
    }
  }

  private List<ReportedBucket> fetchAsFineAsAllowed(ChargePeriod window)
      throws ProviderException, InterruptedException {
    ProviderException refused = null;
    for (int next = grouping; ; next++) {
      try {
        List<ReportedBucket> buckets = read(window, shape.groupings().get(next));
        remember(next, refused);
        return buckets;
      } catch (ProviderException e) {
        if (refused != null) {
          e.addSuppressed(refused);
        }
        if (e.status().orElse(0) != BAD_REQUEST || next + 1 == shape.groupings().size()) {
          throw e;
        }
        refused = e;
      }
    }
  }

  private void remember(int used, @Nullable ProviderException refused) {
    if (refused != null) {
      log.warn(
          "Grouping is refused; asking with a coarser one provider={} report={} refused={} used={}"
              + " reason={}",
          provider,
          shape.part(),
          shape.groupings().get(grouping),
          shape.groupings().get(used),
          refused.getMessage());
      grouping = used;
    }
  }

  private List<ReportedBucket> read(ChargePeriod window, List<String> groups)
      throws ProviderException, InterruptedException {
    HttpUrl url = url(window, groups);
    Reading reading = new Reading(window);
    new Pages(provider, "next_page").forEach(cursor -> page(url, cursor), reading::take);
    return reading.finished();
  }

  private HttpUrl url(ChargePeriod window, List<String> groups) {
    long buckets = Math.max(1, window.duration().dividedBy(shape.bucket()));
    HttpUrl.Builder url =
        api.url(shape.path())
            .addQueryParameter("start_time", Long.toString(window.start().getEpochSecond()))
            .addQueryParameter("end_time", Long.toString(window.end().getEpochSecond()))
            .addQueryParameter("bucket_width", shape.bucketWidth())
            .addQueryParameter("limit", Long.toString(buckets));
    groups.forEach(group -> url.addQueryParameter(shape.groupParameter(), group));
    return url.build();
  }

  private JsonNode page(HttpUrl url, @Nullable String cursor)
      throws ProviderException, InterruptedException {
    if (cursor == null) {
      return api.get(url);
    }
    try {
      return api.get(url.newBuilder().addQueryParameter("page", cursor).build());
    } catch (ProviderException e) {
      // The grouping was accepted and the report exists, so a later refusal is about the cursor.
      throw e.status().orElse(0) == BAD_REQUEST || e.status().orElse(0) == NOT_FOUND
          ? new ProviderException(provider, e.kind(), "a further page: " + e.getMessage(), e)
          : e;
    }
  }

  /** Collects the buckets of one window; a bucket that comes in pieces is put together. */
  private final class Reading {
    private final ChargePeriod window;
    private final Map<Instant, List<ReportedUsage>> rows = new TreeMap<>();
    private int outside;
    private int unknown;

    Reading(ChargePeriod window) {
      this.window = window;
    }

    void take(JsonNode bucket) throws ProviderException {
      ChargePeriod period = period(bucket);
      if (!window.contains(period)) {
        outside++;
        return;
      }
      if (!bucket.path("results").isArray()) {
        throw bad("the bucket of " + period.start() + " has no list named results");
      }
      List<ReportedUsage> kept = rows.computeIfAbsent(period.start(), start -> new ArrayList<>());
      for (JsonNode row : bucket.path("results")) {
        take(row, kept);
      }
    }

    private void take(JsonNode row, List<ReportedUsage> kept) {
      String object = Json.text(row, "object");
      if (object != null && !object.equals(shape.rowObject())) {
        unknown++;
        return;
      }
      shape.reading().apply(row).ifPresent(kept::add);
    }

    List<ReportedBucket> finished() {
      if (outside + unknown > 0) {
        log.debug(
            "Report holds what is not kept provider={} report={} bucketsOutside={} unknownRows={}",
            provider,
            shape.part(),
            outside,
            unknown);
      }
      List<ReportedBucket> buckets = new ArrayList<>();
      rows.forEach(
          (start, usages) ->
              buckets.add(
                  new ReportedBucket(
                      shape.part(), ReportedPeriod.of(start, start.plus(shape.bucket())), usages)));
      return List.copyOf(buckets);
    }
  }

  /** The whole bucket, also where the vendor cuts the running one short. */
  private ChargePeriod period(JsonNode bucket) throws ProviderException {
    Long start = Json.wholeNumber(bucket.path("start_time"));
    Long end = Json.wholeNumber(bucket.path("end_time"));
    if (start == null || end == null || start < 0 || end > LATEST_SECOND || start >= end) {
      throw bad("a bucket's start_time and end_time are no times in order");
    }
    long width = shape.bucket().toSeconds();
    if (start % width != 0 || end - start > width) {
      throw bad(
          "a bucket is "
              + Instant.ofEpochSecond(start)
              + ".."
              + Instant.ofEpochSecond(end)
              + ", not a whole "
              + shape.bucketWidth()
              + " of UTC");
    }
    return ChargePeriod.ofEpochSeconds(start, start + width);
  }

  private ProviderException bad(String what) {
    return new ProviderException(
        provider, Kind.BAD_RESPONSE, shape.path() + ": " + what + "; nothing of it is used");
  }
}
