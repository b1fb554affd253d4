// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import aispend.model.ChargePeriod;
import aispend.model.ReportedBucket;
import aispend.model.Source;
import java.time.Instant;
import java.util.List;

/**
 * How long a stretch of a source is read at once. Memory has to hold all that comes of it, and how
 * much that is nobody knows before, so reading begins with one bucket. As long as little comes, the
 * next stretch is eight times as long; once much came, as long as should bring some ten thousand
 * rows, and twice the last one at most, as use differs between nights and days. For one thread.
 */
final class Stride {
  static final long ROWS = 10_000;
  private static final long LITTLE = ROWS / 8;
  private static final long FAST = 8;
  private static final long SLOW = 2;

  private final long bucketSeconds;
  private final long most;
  private final boolean whole;
  private long buckets;
  private boolean busy;

  /**
   * Begins to read a source.
   *
   * @param whole whether each stretch is the longest there may be, whatever comes of it
   */
  Stride(Source source, boolean whole) {
    this.bucketSeconds = source.bucket().toSeconds();
    this.most = Math.max(1, source.maxWindow().toSeconds() / bucketSeconds);
    this.whole = whole;
    this.buckets = whole ? most : 1;
  }

  /** The first stretch of what is still to be read. */
  ChargePeriod first(ChargePeriod rest) {
    Instant end = rest.start().plusSeconds(buckets * bucketSeconds);
    return new ChargePeriod(rest.start(), end.isBefore(rest.end()) ? end : rest.end());
  }

  /** Notes what a stretch brought. */
  void brought(ChargePeriod stretch, List<ReportedBucket> reported) {
    long rows = reported.stream().mapToLong(bucket -> bucket.rows().size()).sum();
    long length = Math.max(1, stretch.duration().toSeconds() / bucketSeconds);
    long fitting = rows == 0 ? most : Math.max(1, ROWS * length / rows);
    busy |= rows > LITTLE;
    buckets = whole ? most : Math.min(Math.min(fitting, most), buckets * (busy ? SLOW : FAST));
  }
}
