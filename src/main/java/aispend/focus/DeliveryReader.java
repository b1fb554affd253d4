// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import aispend.model.ChargePeriod;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.store.ChangedException;
import aispend.store.FileStore;
import aispend.store.StoreException;
import aispend.store.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads deliveries row by row. It remembers which time each version of a file is about, so that a
 * file is read again only for a window that it has something to say of. One thread at a time.
 */
final class DeliveryReader {
  private static final Logger log = LoggerFactory.getLogger(DeliveryReader.class);

  private static final int BUFFER = 1 << 16;

  /**
   * From the first to the last charge.
   *
   * @param first null when the file has no rows
   */
  private record Span(@Nullable Instant first, @Nullable Instant last) {
    boolean reaches(ChargePeriod window) {
      return first != null
          && last != null
          && first.isBefore(window.end())
          && !last.isBefore(window.start());
    }
  }

  /**
   * What a delivery says.
   *
   * @param readable whether its files could be read
   * @param faultless whether each of their rows could be, too
   */
  record Told(List<ReportedBucket> buckets, boolean readable, boolean faultless) {
    static final Told NOTHING_NEW = new Told(List.of(), true, true);

    Told {
      buckets = List.copyOf(buckets);
    }
  }

  private record Known(StoredFile file, Span span) {}

  private final FileStore store;
  private final FocusOptions options;
  private final Map<String, Known> known = new HashMap<>();

  DeliveryReader(FileStore store, FocusOptions options) {
    this.store = store;
    this.options = options;
  }

  /**
   * What a delivery says of a window. A file that cannot be read makes the whole delivery say
   * nothing, but for one row that names it.
   *
   * @param all what else there is; where a later one tells of the same days, this one does not
   */
  Told read(Delivery delivery, ChargePeriod window, List<Delivery> all)
      throws ProviderException, InterruptedException {
    List<ChargePeriod> elsewhere = delivery.toldAnew(all);
    Bill bill = new Bill(delivery.part(), window, options.bucket(), delivery.pending(all));
    for (StoredFile file : delivery.files()) {
      Span span = span(file);
      if (span == null || span.reaches(window)) {
        try {
          Span read = read(file, window, elsewhere, bill);
          if (!store.isCurrent(file)) {
            return changed(file);
          }
          known.put(file.path(), new Known(file, read));
        } catch (IOException e) {
          StoreException.unwrap(e);
          if (ChangedException.causes(e)) {
            return changed(file);
          }
          return new Told(
              delivery.reaches(window)
                  ? List.of(bill.refused(file.name(), String.valueOf(e.getMessage())))
                  : List.of(),
              false,
              false);
        }
      }
    }
    delivery.files().forEach(file -> tell(span(file), bill));
    return new Told(bill.buckets(), true, bill.faultless());
  }

  private static Told changed(StoredFile file) {
    log.info("A file changed while it was read; it is read later. file={}", file.path());
    return new Told(List.of(), false, false);
  }

  private @Nullable Span span(StoredFile file) {
    Known version = known.get(file.path());
    return version == null || !version.file().equals(file) ? null : version.span();
  }

  private static void tell(@Nullable Span span, Bill bill) {
    if (span != null && span.first() != null && span.last() != null) {
      bill.told(span.first(), span.last());
    }
  }

  /**
   * Looks at a file's columns only.
   *
   * @throws IOException when it is no bill
   */
  void check(StoredFile file) throws IOException {
    try (Rows rows = open(file)) {
      new ChargeReader(options, rows.columns());
    }
  }

  private Span read(StoredFile file, ChargePeriod window, List<ChargePeriod> elsewhere, Bill bill)
      throws IOException {
    Instant first = null;
    Instant last = null;
    try (Rows rows = open(file)) {
      ChargeReader reader = new ChargeReader(options, rows.columns());
      for (Rows.Row row = rows.next(); row != null; row = rows.next()) {
        Instant start = take(row, file, reader, window, elsewhere, bill);
        if (start != null) {
          first = first == null || start.isBefore(first) ? start : first;
          last = last == null || start.isAfter(last) ? start : last;
        }
      }
    }
    return new Span(first, last);
  }

  /** When the row is of; null when that cannot be read. */
  private @Nullable Instant take(
      Rows.Row row,
      StoredFile file,
      ChargeReader reader,
      ChargePeriod window,
      List<ChargePeriod> elsewhere,
      Bill bill)
      throws IOException {
    String place = " in " + file.name() + " " + row.place();
    if (!row.defect().isEmpty()) {
      bill.unreadable(window.start(), "row" + place, row.defect());
      return null;
    }
    Instant start;
    try {
      start = reader.start(row);
    } catch (UnreadableException e) {
      bill.unreadable(window.start(), e.column() + place, e.value());
      return null;
    }
    if (window.contains(start)
        && elsewhere.stream().noneMatch(period -> period.contains(start))
        && reader.isWanted(row)) {
      try {
        bill.add(reader.charge(row));
      } catch (UnreadableException e) {
        bill.unreadable(start, e.column() + place, e.value());
      }
    }
    return start;
  }

  private Rows open(StoredFile file) throws IOException {
    if (file.isParquet()) {
      return ParquetRows.of(
          store.open(file, FileStore.Reading.IN_PLACES), ChargeReader.columns(options));
    }
    InputStream in = store.open(file, FileStore.Reading.THROUGH);
    try {
      return CsvRows.of(file.isGzip() ? new GZIPInputStream(in, BUFFER) : in);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }
}
