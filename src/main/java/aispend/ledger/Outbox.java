// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Postings on their way out. While it is on, each write of the ledger adds its postings in its own
 * transaction, so money and its history are kept or lost together. Every call is one transaction
 * and may be repeated. Any thread, and any process that has the same ledger open, may call; all
 * throw {@link LedgerException}.
 */
public interface Outbox {
  /**
   * What is kept for sending.
   *
   * @param window how far back history goes
   * @param maxSeries series of a family before new label sets are posted as "other"
   * @param top how many values of a dimension are posted by name; the rest is "other"
   */
  record Settings(Duration window, int maxSeries, Map<Dimension, Integer> top) {
    public Settings {
      top = Map.copyOf(top);
      if (window.compareTo(Duration.ofDays(1)) < 0 || maxSeries < 1) {
        throw new IllegalArgumentException(
            "window " + window + ", series " + maxSeries + "; must be at least a day and one");
      }
    }
  }

  /**
   * Begins to keep postings. When it was off, what the ledger holds of the last window is posted
   * first, less what was sent before it was switched off.
   */
  void turnOn(Settings settings, Instant now);

  /**
   * Ends keeping postings and forgets all that were not sent: what they stand for is posted anew
   * when it is switched on again. Does nothing when it is off.
   */
  void turnOff();

  boolean isOn();

  /**
   * What is to be sent next: of the oldest UTC day that has any, by series, in the order of time.
   * Postings of events are held for a minute first, and grow meanwhile; what is given here never
   * changes afterwards.
   *
   * @param now what is held until then is due
   * @param until the latest stamp
   */
  List<Posting> pending(Instant now, Instant until, int limit);

  /** Says what became of postings. */
  void mark(Collection<Posting> postings, Posting.State state, Instant now);

  /** Marks what is pending and stamped before an instant as skipped, and tells how many. */
  int skipBefore(Instant oldest, Instant now);

  /** How many are pending, those that are held included. */
  long pendingCount();

  /** Cost that is sent or pending, by provider, stamped after one instant and up to another. */
  Map<String, Money> expected(Instant after, Instant until);

  /** Makes what was stamped since an instant pending again, and tells how many. */
  long replay(Instant since, Instant now);

  /** Forgets what is not pending and stamped before an instant. */
  void prune(Instant before);
}
