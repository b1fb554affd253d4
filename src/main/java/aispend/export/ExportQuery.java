// SPDX-License-Identifier: Apache-2.0
package aispend.export;

import static java.util.Objects.requireNonNull;

import aispend.ledger.Books;
import aispend.ledger.MonthClose;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which spend to write.
 *
 * @param from first UTC day
 * @param to last UTC day, not before the first
 * @param width of the rows in time
 * @param where wanted values by dimension, as {@link aispend.ledger.SumQuery} reads them
 * @param source null for canonical spend; else the label of what sources reported by themselves
 * @param months what of closed months is written
 */
public record ExportQuery(
    LocalDate from,
    LocalDate to,
    Width width,
    Map<Dimension, String> where,
    @Nullable String source,
    Months months) {

  /** What of closed months is written. */
  public enum Months {
    /** As they were closed; what became known later stands in the days in which it did. */
    CLOSED,
    /** As they are known now, as if none were closed. */
    LIVE;

    /** As parameters and options name it: {@code closed}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Months> ofCode(String code) {
      return Arrays.stream(values()).filter(months -> months.code().equals(code)).findFirst();
    }

    /** The names of all of them. */
    public static List<String> codes() {
      return Arrays.stream(values()).map(Months::code).toList();
    }
  }

  /** How long the charge period of a row is. */
  public enum Width {
    DAY(Duration.ofDays(1)),
    HOUR(Duration.ofHours(1));

    private final Duration duration;

    Width(Duration duration) {
      this.duration = duration;
    }

    /** As parameters and options name it: {@code day}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Width> ofCode(String code) {
      for (Width width : values()) {
        if (width.code().equals(code)) {
          return Optional.of(width);
        }
      }
      return Optional.empty();
    }

    Duration duration() {
      return duration;
    }
  }

  public ExportQuery {
    requireNonNull(width, "width");
    requireNonNull(months, "months");
    where = Map.copyOf(where);
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("to is " + to + ", before from, which is " + from);
    }
  }

  /** All canonical spend of some days. */
  public static ExportQuery days(LocalDate from, LocalDate to) {
    return new ExportQuery(from, to, Width.DAY, Map.of(), null, Months.CLOSED);
  }

  /** Whether closed months are as any other; what a source reported is in nobody's books. */
  boolean live() {
    return months == Months.LIVE || source != null;
  }

  /** The first closed month that it cannot be written by the hour of. */
  public Optional<MonthClose> kept(Books books) {
    if (width == Width.DAY || live()) {
      return Optional.empty();
    }
    ChargePeriod period = period();
    return books.closed().stream()
        .filter(
            close ->
                close.period().start().isBefore(period.end())
                    && period.start().isBefore(close.period().end()))
        .findFirst();
  }

  ChargePeriod period() {
    return new ChargePeriod(
        from.atStartOfDay(ZoneOffset.UTC).toInstant(),
        to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
