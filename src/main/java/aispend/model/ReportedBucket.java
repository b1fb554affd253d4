// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Everything one endpoint says about one bucket of time. The list is complete: a row that an
 * earlier answer had for the same part and period, and that is missing here, is gone. A bucket that
 * the vendor did not mention at all says nothing; one it listed as empty says that nothing was
 * used.
 *
 * @param part which of the source's endpoints speaks, so that their buckets do not replace each
 *     other's rows: {@code completions}, {@code costs}
 * @param period the bucket's bounds
 * @param rows what was used, possibly nothing
 */
public record ReportedBucket(String part, ReportedPeriod period, List<ReportedUsage> rows) {
  public ReportedBucket {
    requireNonNull(part, "part");
    requireNonNull(period, "period");
    rows = List.copyOf(rows);
  }
}
