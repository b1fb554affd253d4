// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import aispend.config.OtlpConfig;
import aispend.model.Tenant;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the points that count what calls used out of metrics, and says of each other one why it is
 * left out. Used for one request.
 */
final class PointReader {
  static final BigDecimal MOST_USD = new BigDecimal("1000000");

  /** Doubles are exact up to here, and no process gets there. */
  private static final BigDecimal MOST_RUNNING = new BigDecimal("1e15");

  private final OtlpConfig config;
  private final Moments moments;
  private final Tenant tenant;
  private final Tally tally;
  private final List<Point> points = new ArrayList<>();

  PointReader(OtlpConfig config, Moments moments, Tenant tenant, Tally tally) {
    this.config = config;
    this.moments = moments;
    this.tenant = tenant;
    this.tally = tally;
  }

  /** What was read until now, in the order it came. */
  List<Point> points() {
    return points;
  }

  void read(ResourceMetrics told) {
    boolean counters =
        told.getScopeMetricsList().stream()
            .flatMap(scope -> scope.getMetricsList().stream())
            .anyMatch(metric -> metric.getName().startsWith(Instrument.COUNTERS));
    for (ScopeMetrics scope : told.getScopeMetricsList()) {
      for (Metric metric : scope.getMetricsList()) {
        Optional<Instrument> instrument =
            Instrument.of(metric.getName())
                .filter(this::wanted)
                .filter(known -> !(counters && metric.getName().equals(Instrument.HISTOGRAM)));
        if (instrument.isPresent()) {
          read(
              new Series(
                  tenant.name(), told.getResource().getAttributesList(), scope.getScope(), metric),
              instrument.get());
        } else {
          tally.count(Tally.Fate.IGNORED, RawPoint.count(metric));
        }
      }
    }
  }

  /** Where a point was found. */
  private record Series(
      String tenant, List<KeyValue> resource, InstrumentationScope scope, Metric metric) {
    /**
     * Counters of two tenants are two, however alike; those of nobody in particular have no name.
     */
    Digest digest() {
      Digest digest = tenant.isEmpty() ? new Digest() : new Digest().add(tenant);
      return digest.add(resource, Set.of()).add(scope.getName());
    }
  }

  /** Calls that are told in two ways are taken from one. */
  private boolean wanted(Instrument instrument) {
    return switch (instrument.family()) {
      case GEN_AI -> config.genAiFrom() == OtlpConfig.Signal.METRICS;
      case CLAUDE_CODE ->
          config.claudeCodeCost() == OtlpConfig.ClaudeCodeCost.TOLD
              || !instrument.roles().containsValue(Instrument.Role.COST);
      case CODEX -> true;
    };
  }

  private void read(Series series, Instrument instrument) {
    String name = series.metric().getName();
    AggregationTemporality temporality = RawPoint.temporality(series.metric());
    boolean delta = temporality == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
    boolean running = temporality == AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
    if (!delta && !running) {
      tally.reject(
          name
              + ": aggregation_temporality is missing; must be a sum or histogram, delta or"
              + " cumulative",
          RawPoint.count(series.metric()));
      return;
    }
    for (RawPoint raw : RawPoint.of(series.metric())) {
      try {
        Optional<Point> point =
            raw.empty() ? Optional.empty() : point(series, instrument, raw, running);
        point.ifPresentOrElse(points::add, () -> tally.count(Tally.Fate.IGNORED, 1));
      } catch (BadFieldException e) {
        tally.reject(name + ": " + e.getMessage(), 1);
      }
    }
  }

  private Optional<Point> point(Series series, Instrument instrument, RawPoint raw, boolean running)
      throws BadFieldException {
    Attributes said = Attributes.of(series.resource(), raw.attributes());
    String operation = said.text("gen_ai.operation.name");
    Optional<Instrument.Role> role = instrument.role(said);
    boolean otherOperation =
        instrument.family() == Instrument.Family.GEN_AI
            && operation != null
            && !SpanReader.OPERATIONS.containsKey(operation);
    if (role.isEmpty() || otherOperation) {
      return Optional.empty();
    }
    Instant at = moments.read("time_unix_nano", raw.nanos());
    if (Long.compareUnsigned(raw.startNanos(), raw.nanos()) > 0) {
      throw BadFieldException.bad(
          "start_time_unix_nano",
          Long.toUnsignedString(raw.startNanos()),
          "must not be after time_unix_nano, " + raw.nanos());
    }
    String modality = said.text(Instrument.MODALITY);
    return Optional.of(
        new Point(
            instrument.family(),
            role.get(),
            modality == null ? "" : modality,
            said,
            group(series, instrument, raw),
            series
                .digest()
                .add(series.scope().getVersion())
                .add(series.metric().getName())
                .add(raw.attributes(), Set.of())
                .add(raw.startNanos())
                .key(),
            raw.startNanos(),
            raw.nanos(),
            at,
            running,
            value(role.get(), raw, running),
            raw.calls()));
  }

  private static String group(Series series, Instrument instrument, RawPoint raw) {
    String type = instrument.typeKey();
    Set<String> left =
        type == null ? Set.of(Instrument.MODALITY) : Set.of(Instrument.MODALITY, type);
    return series.digest().add(instrument.family().name()).add(raw.attributes(), left).hex();
  }

  private static BigDecimal value(Instrument.Role role, RawPoint raw, boolean running)
      throws BadFieldException {
    String text = raw.value();
    if (text == null) {
      throw BadFieldException.missing("value", "must be a number or have a sum");
    }
    boolean cost = role == Instrument.Role.COST;
    boolean number = text.matches("-?[0-9.]+(E-?[0-9]{1,2})?");
    BigDecimal value = number ? new BigDecimal(text) : BigDecimal.ONE.negate();
    BigDecimal most =
        running ? MOST_RUNNING : cost ? MOST_USD : BigDecimal.valueOf(Attributes.MOST_TOKENS);
    boolean whole = cost || value.stripTrailingZeros().scale() <= 0;
    if (value.signum() < 0 || value.compareTo(most) > 0 || !whole) {
      throw BadFieldException.bad(
          "value",
          text,
          (cost ? "must be dollars from 0 to " : "must be a whole number of tokens from 0 to ")
              + most.toPlainString());
    }
    return value;
  }
}
