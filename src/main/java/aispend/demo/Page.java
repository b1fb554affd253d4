// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a report: some consecutive buckets.
 *
 * @param buckets oldest first, empty ones included
 * @param next the token of the next page; null on the last
 */
record Page(List<ChargePeriod> buckets, @Nullable String next) {
  Page {
    buckets = List.copyOf(buckets);
  }

  /**
   * Cuts the asked page.
   *
   * @param start of the first bucket, snapped down to the width
   * @param end buckets start before this
   * @param limit buckets on a page
   * @throws Refusal when the page token is not one of this query
   */
  static Page cut(Request request, Instant start, Instant end, Duration width, int limit)
      throws Refusal {
    Instant from = floor(start, width).plusSeconds(offset(request));
    List<ChargePeriod> buckets = new ArrayList<>();
    while (from.isBefore(end) && buckets.size() < limit) {
      Instant to = from.plus(width);
      buckets.add(new ChargePeriod(from, to));
      from = to;
    }
    long offset = Duration.between(floor(start, width), from).toSeconds();
    return new Page(buckets, from.isBefore(end) ? token(request, offset) : null);
  }

  static Instant floor(Instant instant, Duration width) {
    long seconds = width.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
  }

  private static String token(Request request, long offset) {
    String text = offset + ":" + request.signature();
    return "page_"
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static long offset(Request request) throws Refusal {
    String page = request.value("page");
    if (page == null) {
      return 0;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(page.replaceFirst("^page_", ""));
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (page.startsWith("page_") && text.endsWith(":" + request.signature())) {
        return Long.parseLong(text.substring(0, text.indexOf(':')));
      }
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("Invalid 'page': no token of this server.", "page");
    }
    throw Refusal.badRequest("Invalid 'page': belongs to another query.", "page");
  }
}
