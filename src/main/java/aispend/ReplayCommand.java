// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.ledger.LedgerException;
import aispend.ledger.SqlLedger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code replay}: sends history again, for a Prometheus that lost it. */
@Command(
    name = "replay",
    description = "Sends history since a day again; the daemon may run meanwhile.")
final class ReplayCommand implements Callable<Integer> {
  private final Main.Context context;

  @Option(names = "--config", paramLabel = "FILE", description = "Default: as for serve.")
  private @Nullable Path file;

  @Option(names = "--from", required = true, paramLabel = "DATE", description = "First UTC day.")
  private LocalDate from = LocalDate.EPOCH;

  ReplayCommand(Main.Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Config config = Settings.read(context, context.configFile(file));
    Instant since = from.atStartOfDay(ZoneOffset.UTC).toInstant();
    try (SqlLedger ledger = Ledgers.open(config)) {
      if (!ledger.outbox().isOn()) {
        throw new CommandException(
            Main.FAILED,
            "no history is kept for sending; set history.remote_write_url and start the daemon",
            null);
      }
      long replayed = ledger.outbox().replay(since, context.clock().instant());
      System.out.printf("%d postings since %s are sent again%n", replayed, from);
    } catch (LedgerException e) {
      throw new CommandException(Main.FAILED, String.valueOf(e.getMessage()), e);
    }
    return Main.FINE;
  }
}
