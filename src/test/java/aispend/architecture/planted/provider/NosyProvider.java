// SPDX-License-Identifier: Apache-2.0
package aispend.architecture.planted.provider;

import aispend.architecture.planted.ledger.LedgerWriter;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.time.Instant;
import org.quartz.JobKey;

/** A vendor adapter that does everything it must not. */
public class NosyProvider {
  static int asked;

  /** Breaks one rule a line. */
  public String ask(LedgerWriter ledger, CollectorRegistry registry) {
    asked++;
    return ledger.toString()
        + registry
        + Instant.now()
        + System.currentTimeMillis()
        + Clock.systemUTC()
        + System.getenv("HOME")
        + System.getenv().size()
        + JobKey.jobKey("x");
  }
}
