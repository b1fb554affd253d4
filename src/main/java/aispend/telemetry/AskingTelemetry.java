// SPDX-License-Identifier: Apache-2.0
package aispend.telemetry;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often providers are asked, what for, and what they answer. Calls are counted for the errand
 * of the thread that makes them. Any thread may use it.
 */
public final class AskingTelemetry {
  /** The errand of calls about names. */
  public static final String NAMES = "names";

  /** The errand of calls about what is left of prepaid credit, where it is only shown. */
  public static final String BALANCE = "balance";

  /** The errand of calls about what a provider lets somebody spend. */
  public static final String LIMITS = "limits";

  private static final String NO_ERRAND = "none";
  private static final double NANOS_A_SECOND = 1e9;

  private static final class Errand {
    private final String source;
    private int calls;

    private Errand(String source) {
      this.source = source;
    }
  }

  private final Map<Thread, Errand> current = new ConcurrentHashMap<>();
  private final Counter calls;
  private final Gauge pollCalls;
  private final Counter pacedSeconds;
  private final Counter httpResponses;
  private final Counter paidCalls;
  private final Gauge quotaRemaining;

  AskingTelemetry(CollectorRegistry registry) {
    calls =
        Counter.build(
                "aispend_provider_calls_total",
                "Calls to providers' usage and billing endpoints by what they were for.")
            .labelNames("provider", "source")
            .register(registry);
    pollCalls =
        Gauge.build("aispend_poll_calls", "Calls of the last poll of a source, retries included.")
            .labelNames("source", "provider")
            .register(registry);
    pacedSeconds =
        Counter.build(
                "aispend_provider_paced_seconds_total",
                "Waited before calls so as not to ask a provider more often than it allows.")
            .labelNames("provider")
            .register(registry);
    httpResponses =
        Counter.build(
                "aispend_provider_http_responses_total",
                "Answers of providers' usage and billing endpoints by status; 0: no answer.")
            .labelNames("provider", "code")
            .register(registry);
    paidCalls =
        Counter.build(
                "aispend_provider_paid_calls_total",
                "Calls for which a provider wants money, retries included.")
            .labelNames("provider")
            .register(registry);
    quotaRemaining =
        Gauge.build(
                "aispend_provider_quota_remaining",
                "What a provider last said is left of its limits for asking.")
            .labelNames("provider", "quota")
            .register(registry);
  }

  /**
   * What this thread asks for from now on, until {@link #ended}.
   *
   * @param source a source's name, {@link #NAMES}, {@link #BALANCE} or {@link #LIMITS}
   * @throws IllegalStateException when it is still on another errand
   */
  public void begun(String source) {
    Errand before = current.putIfAbsent(Thread.currentThread(), new Errand(source));
    if (before != null) {
      throw new IllegalStateException("still asking for " + before.source);
    }
  }

  /** The errand of this thread is over; says how many calls it took. */
  public int ended() {
    Errand errand = current.remove(Thread.currentThread());
    return errand == null ? 0 : errand.calls;
  }

  /** A call was made, whatever came of it. */
  public void called(String provider) {
    Errand errand = current.get(Thread.currentThread());
    if (errand != null) {
      errand.calls++;
    }
    calls.labels(provider, errand == null ? NO_ERRAND : errand.source).inc();
  }

  /** A poll of a source ended, with success or without. */
  public void polled(String provider, String source, int took) {
    pollCalls.labels(source, provider).set(took);
  }

  /** A call was held back for a while. */
  public void paced(String provider, Duration waited) {
    pacedSeconds.labels(provider).inc((double) waited.toNanos() / NANOS_A_SECOND);
  }

  /** A provider's endpoint answered; status 0 when it did not. */
  public void answered(String provider, int status) {
    httpResponses.labels(provider, Integer.toString(status)).inc();
  }

  /** A provider is asked so many times more for money; from 0 on the count is shown. */
  public void paidCalls(String provider, int more) {
    paidCalls.labels(provider).inc(more);
  }

  /** A provider said what is left of one of its limits: requests, tokens. */
  public void quotaLeft(String provider, String quota, BigDecimal left) {
    quotaRemaining.labels(provider, quota).set(left.doubleValue());
  }
}
