// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own that sends batch after batch of events until it is killed, and says each
 * once it is acknowledged. Its first argument is the ledger's URL, its second the first batch.
 */
final class KilledEventWriter {
  static final int EVENTS = 50;

  private KilledEventWriter() {}

  /** Goes on until it is killed. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    try (SqlLedger ledger = SqlLedger.open(arguments[0], LedgerKit.LABELS)) {
      for (int batch = Integer.parseInt(arguments[1]); ; batch++) {
        ledger.appendEvents(batch(batch), LedgerKit.at(1));
        out.println("kept " + batch);
      }
    }
  }

  static List<Event> batch(int batch) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(EventKit.event("event-" + batch + "-" + i, i * 70L, "0.01"));
    }
    return events;
  }
}
