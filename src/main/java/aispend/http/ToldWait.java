// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How long an answer's headers ask to wait. Looks, in this order, at {@code retry-after-ms}, {@code
 * Retry-After} (seconds or an HTTP date, RFC 9110 10.2.3), and on a 429 at the vendors' reset
 * headers: {@code anthropic-ratelimit-*-reset} (RFC 3339) and {@code x-ratelimit-reset[-*]} (a
 * duration such as {@code 6m0s}, seconds, or an epoch in seconds or milliseconds). Of several
 * resets the latest counts; one whose {@code remaining} is not 0 does not. A negative number, a
 * date in the past and anything unreadable are as good as no header.
 */
final class ToldWait {
  /** Stands for "longer than anyone waits"; keeps absurd numbers from overflowing. */
  private static final Duration AGES = Duration.ofDays(10_000);

  private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|d|h|m|s)");

  /** From here on a bare number is an epoch in seconds (1973), a thousand times it in millis. */
  private static final BigDecimal EPOCH_SECONDS = new BigDecimal("100000000");

  private static final BigDecimal EPOCH_MILLIS = new BigDecimal("100000000000");

  private final Headers headers;
  private final Clock clock;

  private ToldWait(Headers headers, Clock clock) {
    this.headers = headers;
    this.clock = clock;
  }

  static Optional<Duration> of(int status, Headers headers, Clock clock) {
    ToldWait told = new ToldWait(headers, clock);
    return Optional.ofNullable(millis(headers.get("retry-after-ms"), 1))
        .or(() -> Optional.ofNullable(millis(headers.get("Retry-After"), 1_000)))
        .or(told::date)
        .or(() -> status == 429 ? told.latestReset() : Optional.empty());
  }

  /**
   * As {@link #of(int, Headers, Clock)}, or the longest wait in seconds that a further header tells
   * if that is more.
   */
  static Optional<Duration> of(int status, Headers headers, Clock clock, List<String> further) {
    Stream<Duration> told =
        further.stream()
            .map(headers::get)
            .flatMap(Stream::ofNullable)
            .map(text -> millis(text, 1_000))
            .flatMap(Stream::ofNullable);
    return Stream.concat(of(status, headers, clock).stream(), told).max(Comparator.naturalOrder());
  }

  private Optional<Duration> date() {
    Instant date = headers.getInstant("Retry-After");
    return date == null ? Optional.empty() : until(date);
  }

  private Optional<Duration> latestReset() {
    return headers.names().stream()
        .filter(this::exhausted)
        .map(name -> reset(Objects.requireNonNullElse(headers.get(name), "")))
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  private boolean exhausted(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean reset =
        lower.startsWith("x-ratelimit-reset")
            || (lower.startsWith("anthropic-ratelimit-") && lower.endsWith("-reset"));
    String remaining = reset ? headers.get(lower.replace("reset", "remaining")) : null;
    return reset && (remaining == null || remaining.strip().equals("0"));
  }

  private Optional<Duration> reset(String text) {
    BigDecimal number = number(text);
    if (number == null) {
      return duration(text).or(() -> timestamp(text));
    }
    if (number.compareTo(EPOCH_SECONDS) < 0) {
      return Optional.ofNullable(millis(text, 1_000));
    }
    boolean inMillis = number.compareTo(EPOCH_MILLIS) >= 0;
    if (number.compareTo(EPOCH_MILLIS.multiply(EPOCH_MILLIS)) > 0) {
      return Optional.of(AGES);
    }
    long epoch = number.longValue();
    try {
      return until(inMillis ? Instant.ofEpochMilli(epoch) : Instant.ofEpochSecond(epoch));
    } catch (DateTimeException e) {
      return Optional.of(AGES);
    }
  }

  private Optional<Duration> timestamp(String text) {
    try {
      return until(OffsetDateTime.parse(text.strip()).toInstant());
    } catch (DateTimeException e) {
      // Neither number, duration nor date: the vendor did not say. Our own back-off decides.
      return Optional.empty();
    }
  }

  private Optional<Duration> until(Instant instant) {
    Duration wait = Duration.between(clock.instant(), instant);
    return wait.isNegative() || wait.isZero() ? Optional.empty() : Optional.of(wait);
  }

  private static Optional<Duration> duration(String text) {
    Matcher part = PART.matcher(text.strip());
    Duration sum = Duration.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      BigDecimal millis =
          new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unitMillis(part.group(2))));
      sum = sum.plusMillis(millis.longValue());
      end = part.end();
    }
    return end == 0 || end != text.strip().length() ? Optional.empty() : Optional.of(sum);
  }

  private static long unitMillis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      default -> throw new AssertionError(unit);
    };
  }

  private static @Nullable Duration millis(@Nullable String text, long unitMillis) {
    BigDecimal number = text == null ? null : number(text);
    if (number == null || number.signum() < 0) {
      return null;
    }
    if (number.compareTo(BigDecimal.valueOf(AGES.toSeconds())) > 0) {
      return AGES;
    }
    return Duration.ofMillis(number.multiply(BigDecimal.valueOf(unitMillis)).longValue());
  }

  private static @Nullable BigDecimal number(String text) {
    String stripped = text.strip();
    try {
      return stripped.length() > 40 ? null : new BigDecimal(stripped);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
