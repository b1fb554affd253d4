// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.model.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contents of answers about single calls; written as {@link Bodies} are. */
public final class EventBodies {
  private EventBodies() {}

  /** A value of a dimension, and the name shown for it. */
  public record Named(String id, String name) {}

  /**
   * One call as it was told.
   *
   * @param timestamp when it was made, to the second
   * @param source who told it: events, proxy, otlp
   * @param dimensions all that are known, the provider and the model included
   * @param tokens by disjoint type, without zeros
   * @param costUsd what counts into sums; null when it is not known
   * @param listCostUsd by the price book; null when it has no price for the call
   * @param costTold whether the sender said what it cost
   * @param unpriced whether its cost is not known
   * @param status ok, error or aborted
   * @param requestFingerprint equal where the same was asked; null when it is not known
   */
  public record EventRow(
      String eventId,
      Instant timestamp,
      String source,
      String provider,
      String model,
      String eventType,
      Map<String, Named> dimensions,
      Map<String, Long> tokens,
      Map<String, BigDecimal> units,
      @Nullable Money costUsd,
      @Nullable Money listCostUsd,
      boolean costTold,
      boolean unpriced,
      String status,
      @Nullable Long latencyMs,
      @Nullable Long ttftMs,
      @Nullable String fallbackFrom,
      @Nullable String traceId,
      @Nullable String requestFingerprint,
      Map<String, String> metadata) {}

  /**
   * {@code /api/events}: newest first.
   *
   * @param nextCursor asks for the page behind this one; null when there is none
   */
  public record EventPage(List<EventRow> events, @Nullable String nextCursor) {}

  /**
   * How long calls took. A percentile is the time of the call with the nearest rank; null when no
   * call told its time.
   *
   * @param count calls that told their time
   */
  public record Percentiles(
      long count, @Nullable Long p50, @Nullable Long p95, @Nullable Long p99) {}

  /**
   * The calls of a model.
   *
   * @param latencyMs until the whole answer
   * @param ttftMs until its first token
   */
  public record LatencyRow(
      String provider, String model, Percentiles latencyMs, Percentiles ttftMs) {}

  /**
   * {@code /api/latency}: the most calls first.
   *
   * @param relativeError by how much of itself a percentile may differ from the true one
   */
  public record Latencies(int hours, BigDecimal relativeError, List<LatencyRow> models) {}
}
