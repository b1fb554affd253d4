// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static aispend.http.Durations.requirePositive;
import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How one provider is asked.
 *
 * @param timeouts of one attempt
 * @param retries between attempts
 * @param circuit when to stop asking for a while
 * @param maxAnswerBytes largest answer read, counted after decompression
 * @param callsPerDay most calls in a UTC day, retries included
 */
public record HttpSettings(
    Timeouts timeouts, Retries retries, Circuit circuit, long maxAnswerBytes, int callsPerDay) {
  /** Many times what all reports of a vendor take; a backfill of a year fits in. */
  private static final int CALLS_PER_DAY = 20_000;

  public static final HttpSettings DEFAULTS =
      new HttpSettings(
          Timeouts.DEFAULTS, Retries.DEFAULTS, Circuit.DEFAULTS, 64L << 20, CALLS_PER_DAY);

  public HttpSettings {
    requireNonNull(timeouts, "timeouts");
    requireNonNull(retries, "retries");
    requireNonNull(circuit, "circuit");
    if (maxAnswerBytes < 1) {
      throw new IllegalArgumentException(
          "the largest answer is " + maxAnswerBytes + " bytes; must be at least 1");
    }
    if (callsPerDay < 1) {
      throw new IllegalArgumentException("calls a day are " + callsPerDay + "; must be at least 1");
    }
  }

  public HttpSettings withTimeouts(Timeouts other) {
    return new HttpSettings(other, retries, circuit, maxAnswerBytes, callsPerDay);
  }

  public HttpSettings withRetries(Retries other) {
    return new HttpSettings(timeouts, other, circuit, maxAnswerBytes, callsPerDay);
  }

  public HttpSettings withCircuit(Circuit other) {
    return new HttpSettings(timeouts, retries, other, maxAnswerBytes, callsPerDay);
  }

  public HttpSettings withMaxAnswerBytes(long other) {
    return new HttpSettings(timeouts, retries, circuit, other, callsPerDay);
  }

  public HttpSettings withCallsPerDay(int other) {
    return new HttpSettings(timeouts, retries, circuit, maxAnswerBytes, other);
  }

  /**
   * Limits of one attempt.
   *
   * @param connect until a connection stands
   * @param read between two pieces of the answer
   * @param call for the whole attempt, reading included: ends a server that drips for ever
   */
  public record Timeouts(Duration connect, Duration read, Duration call) {
    public static final Timeouts DEFAULTS =
        new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(5));

    public Timeouts {
      requirePositive(connect, "the connect time-out");
      requirePositive(read, "the read time-out");
      requirePositive(call, "the call time-out");
    }
  }

  /**
   * Attempts and the waits between them.
   *
   * @param maxAttempts attempts at one request, the first included
   * @param backoff wait after the first failure; doubles with each further one
   * @param maxBackoff longest wait of our own choice
   * @param jitter how far our own waits are spread, as a share: 0.2 gives 80 to 120 %
   * @param maxTold longest wait followed when the vendor says how long; a longer one is cut to it
   */
  public record Retries(
      int maxAttempts, Duration backoff, Duration maxBackoff, double jitter, Duration maxTold) {
    public static final Retries DEFAULTS =
        new Retries(6, Duration.ofSeconds(1), Duration.ofMinutes(5), 0.2, Duration.ofHours(1));

    public Retries {
      if (maxAttempts < 1 || maxAttempts > 100) {
        throw new IllegalArgumentException(
            "attempts are " + maxAttempts + "; must be between 1 and 100");
      }
      requirePositive(backoff, "the back-off");
      requirePositive(maxBackoff, "the longest back-off");
      requirePositive(maxTold, "the longest wait that a vendor can ask for");
      if (!(jitter >= 0 && jitter <= 1)) {
        throw new IllegalArgumentException("jitter is " + jitter + "; must be between 0 and 1");
      }
    }
  }

  /**
   * When a vendor that does not answer is left alone.
   *
   * @param failures attempts without a usable answer in a row that open the circuit
   * @param rest how long it stays open before one attempt is let through
   */
  public record Circuit(int failures, Duration rest) {
    public static final Circuit DEFAULTS = new Circuit(10, Duration.ofMinutes(2));

    public Circuit {
      if (failures < 1) {
        throw new IllegalArgumentException(
            "failures that open the circuit are " + failures + "; must be at least 1");
      }
      requirePositive(rest, "the rest of an open circuit");
    }
  }
}
