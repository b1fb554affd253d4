// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.ledger.LedgerException;
import aispend.ledger.PriceChange;
import aispend.ledger.Repricer;
import aispend.ledger.Repricing;
import aispend.ledger.Repricings;
import aispend.ledger.SqlLedger;
import aispend.pricing.PriceBook;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reprice}: prices kept use again. It can be repeated; nothing changes twice. */
@Command(
    name = "reprice",
    description = {
      "Prices use since a day again after prices or exchange rates changed; shows the difference",
      "first. What vendors billed and applications told stays. The daemon may run meanwhile, with",
      "the same prices."
    })
final class RepriceCommand implements Callable<Integer> {
  private static final int RUNS_SHOWN = 20;

  private final Main.Context context;

  @Option(names = "--config", paramLabel = "FILE", description = "Default: as for serve.")
  private @Nullable Path file;

  @Option(names = "--from", paramLabel = "DATE", description = "First UTC day.")
  private @Nullable LocalDate from;

  @Option(names = "--dry-run", description = "Shows the difference and changes nothing.")
  private boolean dryRun;

  @Option(names = "--by-day", description = "A row a UTC day, not a month.")
  private boolean byDay;

  @Option(names = "--by", paramLabel = "NAME", description = "Who asks; default: the user.")
  private String by = System.getProperty("user.name", "");

  @Option(names = "--log", description = "Shows the last runs instead.")
  private boolean log;

  RepriceCommand(Main.Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (!log && from == null) {
      throw new CommandException(Main.WRONG_INPUT, "--from DATE is missing", null);
    }
    Config config = Settings.read(context, context.configFile(file));
    try (SqlLedger ledger = Ledgers.open(config)) {
      if (log || from == null) {
        ledger.repricings().runs(RUNS_SHOWN).forEach(RepriceCommand::show);
      } else {
        reprice(config, ledger, from.atStartOfDay(ZoneOffset.UTC).toInstant());
      }
    } catch (LedgerException | UncheckedIOException e) {
      throw new CommandException(Main.FAILED, String.valueOf(e.getMessage()), e);
    }
    return Main.FINE;
  }

  private void reprice(Config config, SqlLedger ledger, Instant since) {
    PriceBook prices = PriceBooks.of(config, ledger);
    String version = PriceBooks.version(prices, config.currency());
    if (!dryRun) {
      refuseOtherPrices(config, version);
    }
    Repricer repricer = KeptUse.by(config, prices, ledger);
    Repricings repricings = ledger.repricings();
    List<PriceChange> changes = repricings.preview(since, repricer, RepriceCommand::working);
    System.err.println();
    PriceDifference.print(changes, byDay);
    if (dryRun) {
      System.out.println("Nothing was changed: this was a dry run.");
    } else if (changes.isEmpty()) {
      System.out.println("Nothing to change: all has these prices already.");
    } else {
      Repricings.Order order = new Repricings.Order(since, version, by);
      Repricing run = repricings.run(order, repricer, context.clock(), RepriceCommand::working);
      System.err.println();
      show(run);
    }
  }

  /** The next polls of a daemon with other prices would put them in place again. */
  private static void refuseOtherPrices(Config config, String version) {
    Optional<String> running = DaemonMark.runningWith(Ledgers.place(config));
    if (running.isPresent() && !running.get().equals(version)) {
      throw new CommandException(
          Main.FAILED,
          "the daemon runs with other prices or rates ("
              + running.get()
              + ", here "
              + version
              + ") and would put them back; let it read its configuration again first: kill -HUP,"
              + " or POST /-/reload",
          null);
    }
  }

  private static void working(String source, Instant hour) {
    System.err.printf("\r%-24s %s", source, hour);
  }

  private static void show(Repricing run) {
    System.out.printf(
        "%s by %s from %s, prices %s -> %s: %d rows, canonical spend %s USD, %s%n",
        run.begunAt(),
        run.by().isEmpty() ? "nobody" : run.by(),
        LocalDate.ofInstant(run.from(), ZoneOffset.UTC),
        run.pricesBefore().isEmpty() ? "unknown" : run.pricesBefore(),
        run.pricesAfter(),
        run.changes().stream().mapToLong(PriceChange::rows).sum(),
        PriceDifference.signed(run.canonical()),
        run.finishedAt().map(at -> "finished " + at).orElse("not finished; run it again"));
  }
}
