// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import aispend.ingest.NotKeptException;
import aispend.model.ChargePeriod;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.Source;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is left of an account's prepaid credit. Where spend is inferred from it, reading it is
 * polling that source; elsewhere it is shown, and when it cannot be read nothing else is held up.
 * For one thread.
 */
final class BalanceReading {
  private static final Logger log = LoggerFactory.getLogger(BalanceReading.class);

  private final Account account;
  private String failing = "";

  BalanceReading(Account account) {
    this.account = account;
  }

  /** Whether a source's spend is inferred from the balance. */
  boolean isOf(Source source) {
    return account.infers(source);
  }

  void read(Instant now) throws ProviderException, InterruptedException {
    account.ingest().keepBalances(account.name(), account.provider().balances(), now);
  }

  /** Reads it where it is only shown; says when that begins to fail. */
  void refresh(Instant now) throws InterruptedException {
    if (account.provider().inferred().isPresent()) {
      return;
    }
    try {
      read(now);
      failing = "";
    } catch (ProviderException | NotKeptException e) {
      if (failing.isEmpty()) {
        log.warn(
            "Could not read the balance. provider={} why=\"{}\"", account.name(), e.getMessage());
      }
      failing = String.valueOf(e.getMessage());
    }
  }

  /** The spend of a window, out of all readings so far. */
  List<ReportedBucket> falls(ChargePeriod window) {
    return account.ingest().balanceFalls(account.name(), window);
  }
}
