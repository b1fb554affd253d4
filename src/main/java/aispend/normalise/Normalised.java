// SPDX-License-Identifier: Apache-2.0
package aispend.normalise;

import static java.util.Objects.requireNonNull;

import aispend.model.ChargePeriod;
import aispend.model.UsageRecord;
import java.util.List;

/**
 * What became of a list of reported buckets.
 *
 * @param buckets those whose period could be told, in the order reported
 * @param rejections rows and buckets that were left out
 */
public record Normalised(List<Bucket> buckets, List<Rejection> rejections) {
  /**
   * One bucket.
   *
   * @param part which endpoint of the source reported it
   * @param complete false when a row of it was rejected: what is missing here need not be gone
   * @param records in the order reported; identities may repeat
   */
  public record Bucket(
      String part, ChargePeriod period, boolean complete, List<UsageRecord> records) {
    public Bucket {
      requireNonNull(part, "part");
      requireNonNull(period, "period");
      records = List.copyOf(records);
    }
  }

  public Normalised {
    buckets = List.copyOf(buckets);
    rejections = List.copyOf(rejections);
  }
}
