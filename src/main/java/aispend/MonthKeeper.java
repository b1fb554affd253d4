// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.books.CloseRefusedException;
import aispend.books.MonthClosing;
import aispend.ledger.CloseLog;
import aispend.ledger.LedgerException;
import aispend.ledger.MonthClose;
import aispend.model.Tenant;
import aispend.telemetry.BookTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what changed in closed months, and closes those whose time has come. Used by one
 * thread.
 */
final class MonthKeeper {
  private static final Logger log = LoggerFactory.getLogger(MonthKeeper.class);

  private final CloseLog books;
  private final MonthClosing closing;
  private final Optional<Duration> after;
  private final BookTelemetry telemetry;
  private final Clock clock;
  private @Nullable YearMonth waitsFor;

  MonthKeeper(
      CloseLog books,
      MonthClosing closing,
      Optional<Duration> after,
      BookTelemetry telemetry,
      Clock clock) {
    this.books = books;
    this.closing = closing;
    this.after = after;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /** One look; throws {@link LedgerException}. */
  void look() {
    int booked = books.book(clock.instant());
    telemetry.booked(booked);
    if (booked > 0) {
      log.info("Closed months were corrected. rows={}", booked);
    }
    closeDue();
  }

  /** Oldest first; one that is not settled holds up those behind it. */
  private void closeDue() {
    Optional<YearMonth> month = books.firstMonth();
    while (month.isPresent() && isClosed(month.get())) {
      month = month.map(closed -> closed.plusMonths(1));
      telemetry.closedUntil(MonthClose.periodOf(month.get()).start());
    }
    while (month.isPresent() && isDue(month.get()) && closed(month.get())) {
      month = month.map(closed -> closed.plusMonths(1));
      telemetry.closedUntil(MonthClose.periodOf(month.get()).start());
    }
    telemetry.waiting(month.filter(this::isDue).isPresent());
  }

  private boolean isClosed(YearMonth month) {
    return books.find(Tenant.ALL, month).isPresent();
  }

  private boolean isDue(YearMonth month) {
    Instant end = MonthClose.periodOf(month).end();
    return after.filter(wait -> !end.plus(wait).isAfter(clock.instant())).isPresent();
  }

  private boolean closed(YearMonth month) {
    try {
      closing.close(new MonthClosing.Wish(month, "", "schedule", ""));
      log.info("Month is closed. month={} by=schedule", month);
      waitsFor = null;
      return true;
    } catch (CloseRefusedException e) {
      if (!month.equals(waitsFor)) {
        log.warn("Month cannot be closed yet. why=\"{}\"", e.getMessage());
      }
      waitsFor = month;
      return false;
    }
  }
}
