// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import aispend.model.ProviderException;
import aispend.model.ReportedLimit;
import aispend.telemetry.AskingTelemetry;
import aispend.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads once an hour what an account's vendor lets somebody spend. What cannot be read holds up
 * nothing, and what was read last stays shown with its time. For one thread.
 */
final class LimitReading {
  private static final Logger log = LoggerFactory.getLogger(LimitReading.class);
  private static final Duration EVERY = Duration.ofHours(1);

  /** An organization may have a limit for each of thousands of keys. */
  static final int MOST = 100;

  /** Of limits that are used alike, always the same are shown. */
  private static final Comparator<ReportedLimit> FULLEST_FIRST =
      Comparator.comparingDouble(ReportedLimit::usedRatio)
          .reversed()
          .thenComparing(ReportedLimit::scope)
          .thenComparing(ReportedLimit::id);

  private final Account account;
  private final Telemetry telemetry;
  private Instant due = Instant.MIN;
  private String failing = "";
  private int leftOut;

  LimitReading(Account account, Telemetry telemetry) {
    this.account = account;
    this.telemetry = telemetry;
  }

  void refresh(Instant now) throws InterruptedException {
    if (!account.provider().tellsLimits() || now.isBefore(due)) {
      return;
    }
    telemetry.asking().begun(AskingTelemetry.LIMITS);
    try {
      due = now.plus(EVERY);
      show(account.provider().limits(), now);
      failing = "";
    } catch (ProviderException e) {
      if (failing.isEmpty()) {
        log.warn(
            "Could not read what may be spent. provider={} why=\"{}\"",
            account.name(),
            e.getMessage());
      }
      failing = String.valueOf(e.getMessage());
    } finally {
      telemetry.asking().ended();
    }
  }

  private void show(List<ReportedLimit> limits, Instant now) {
    List<ReportedLimit> shown = limits.stream().sorted(FULLEST_FIRST).limit(MOST).toList();
    telemetry.limits().told(account.name(), shown, now);
    int more = limits.size() - shown.size();
    if (more > 0 && leftOut == 0) {
      log.info(
          "More limits than are shown; those least used are left out. provider={} shown={} more={}",
          account.name(),
          shown.size(),
          more);
    }
    leftOut = more;
  }
}
