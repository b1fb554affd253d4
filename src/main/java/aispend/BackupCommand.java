// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.ledger.LedgerException;
import aispend.ledger.SqlLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup}: a consistent copy of the ledger while the daemon runs. */
@Command(name = "backup", description = "Copies the ledger to a file while the daemon runs.")
final class BackupCommand implements Callable<Integer> {
  private final Main.Context context;

  @Option(names = "--config", paramLabel = "FILE", description = "Default: as for serve.")
  private @Nullable Path file;

  @Parameters(paramLabel = "TARGET", description = "A file that does not exist yet.")
  private Path target = Path.of("");

  BackupCommand(Main.Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (Files.exists(target)) {
      throw new CommandException(
          Main.WRONG_INPUT, target + " exists already; name another file", null);
    }
    Config config = Settings.read(context, context.configFile(file));
    try (SqlLedger ledger = Ledgers.open(config)) {
      ledger.backup(target);
    } catch (LedgerException e) {
      throw new CommandException(Main.FAILED, String.valueOf(e.getMessage()), e);
    }
    System.out.println("copied to " + target);
    return Main.FINE;
  }
}
