// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import aispend.config.EventsConfig;
import aispend.config.OtlpConfig;
import aispend.ingest.EventIngest;
import aispend.ingest.EventIntake;
import aispend.ingest.EventResult;
import aispend.ingest.NotKeptException;
import aispend.model.ReportedEvent;
import aispend.model.SeriesReading;
import aispend.model.Tenant;
import aispend.telemetry.Telemetry;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Takes what OpenTelemetry exporters send: reads it, keeps the calls it tells of, and names what
 * cannot be right. Any thread may use it; a few requests are worked on at once, as each is read
 * into memory, and metrics one at a time, as what a running total grew by depends on the one
 * before.
 */
public final class OtlpReceiver {
  private static final int AT_ONCE = 2;
  private static final long PATIENCE_SECONDS = 10;

  /** What exporters send. */
  public enum Signal {
    TRACES,
    METRICS,
    /** Taken and left: what Claude Code and Codex log is in their metrics. */
    LOGS;

    /** The metric label {@code signal}. */
    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final OtlpConfig config;
  private final EventsConfig events;
  private final int maxBodyBytes;
  private final ProviderNames providers;
  private final EventIntake intake;
  private final EventIngest ingest;
  private final Telemetry telemetry;
  private final Clock clock;
  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final ReentrantLock counting = new ReentrantLock();

  /**
   * A receiver.
   *
   * @param events says how far ahead of the clock a time may be
   * @param maxBodyBytes of an unpacked body
   * @param configured names of the providers of which just one is configured, by type
   * @param intake where calls go that are told one by one
   * @param ingest where calls go that running totals grew by, kept with these in one transaction
   */
  public OtlpReceiver(
      OtlpConfig config,
      EventsConfig events,
      long maxBodyBytes,
      Map<String, String> configured,
      EventIntake intake,
      EventIngest ingest,
      Telemetry telemetry,
      Clock clock) {
    this.config = config;
    this.events = events;
    this.maxBodyBytes = Math.toIntExact(maxBodyBytes);
    this.providers = new ProviderNames(configured);
    this.intake = intake;
    this.ingest = ingest;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /**
   * Keeps the calls that a request tells of as a tenant's; they are durable on return.
   *
   * @throws OtlpRefusedException when none was kept and the request as a whole is to blame, or the
   *     daemon
   */
  public OtlpAnswer accept(Signal signal, OtlpBody body, Tenant tenant)
      throws OtlpRefusedException {
    if (!config.enabled()) {
      throw new OtlpRefusedException(404, "OpenTelemetry is not taken here: otlp.enabled is false");
    }
    take();
    try {
      Tally tally = new Tally();
      switch (signal) {
        case TRACES -> traces(body, tenant, tally);
        case METRICS -> metrics(body, tenant, tally);
        case LOGS -> {}
      }
      tally.counts().forEach((fate, count) -> telemetry.otlp(signal.code(), fate.code(), count));
      return OtlpAnswer.of(signal, body.json(), tally);
    } catch (NotKeptException e) {
      throw new OtlpRefusedException(
          503, "nothing was kept, send it again: " + String.valueOf(e.getMessage()));
    } finally {
      places.release();
    }
  }

  private void take() throws OtlpRefusedException {
    boolean taken = false;
    try {
      taken = places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!taken) {
      throw new OtlpRefusedException(429, "too many requests of exporters at once; send it again");
    }
  }

  private void traces(OtlpBody body, Tenant tenant, Tally tally) throws OtlpRefusedException {
    ExportTraceServiceRequest request =
        Wire.read(body, maxBodyBytes, ExportTraceServiceRequest.newBuilder()).build();
    Instant now = clock.instant();
    SpanReader reader = new SpanReader(providers, moments(now));
    List<ReportedEvent> calls = new ArrayList<>();
    for (ResourceSpans resource : request.getResourceSpansList()) {
      List<KeyValue> process = resource.getResource().getAttributesList();
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        scope.getSpansList().forEach(span -> read(reader, process, span, calls, tally));
      }
    }
    List<EventResult> results = calls.isEmpty() ? List.of() : intake.accept(calls, tenant, now);
    results.forEach(result -> count(result, 1, tally));
  }

  private void read(
      SpanReader reader,
      List<KeyValue> process,
      Span span,
      List<ReportedEvent> calls,
      Tally tally) {
    try {
      Optional<ReportedEvent> call =
          config.genAiFrom() == OtlpConfig.Signal.SPANS
              ? reader.read(process, span)
              : Optional.empty();
      call.ifPresentOrElse(calls::add, () -> tally.count(Tally.Fate.IGNORED, 1));
    } catch (BadFieldException e) {
      tally.reject(String.valueOf(e.getMessage()), 1);
    }
  }

  private void metrics(OtlpBody body, Tenant tenant, Tally tally) throws OtlpRefusedException {
    ExportMetricsServiceRequest request =
        Wire.read(body, maxBodyBytes, ExportMetricsServiceRequest.newBuilder()).build();
    Instant now = clock.instant();
    PointReader reader = new PointReader(config, moments(now), tenant, tally);
    request.getResourceMetricsList().forEach(reader::read);
    if (reader.points().isEmpty()) {
      return;
    }
    counting.lock();
    try {
      keep(reader.points(), tenant, now, tally);
    } finally {
      counting.unlock();
    }
  }

  private void keep(List<Point> points, Tenant tenant, Instant now, Tally tally) {
    RunningTotals totals =
        new RunningTotals(
            ingest.readings(
                points.stream()
                    .filter(Point::running)
                    .map(Point::series)
                    .collect(Collectors.toSet())),
            ingest.readingsFrom(),
            tally);
    List<ReportedEvent> calls = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (MeteredCalls metered : together(totals.growth(points))) {
      try {
        calls.add(metered.event());
        sizes.add(metered.size());
      } catch (BadFieldException e) {
        tally.reject(String.valueOf(e.getMessage()), metered.size());
      }
    }
    List<SeriesReading> readings = totals.readings();
    if (calls.isEmpty() && readings.isEmpty()) {
      return;
    }
    List<EventResult> results = ingest.acceptReadings(calls, tenant, readings, now);
    for (int i = 0; i < results.size(); i++) {
      count(results.get(i), sizes.get(i), tally);
    }
  }

  /** Points that tell of the same calls, in the order in which they came. */
  private List<MeteredCalls> together(List<Point> points) {
    record Place(String group, long nanos) {}
    boolean costTold = config.claudeCodeCost() == OtlpConfig.ClaudeCodeCost.TOLD;
    Map<Place, MeteredCalls> calls = new LinkedHashMap<>();
    for (Point point : points) {
      calls
          .computeIfAbsent(
              new Place(point.group(), point.nanos()),
              place -> new MeteredCalls(providers, costTold))
          .add(point);
    }
    return List.copyOf(calls.values());
  }

  private static void count(EventResult result, int items, Tally tally) {
    switch (result.kind()) {
      case ACCEPTED -> tally.count(Tally.Fate.ACCEPTED, items);
      case DUPLICATE -> tally.count(Tally.Fate.DUPLICATE, items);
      case CONFLICT, REJECTED -> tally.reject(result.field() + " " + result.problem(), items);
    }
  }

  private Moments moments(Instant now) {
    return new Moments(now, events.futureTolerance());
  }
}
