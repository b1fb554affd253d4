// SPDX-License-Identifier: Apache-2.0
package aispend.export;

import aispend.ledger.LedgerException;
import aispend.ledger.LedgerReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Spend as a file that is written while it is read. One thread, once.
 *
 * <p>Live amounts add up to what the JSON API says of the same days and conditions, to the nano, as
 * long as nothing comes in between two parts. By the books so do those of all time: days of closed
 * months as they were closed, and corrections in the days in which they became known.
 */
public final class Export {
  private final Lines lines;
  private final ExportRows rows;
  private final List<ExportRow> first;

  /**
   * Reads the first part, so that a ledger that cannot be read is known before anything is written.
   *
   * @param ledger all of it, or a tenant's view
   * @param now what changed in closed months and is not written down yet became known then
   * @throws LedgerException when it cannot be read
   */
  public Export(LedgerReader ledger, ExportQuery query, ExportFormat format, Instant now) {
    lines = format.lines();
    rows = new ExportRows(ledger, query, now);
    first = rows.next();
  }

  /**
   * Writes all of it in UTF-8, and leaves the stream open.
   *
   * @throws LedgerException when the ledger cannot be read further; the file is then incomplete
   */
  public void writeTo(OutputStream out) throws IOException {
    Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    text.write(lines.heading());
    write(first, text);
    while (rows.hasNext()) {
      write(rows.next(), text);
    }
    text.flush();
  }

  private void write(List<ExportRow> part, Writer text) throws IOException {
    for (ExportRow row : part) {
      text.write(lines.line(row));
    }
  }
}
