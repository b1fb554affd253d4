// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.ledger.Compaction;
import aispend.ledger.LedgerException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code compact}: the ledger's file without free space, while the daemon is stopped. */
@Command(
    name = "compact",
    description = "Writes the ledger's file anew without free space. The daemon must be stopped.")
final class CompactCommand implements Callable<Integer> {
  private static final long MEBIBYTE = 1L << 20;

  private final Main.Context context;

  @Option(names = "--config", paramLabel = "FILE", description = "Default: as for serve.")
  private @Nullable Path file;

  CompactCommand(Main.Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Config config = Settings.read(context, context.configFile(file));
    try {
      Compaction compaction = new Compaction(config.ledger().url());
      System.out.printf(
          "compacting; this takes as long as copying the file, and up to %d MiB of free space%n",
          mebibytes(compaction.needs()));
      Compaction.Result done = compaction.run();
      System.out.printf(
          "the ledger had %d MiB and has %d MiB%n",
          mebibytes(done.before()), mebibytes(done.after()));
    } catch (LedgerException e) {
      throw new CommandException(Main.FAILED, String.valueOf(e.getMessage()), e);
    }
    return Main.FINE;
  }

  private static long mebibytes(long bytes) {
    return (bytes + MEBIBYTE - 1) / MEBIBYTE;
  }
}
