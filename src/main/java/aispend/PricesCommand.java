// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.ledger.LedgerException;
import aispend.ledger.SqlLedger;
import aispend.model.RefusedPrice;
import aispend.pricing.PriceFileException;
import aispend.pricing.PriceMap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import-prices}: takes over a price map; the same as the daemon does by itself. */
@Command(
    name = "import-prices",
    description = {
      "Takes over prices from a price map in LiteLLM's format, as prices.refresh_url does. What",
      "cannot be believed is named and left out. A running daemon has them after a reload."
    })
final class PricesCommand implements Callable<Integer> {
  private final Main.Context context;

  @Option(names = "--config", paramLabel = "FILE", description = "Default: as for serve.")
  private @Nullable Path config;

  @Option(names = "--dry-run", description = "Shows what would be taken over, changes nothing.")
  private boolean dryRun;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "First UTC day of changed prices; default: today.")
  private @Nullable LocalDate from;

  @Parameters(paramLabel = "FILE", description = "The price map.")
  private Path map = Path.of("");

  PricesCommand(Main.Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Config read = Settings.read(context, context.configFile(config));
    Instant now = context.clock().instant();
    try (SqlLedger ledger = Ledgers.open(read)) {
      PriceImport prices = new PriceImport(ledger);
      LocalDate day = from == null ? LocalDate.ofInstant(now, ZoneOffset.UTC) : from;
      PriceMap.Outcome outcome = prices.compare(PriceRefresh.file(map), day);
      show(outcome);
      if (!dryRun) {
        prices.keep(outcome, map.toString(), now);
      }
      System.out.println(dryRun ? "Nothing was changed: this was a dry run." : "Kept.");
      return Main.FINE;
    } catch (IOException | PriceFileException e) {
      throw new CommandException(
          Main.WRONG_INPUT, "cannot read the price map " + map + ": " + e.getMessage(), e);
    } catch (LedgerException e) {
      throw new CommandException(Main.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private static void show(PriceMap.Outcome outcome) {
    for (PriceMap.Accepted price : outcome.accepted()) {
      boolean ever = price.from().equals(LocalDate.EPOCH);
      System.out.printf(
          "accepted %s %s from %s: %s%n",
          price.vendor(), price.model(), ever ? "ever" : price.from(), price.what());
    }
    for (RefusedPrice price : outcome.refused()) {
      System.out.printf(
          "refused  %s %s (%s): %s%n",
          price.vendor(), price.model(), price.reason().code(), price.detail());
    }
    System.out.printf(
        "%d accepted, %d unchanged, %d refused%n",
        outcome.accepted().size(), outcome.unchanged(), outcome.refused().size());
  }
}
