// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Locale;

/**
 * One stream of reports about spend: {@code openai:usage}, {@code openai:costs}, {@code
 * events@openai}.
 *
 * @param name unique; what stands before an {@code @} is the {@link #label}
 * @param provider the configured provider's name; the metric label {@code provider}
 * @param layer which view of the money it gives
 * @param timeliness how soon usage is reported
 * @param bucket width of its charge periods; windows are aligned to it
 * @param maxWindow the longest stretch asked for at once
 * @param lookback how far back it is read again for late and revised data; at least a bucket
 * @param settleAfter how long after its end a period is expected to change no more
 */
public record Source(
    String name,
    String provider,
    Layer layer,
    Timeliness timeliness,
    Duration bucket,
    Duration maxWindow,
    Duration lookback,
    Duration settleAfter) {

  private static final String BALANCE = ":balance";

  /** How soon a source reports, as the metric label {@code timeliness}. */
  public enum Timeliness {
    REALTIME,
    HOURLY,
    DAILY;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Source {
    requireNonNull(name, "name");
    requireNonNull(provider, "provider");
    requireNonNull(layer, "layer");
    requireNonNull(timeliness, "timeliness");
    requirePositive(bucket, "bucket");
    requirePositive(maxWindow, "maxWindow");
    requirePositive(lookback, "lookback");
    if (settleAfter.isNegative()) {
      throw new IllegalArgumentException(
          "settleAfter is " + settleAfter + "; must not be negative");
    }
  }

  /** What is sent about one provider in one way. Each provider has its own; they share a label. */
  public static Source sent(Sender sender, String provider) {
    return new Source(
        sender.code() + "@" + provider,
        provider,
        Layer.ATTRIBUTED,
        Timeliness.REALTIME,
        Duration.ofHours(1),
        Duration.ofHours(1),
        Duration.ofHours(1),
        Duration.ofHours(1));
  }

  /** Under which name spend is inferred from a provider's falling balance. */
  public static String inferredOf(String provider) {
    return provider + BALANCE;
  }

  /** Whether its spend is worked out from a falling balance, and is nobody's word about calls. */
  public boolean isInferred() {
    return name.equals(inferredOf(provider));
  }

  /** Whether its usage is sent to us, not polled. */
  public boolean isSent() {
    return name.indexOf('@') > 0 && Sender.isOne(label());
  }

  /** The metric label {@code source}; with the provider it is unique. */
  public String label() {
    int at = name.indexOf('@');
    return at < 0 ? name : name.substring(0, at);
  }

  /** The same source, read back over another stretch. */
  public Source withLookback(Duration other) {
    return new Source(name, provider, layer, timeliness, bucket, maxWindow, other, settleAfter);
  }

  private static void requirePositive(Duration value, String what) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(what + " is " + value + "; must be positive");
    }
  }
}
