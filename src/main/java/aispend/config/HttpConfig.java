// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.time.Duration;

/**
 * Section {@code [http]}: how vendors are asked. Each provider may override each key.
 *
 * @param connectTimeout for one connection
 * @param readTimeout between two pieces of an answer
 * @param maxAttempts how often one call is tried in all
 * @param backoff wait before the second attempt; doubles from then on
 * @param maxBackoff longest wait; not shorter than {@code backoff}
 * @param jitter by which share waits vary at random, 0 to 1
 * @param maxCallsPerDay most calls to one provider in a UTC day
 */
public record HttpConfig(
    Duration connectTimeout,
    Duration readTimeout,
    int maxAttempts,
    Duration backoff,
    Duration maxBackoff,
    double jitter,
    int maxCallsPerDay) {
  private static final String OF_HTTP = "as `[http]`";
  private static final Kind<Duration> TIMEOUT = Kinds.duration("100ms", "10m");
  private static final Kind<Long> ATTEMPTS = Kinds.integer(1, 20);
  private static final Kind<Duration> BACKOFF = Kinds.duration("1ms", "10m");
  private static final Kind<Duration> MAX_BACKOFF = Kinds.duration("1ms", "1h");
  private static final Kind<Double> JITTER = Kinds.number(0, 1);

  private static final Kind<Long> CALLS = Kinds.integer(1, 1_000_000);

  static HttpConfig read(Section section) {
    HttpConfig http =
        new HttpConfig(
            section.get("connect_timeout", TIMEOUT, "10s"),
            section.get("read_timeout", TIMEOUT, "60s"),
            section.get("max_attempts", ATTEMPTS, 6L).intValue(),
            section.get("backoff", BACKOFF, "1s"),
            section.get("max_backoff", MAX_BACKOFF, "5m"),
            section.get("jitter", JITTER, 0.2),
            section.get("max_calls_per_day", CALLS, 20_000L).intValue());
    http.check(section);
    section.finish();
    return http;
  }

  /** These, but for what a provider's section says. */
  HttpConfig overriddenBy(Section provider) {
    long attempts = provider.getOr("max_attempts", ATTEMPTS, (long) maxAttempts, OF_HTTP);
    long calls = provider.getOr("max_calls_per_day", CALLS, (long) maxCallsPerDay, OF_HTTP);
    HttpConfig http =
        new HttpConfig(
            provider.getOr("connect_timeout", TIMEOUT, connectTimeout, OF_HTTP),
            provider.getOr("read_timeout", TIMEOUT, readTimeout, OF_HTTP),
            (int) attempts,
            provider.getOr("backoff", BACKOFF, backoff, OF_HTTP),
            provider.getOr("max_backoff", MAX_BACKOFF, maxBackoff, OF_HTTP),
            provider.getOr("jitter", JITTER, jitter, OF_HTTP),
            (int) calls);
    if (provider.has("backoff") || provider.has("max_backoff")) {
      http.check(provider);
    }
    return http;
  }

  private void check(Section section) {
    if (maxBackoff.compareTo(backoff) < 0 && section.fine("backoff", "max_backoff")) {
      section.problem(
          section.has("max_backoff") ? "max_backoff" : "backoff",
          "backoff "
              + Durations.text(backoff)
              + " is longer than max_backoff "
              + Durations.text(maxBackoff),
          "make backoff the shorter one");
    }
  }
}
