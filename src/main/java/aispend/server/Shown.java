// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Values as people read them; the exact ones stand in tool tips and in the API. */
final class Shown {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SHORT =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.HALF_EVEN);
  private static final BigDecimal CENT = new BigDecimal("0.01");

  private Shown() {}

  /** {@code $1,234.56}; below a cent at most two significant digits, {@code $0.0042}. */
  static String money(Money money) {
    BigDecimal amount = money.units().abs();
    String sign = money.nanos() < 0 ? "\u2212" : "";
    String symbol = money.currency().equals("USD") ? "$" : money.currency() + " ";
    if (amount.signum() != 0 && amount.compareTo(CENT) < 0) {
      return sign + symbol + amount.round(TWO_DIGITS).stripTrailingZeros().toPlainString();
    }
    return sign
        + symbol
        + String.format(Locale.ROOT, "%,.2f", amount.setScale(2, RoundingMode.HALF_EVEN));
  }

  /** {@code 1,234,567}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** {@code 1.2 M}. */
  static String brief(long count) {
    long magnitude = Math.abs(count);
    if (magnitude < 10_000) {
      return count(count);
    }
    if (magnitude < 1_000_000) {
      return scaled(count, 3) + " k";
    }
    return magnitude < 1_000_000_000 ? scaled(count, 6) + " M" : scaled(count, 9) + " B";
  }

  /** {@code 42 %}. */
  static String percent(BigDecimal ratio) {
    return ratio.movePointRight(2).setScale(0, RoundingMode.HALF_EVEN).toPlainString() + " %";
  }

  /** {@code 21 Nov 2026, 07:12 UTC}. */
  static String instant(Instant instant) {
    return MINUTE.format(instant);
  }

  /** {@code 21 Nov 07:12}. */
  static String dayAndMinute(Instant instant) {
    return SHORT.format(instant);
  }

  /** {@code 21 Nov}. */
  static String day(Instant instant) {
    return DAY.format(instant);
  }

  /** {@code 3 min ago}. */
  static String ago(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    return age.toSeconds() < 5 ? "just now" : span(age) + " ago";
  }

  /** {@code in 3 min}. */
  static String until(Instant then, Instant now) {
    Duration rest = Duration.between(now, then);
    return rest.toSeconds() < 1 ? "now" : "in " + span(rest);
  }

  private static String span(Duration span) {
    if (span.toMinutes() < 1) {
      return span.toSeconds() + " s";
    }
    if (span.toHours() < 2) {
      return span.toMinutes() + " min";
    }
    return span.toDays() < 2 ? span.toHours() + " h" : span.toDays() + " days";
  }

  private static String scaled(long count, int digits) {
    return BigDecimal.valueOf(count, digits).setScale(1, RoundingMode.HALF_EVEN).toPlainString();
  }
}
