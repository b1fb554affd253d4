// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.config.TomlSection.Refused;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * Moments as vendors write them: {@code date}, {@code rfc3339}, {@code epoch_s}, {@code epoch_ms},
 * {@code epoch_us}, {@code epoch} (whichever fits), {@code yyyymmdd}, {@code month}, {@code year},
 * {@code month_number}, {@code day_number}, or a pattern of Java's {@link DateTimeFormatter}.
 */
final class TimeText {
  private static final BigDecimal MILLIS_FROM = new BigDecimal("100000000000");
  private static final BigDecimal MICROS_FROM = new BigDecimal("100000000000000");

  private TimeText() {}

  /** That there is such a format. */
  static String check(String format) throws Refused {
    try {
      written(format, Instant.EPOCH, ZoneId.of("UTC"));
      return format;
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new Refused(
          "no format is called " + format,
          "write date, rfc3339, epoch_s, epoch_ms, epoch_us, month or a pattern such as"
              + " yyyy-MM-dd HH:mm:ss");
    }
  }

  /** Whether two hours of one day are written differently. */
  static boolean tellsHours(String format) {
    Instant later = Instant.EPOCH.plus(1, ChronoUnit.HOURS);
    ZoneId utc = ZoneId.of("UTC");
    return !written(format, Instant.EPOCH, utc).equals(written(format, later, utc));
  }

  static String written(String format, Instant moment, ZoneId zone) {
    ZonedDateTime local = moment.atZone(zone);
    return switch (format) {
      case "date" -> local.toLocalDate().toString();
      case "yyyymmdd" -> local.format(DateTimeFormatter.BASIC_ISO_DATE).substring(0, 8);
      case "month" -> local.format(DateTimeFormatter.ofPattern("uuuu-MM", Locale.ROOT));
      case "year" -> Integer.toString(local.getYear());
      case "month_number" -> Integer.toString(local.getMonthValue());
      case "day_number" -> Integer.toString(local.getDayOfMonth());
      case "rfc3339" -> moment.truncatedTo(ChronoUnit.SECONDS).toString();
      case "epoch", "epoch_s" -> Long.toString(moment.getEpochSecond());
      case "epoch_ms" -> Long.toString(moment.toEpochMilli());
      case "epoch_us" -> Long.toString(Math.multiplyExact(moment.toEpochMilli(), 1_000L));
      default -> local.format(DateTimeFormatter.ofPattern(format, Locale.ROOT));
    };
  }

  /**
   * The moment a text names; empty when it names none.
   *
   * @param zone where the text says none
   */
  static Optional<Instant> read(String format, String text, ZoneId zone) {
    try {
      return Optional.of(
          switch (format) {
            case "date" -> LocalDate.parse(text).atStartOfDay(zone).toInstant();
            case "yyyymmdd" ->
                LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE)
                    .atStartOfDay(zone)
                    .toInstant();
            case "rfc3339" -> lenient(text, zone);
            case "epoch_s" -> ofMicros(text, 1_000_000);
            case "epoch_ms" -> ofMicros(text, 1_000);
            case "epoch_us" -> ofMicros(text, 1);
            case "epoch" -> ofMicros(text, unitOf(new BigDecimal(text)));
            default -> byPattern(format, text, zone);
          });
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      // Said by the caller, with the pointer; the text may be anything.
      return Optional.empty();
    }
  }

  private static long unitOf(BigDecimal number) {
    if (number.compareTo(MICROS_FROM) >= 0) {
      return 1;
    }
    return number.compareTo(MILLIS_FROM) >= 0 ? 1_000 : 1_000_000;
  }

  private static Instant ofMicros(String text, long microsPerUnit) {
    if (text.length() > 40) {
      throw new NumberFormatException("too long for a moment");
    }
    long micros =
        new BigDecimal(text)
            .multiply(BigDecimal.valueOf(microsPerUnit))
            .toBigInteger()
            .longValueExact();
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** With an offset, without one, with a blank for the T, or only a date. */
  private static Instant lenient(String text, ZoneId zone) {
    String joined = text.replace(' ', 'T');
    if (!joined.contains("T")) {
      return LocalDate.parse(joined).atStartOfDay(zone).toInstant();
    }
    boolean offset = joined.endsWith("Z") || joined.matches(".*[+-]\\d\\d:?\\d\\d");
    return offset
        ? OffsetDateTime.parse(joined).toInstant()
        : LocalDateTime.parse(joined).atZone(zone).toInstant();
  }

  private static Instant byPattern(String pattern, String text, ZoneId zone) {
    DateTimeFormatter formatter =
        new DateTimeFormatterBuilder()
            .appendPattern(pattern)
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .toFormatter(Locale.ROOT)
            .withZone(zone);
    return ZonedDateTime.parse(text, formatter).toInstant();
  }
}
