// SPDX-License-Identifier: Apache-2.0
package aispend.table;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ReportedBucket;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rows of a table added up by UTC hour and by what they are split by. An hour without rows is not
 * told: trackers drop old rows, which must not take spend back.
 */
final class UsageHours {
  private static final String PART = "rows";

  private final TableOptions options;
  private final SortedMap<Instant, Map<Dimensions, UsageSum>> hours = new TreeMap<>();
  private int groups;

  UsageHours(TableOptions options) {
    this.options = options;
  }

  /** The sum to which a row belongs. */
  UsageSum of(Instant at, Map<Dimension, String> values, boolean withoutCost) {
    Map<Dimensions, UsageSum> sums =
        hours.computeIfAbsent(at.truncatedTo(ChronoUnit.HOURS), any -> new LinkedHashMap<>());
    return sums.computeIfAbsent(
        options.dimensions(values, withoutCost),
        any -> {
          groups++;
          return new UsageSum();
        });
  }

  /** How many sums there are. */
  int groups() {
    return groups;
  }

  /** The hours, oldest first. */
  List<ReportedBucket> buckets() {
    List<ReportedBucket> buckets = new ArrayList<>();
    hours.forEach(
        (start, sums) -> {
          List<ReportedUsage> rows = new ArrayList<>();
          sums.forEach((dimensions, sum) -> rows.add(sum.reported(dimensions, options)));
          ReportedPeriod hour = ReportedPeriod.of(start, start.plus(Duration.ofHours(1)));
          buckets.add(new ReportedBucket(PART, hour, rows));
        });
    return List.copyOf(buckets);
  }
}
