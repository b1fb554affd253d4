// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.DataPointFlags;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data point of any kind of metric that adds up.
 *
 * @param value the sum as text; null when the point has none
 * @param calls how many measurements are in it; 0 when that is not told
 */
record RawPoint(
    List<KeyValue> attributes,
    long startNanos,
    long nanos,
    int flags,
    @Nullable String value,
    long calls) {

  /** Whether it only says that there is nothing to say. */
  boolean empty() {
    return (flags & DataPointFlags.DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK_VALUE) != 0;
  }

  /** The points of a metric; empty for a kind that does not add up. */
  static List<RawPoint> of(Metric metric) {
    return switch (metric.getDataCase()) {
      case SUM -> metric.getSum().getDataPointsList().stream().map(RawPoint::of).toList();
      case HISTOGRAM ->
          metric.getHistogram().getDataPointsList().stream()
              .map(
                  point ->
                      new RawPoint(
                          point.getAttributesList(),
                          point.getStartTimeUnixNano(),
                          point.getTimeUnixNano(),
                          point.getFlags(),
                          point.hasSum() ? Double.toString(point.getSum()) : null,
                          point.getCount()))
              .toList();
      case EXPONENTIAL_HISTOGRAM ->
          metric.getExponentialHistogram().getDataPointsList().stream()
              .map(
                  point ->
                      new RawPoint(
                          point.getAttributesList(),
                          point.getStartTimeUnixNano(),
                          point.getTimeUnixNano(),
                          point.getFlags(),
                          point.hasSum() ? Double.toString(point.getSum()) : null,
                          point.getCount()))
              .toList();
      case GAUGE, SUMMARY, DATA_NOT_SET -> List.of();
    };
  }

  /** Whether values are running totals or what was added since the last ones. */
  static AggregationTemporality temporality(Metric metric) {
    return switch (metric.getDataCase()) {
      case SUM -> metric.getSum().getAggregationTemporality();
      case HISTOGRAM -> metric.getHistogram().getAggregationTemporality();
      case EXPONENTIAL_HISTOGRAM -> metric.getExponentialHistogram().getAggregationTemporality();
      case GAUGE, SUMMARY, DATA_NOT_SET ->
          AggregationTemporality.AGGREGATION_TEMPORALITY_UNSPECIFIED;
    };
  }

  /** How many points a metric of any kind has. */
  static int count(Metric metric) {
    return switch (metric.getDataCase()) {
      case GAUGE -> metric.getGauge().getDataPointsCount();
      case SUMMARY -> metric.getSummary().getDataPointsCount();
      case SUM -> metric.getSum().getDataPointsCount();
      case HISTOGRAM -> metric.getHistogram().getDataPointsCount();
      case EXPONENTIAL_HISTOGRAM -> metric.getExponentialHistogram().getDataPointsCount();
      case DATA_NOT_SET -> 0;
    };
  }

  private static RawPoint of(NumberDataPoint point) {
    String value =
        switch (point.getValueCase()) {
          case AS_INT -> Long.toString(point.getAsInt());
          case AS_DOUBLE -> Double.toString(point.getAsDouble());
          case VALUE_NOT_SET -> null;
        };
    return new RawPoint(
        point.getAttributesList(),
        point.getStartTimeUnixNano(),
        point.getTimeUnixNano(),
        point.getFlags(),
        value,
        0);
  }
}
