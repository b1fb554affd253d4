// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static java.util.Objects.requireNonNullElse;

import aispend.export.Export;
import aispend.export.ExportFormat;
import aispend.export.ExportQuery;
import aispend.export.ExportQuery.Months;
import aispend.export.ExportQuery.Width;
import aispend.ledger.LedgerReader;
import aispend.ledger.MonthClose;
import aispend.model.Dimension;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Spend as a file, by all dimensions. Any thread may ask. */
final class Exports {
  static final String PATH = "/api/export";

  private static final int MOST_DAYS = 400;

  private static final TextParameter FORMAT =
      TextParameter.oneOf("format", "What it is written as; csv by itself.", ExportFormat.codes());
  private static final TextParameter FROM =
      TextParameter.date("from", "First UTC day; by itself the first of the last day's month.");
  private static final TextParameter TO =
      TextParameter.date("to", "Last UTC day; by itself the running one.");
  private static final TextParameter GRANULARITY =
      TextParameter.oneOf(
          "granularity",
          "How long a row's charge period is; day by itself.",
          Arrays.stream(Width.values()).map(Width::code).toList());
  private static final TextParameter MONTHS =
      TextParameter.oneOf(
          "months",
          "Closed months as they were closed, later changes as corrections (closed, by itself), or"
              + " as known now (live).",
          Months.codes());

  private final LedgerReader ledger;
  private final Clock clock;

  Exports(LedgerReader ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  FileEndpoint endpoint() {
    return new FileEndpoint(
        PATH,
        "Spend by all dimensions, one row for each day or hour, as a file; streamed.",
        new Parameters(
            List.of(),
            List.of(FORMAT, FROM, TO, GRANULARITY, MONTHS),
            EnumSet.allOf(Dimension.class)),
        List.of("text/csv", "application/x-ndjson"),
        this::download);
  }

  private Download download(Question asked) throws ApiException {
    ExportFormat format =
        FORMAT.oneOf(asked, ExportFormat::ofCode, ExportFormat.codes()).orElse(ExportFormat.CSV);
    ExportQuery query = query(asked);
    Export export = new Export(ledger, query, format, clock.instant());
    return new Download(
        format.contentType(),
        "aispend-%s-%s.%s".formatted(query.from(), query.to(), format.suffix()),
        export::writeTo);
  }

  private ExportQuery query(Question asked) throws ApiException {
    LocalDate to =
        requireNonNullElse(TO.date(asked), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    LocalDate from = requireNonNullElse(FROM.date(asked), to.withDayOfMonth(1));
    LocalDate earliest = to.minusDays(MOST_DAYS - 1L);
    if (ChronoUnit.DAYS.between(from, to) < 0 || from.isBefore(earliest)) {
      throw ApiException.badParameter(
          FROM.name(), "is '" + from + "' with to " + to, earliest + ".." + to);
    }
    Width width =
        GRANULARITY
            .oneOf(asked, Width::ofCode, Arrays.stream(Width.values()).map(Width::code).toList())
            .orElse(Width.DAY);
    Months months = MONTHS.oneOf(asked, Months::ofCode, Months.codes()).orElse(Months.CLOSED);
    ExportQuery query =
        new ExportQuery(from, to, width, asked.scope().where(), asked.scope().source(), months);
    Optional<MonthClose> byDay = query.kept(ledger.books());
    if (byDay.isPresent()) {
      throw ApiException.badParameter(
          GRANULARITY.name(),
          "is 'hour', and " + byDay.get().month() + " is closed, which is kept by the day",
          "day, or hour with months=live");
    }
    return query;
  }
}
