// SPDX-License-Identifier: Apache-2.0
package aispend.telemetry;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import java.util.List;

/** Metrics of the tracking proxy. Any thread may use it. */
public final class ProxyTelemetry {
  private static final List<String> OUTCOMES = List.of("recorded", "rejected", "dropped");
  private static final List<String> REASONS = List.of("budget", "busy", "stopping", "tenant");

  private final Counter calls;
  private final Gauge running;
  private final Counter withoutUsage;
  private final Counter recordings;
  private final Counter refused;
  private final Counter attributionsIgnored;
  private final Counter budgetsUnknown;

  ProxyTelemetry(CollectorRegistry registry) {
    calls =
        Counter.build(
                "aispend_proxy_calls_total",
                "Calls that went to a vendor through the proxy, by its status; none: no answer.")
            .labelNames("provider", "code")
            .register(registry);
    running =
        Gauge.build("aispend_proxy_running_calls", "Calls that are on their way through the proxy.")
            .register(registry);
    withoutUsage =
        Counter.build(
                "aispend_proxy_calls_without_usage_total",
                "Calls whose answer did not tell what they used; they are recorded without tokens.")
            .labelNames("provider")
            .register(registry);
    recordings =
        Counter.build("aispend_proxy_recordings_total", "Calls by what became of their record.")
            .labelNames("outcome")
            .register(registry);
    refused =
        Counter.build("aispend_proxy_refused_total", "Calls that went to no vendor, by reason.")
            .labelNames("reason")
            .register(registry);
    attributionsIgnored =
        Counter.build(
                "aispend_proxy_attributions_ignored_total",
                "X-AISpend headers that were not known, too long or no text.")
            .register(registry);
    budgetsUnknown =
        Counter.build(
                "aispend_proxy_budgets_unknown_total",
                "Calls that no budget could stop because budgets could not be read in time.")
            .register(registry);
    OUTCOMES.forEach(recordings::labels);
    REASONS.forEach(refused::labels);
  }

  /** A call begins to take its place. */
  public void begun() {
    running.inc();
  }

  public void ended() {
    running.dec();
  }

  /**
   * A vendor answered or not.
   *
   * @param status 0 when it did not
   */
  public void called(String provider, int status) {
    calls.labels(provider, status == 0 ? "none" : status / 100 + "xx").inc();
  }

  public void withoutUsage(String provider) {
    withoutUsage.labels(provider).inc();
  }

  /** What became of records: recorded, rejected, dropped. */
  public void recordings(String outcome, int count) {
    recordings.labels(outcome).inc(count);
  }

  /** A call was refused: budget, busy, stopping. */
  public void refused(String reason) {
    refused.labels(reason).inc();
  }

  public void attributionsIgnored(int count) {
    attributionsIgnored.inc(count);
  }

  public void budgetsUnknown() {
    budgetsUnknown.inc();
  }
}
