// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.ChargePeriod;
import aispend.model.UsageRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was read from one source about one window, normalised.
 *
 * @param source the source's name
 * @param window what was asked for; the watermark moves to its end, but not past {@code readAt}
 * @param buckets what was answered; several of one part and period are pieces of one bucket
 * @param readAt when the reading began
 */
public record Batch(String source, ChargePeriod window, List<Bucket> buckets, Instant readAt) {
  /**
   * The records of one endpoint and period. Records of equal identity are added up before they are
   * kept.
   *
   * @param part which endpoint of the source speaks
   * @param complete whether records of this part and period that are missing here are gone; false
   *     when some row had to be rejected
   */
  public record Bucket(
      String part, ChargePeriod period, boolean complete, List<UsageRecord> records) {
    public Bucket {
      requireNonNull(part, "part");
      requireNonNull(period, "period");
      records = List.copyOf(records);
      for (UsageRecord record : records) {
        if (!record.period().equals(period)) {
          throw new IllegalArgumentException(
              "record of " + record.period() + " in the bucket of " + period);
        }
      }
    }

    /** Both pieces of one part and period; complete when both are. */
    Bucket plus(Bucket other) {
      List<UsageRecord> all = new ArrayList<>(records);
      all.addAll(other.records);
      return new Bucket(part, period, complete && other.complete, all);
    }
  }

  public Batch {
    requireNonNull(source, "source");
    requireNonNull(window, "window");
    requireNonNull(readAt, "readAt");
    buckets = List.copyOf(buckets);
  }
}
