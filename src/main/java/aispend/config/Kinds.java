// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Dimension;
import aispend.model.Money;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The kinds of values that several sections share. */
final class Kinds {
  private static final int MAX_TEXT = 1_000;
  private static final int MAX_TITLE = 100;
  private static final Pattern NAME_FORMAT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,10}(\\.\\d{1,9})?");

  /** Any text that is not empty. */
  static final Kind<String> TEXT = new Kind<>("text", "\"...\"", Kinds::text);

  /** A name that may also stand in a path. */
  static final Kind<String> NAME =
      new Kind<>(
          "name",
          "\"...\"",
          raw -> {
            String name = text(raw);
            if (!NAME_FORMAT.matcher(name).matches()) {
              throw new BadValue(
                  "not a name",
                  "use 1 to 63 letters, digits, _ . -, beginning with letter or digit");
            }
            return name;
          });

  /** A name that people read and that is a label's value. */
  static final Kind<String> TITLE =
      new Kind<>(
          "text up to 100 characters",
          "\"...\"",
          raw -> {
            String title = text(raw);
            if (title.length() > MAX_TITLE || !title.equals(title.strip())) {
              throw new BadValue(
                  "too long, or with a space at an end",
                  "write at most " + MAX_TITLE + " characters");
            }
            return title;
          });

  static final Kind<Boolean> FLAG =
      new Kind<>(
          "true or false",
          "true",
          raw -> {
            if (raw instanceof Boolean flag) {
              return flag;
            }
            throw new BadValue("neither true nor false", "write true or false without quotes");
          });

  static final Kind<ZoneId> ZONE =
      new Kind<>(
          "time zone",
          "\"Europe/Berlin\"",
          raw -> {
            try {
              return ZoneId.of(text(raw));
            } catch (DateTimeException unknown) {
              throw new BadValue(
                  "not a time zone", "write a name of the tz database: \"UTC\", \"Europe/Berlin\"");
            }
          });

  static final Kind<LocalDate> DATE =
      new Kind<>(
          "date",
          "\"2026-01-31\"",
          raw -> {
            try {
              return LocalDate.parse(text(raw));
            } catch (DateTimeException wrong) {
              throw new BadValue("not a date");
            }
          });

  static final Kind<Dimension> DIMENSION = new Kind<>("dimension", "\"model\"", Kinds::dimension);

  /** Conditions on dimensions; a {@code *} in a value stands for any text. */
  static final Kind<Map<Dimension, String>> WHERE =
      TEXT.tableBy(DIMENSION, "table of dimension = text with *", "{ project = \"search-*\" }");

  private Kinds() {}

  static Kind<Duration> duration(String least, String most) {
    Duration min = Durations.parse(least).orElseThrow();
    Duration max = Durations.parse(most).orElseThrow();
    String range = least + " to " + most;
    return new Kind<>(
        "duration " + range,
        '"' + most + '"',
        raw -> {
          Duration duration =
              Durations.parse(text(raw))
                  .orElseThrow(
                      () ->
                          new BadValue(
                              "not a duration",
                              "write a number and ms, s, m, h or d: \"30s\", \"15m\", \"7d\""));
          return within(duration, min, max, range);
        });
  }

  static Kind<Long> integer(long min, long max) {
    String range = min + " to " + max;
    return new Kind<>(
        "integer " + range,
        Long.toString(min),
        raw -> {
          if (!(raw instanceof Long number)) {
            throw new BadValue("not a whole number", "write one of " + range + ", without quotes");
          }
          return within(number, min, max, range);
        });
  }

  /** A ratio or factor; never money. */
  static Kind<Double> number(int min, int max) {
    String range = min + " to " + max;
    return new Kind<>(
        "number " + range,
        "0.5",
        raw -> {
          if (!(raw instanceof Number number)) {
            throw new BadValue("not a number", "write one of " + range + ", without quotes");
          }
          return within(number.doubleValue(), (double) min, (double) max, range);
        });
  }

  /** Dollars as a text, exact to the nano. */
  static Kind<Money> dollars(boolean mayBeZero) {
    return new Kind<>(
        mayBeZero ? "dollars, 0 or more" : "dollars above 0",
        "\"5000\"",
        raw -> {
          BigDecimal amount = decimal(raw);
          if (amount.signum() < 0 || (amount.signum() == 0 && !mayBeZero)) {
            throw new BadValue(
                amount.signum() < 0 ? "negative" : "nothing",
                "must be " + (mayBeZero ? "0 or more" : "more than 0"));
          }
          try {
            return Money.of(amount, "USD");
          } catch (ArithmeticException tooMuch) {
            throw new BadValue("more than an amount can hold", "must be below 9.2 billion");
          }
        });
  }

  /** An exact decimal; a number without quotes is refused, since TOML makes it a binary float. */
  static BigDecimal decimal(Object raw) throws BadValue {
    if (raw instanceof Number) {
      throw new BadValue(
          "a bare number; money is written as text to stay exact",
          "put it in quotes: \"" + Shown.of(raw) + '"');
    }
    String text = text(raw);
    if (!DECIMAL.matcher(text).matches()) {
      throw new BadValue(
          "not an amount", "write digits with at most 9 behind the point: \"5000\", \"0.25\"");
    }
    return new BigDecimal(text);
  }

  /** One of an enum's constants, in small letters. */
  static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
    List<String> words =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    return new Kind<>(
        String.join(" or ", words),
        '"' + words.get(0) + '"',
        raw -> {
          String word = text(raw);
          if (!words.contains(word)) {
            throw new BadValue("not known", "write one of " + String.join(", ", words));
          }
          return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
        });
  }

  static String text(Object raw) throws BadValue {
    if (!(raw instanceof String text)) {
      throw new BadValue("not text");
    }
    if (text.isBlank()) {
      throw new BadValue("empty", "write a value, or remove the line");
    }
    if (text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl)) {
      throw new BadValue("too long or not one line", "write at most " + MAX_TEXT + " characters");
    }
    return text;
  }

  private static Dimension dimension(Object raw) throws BadValue {
    String code = text(raw);
    List<String> codes = Arrays.stream(Dimension.values()).map(Dimension::code).toList();
    return Dimension.ofCode(code)
        .orElseThrow(
            () ->
                new BadValue(
                    "no dimension is called " + Shown.of(code), Nearest.remedy(code, codes)));
  }

  private static <T extends Comparable<T>> T within(T value, T min, T max, String range)
      throws BadValue {
    if (value.compareTo(min) < 0) {
      throw new BadValue("too small", "must be " + range);
    }
    if (value.compareTo(max) > 0) {
      throw new BadValue("too large", "must be " + range);
    }
    return value;
  }
}
