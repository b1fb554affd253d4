// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.http.OutgoingHttp;
import aispend.ingest.IngestResult;
import aispend.ledger.SqlLedger;
import aispend.model.ChargePeriod;
import aispend.model.ProviderException;
import aispend.model.Source;
import aispend.poll.Poller;
import aispend.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backfill}: reads a range again. It can be repeated; nothing counts twice. */
@Command(
    name = "backfill",
    description = "Reads a range of UTC days of a provider again; can be repeated.")
final class BackfillCommand implements Callable<Integer> {
  private static final int BAR = 30;

  private final Main.Context context;

  @Option(names = "--config", paramLabel = "FILE", description = "Default: as for serve.")
  private @Nullable Path file;

  @Option(names = "--provider", required = true, paramLabel = "NAME", description = "Which one.")
  private String provider = "";

  @Option(names = "--from", required = true, paramLabel = "DATE", description = "First UTC day.")
  private LocalDate from = LocalDate.EPOCH;

  @Option(names = "--to", required = true, paramLabel = "DATE", description = "Last UTC day.")
  private LocalDate to = LocalDate.EPOCH;

  BackfillCommand(Main.Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (to.isBefore(from)) {
      throw new CommandException(
          Main.WRONG_INPUT, "--to " + to + " is before --from " + from, null);
    }
    ChargePeriod range =
        new ChargePeriod(
            from.atStartOfDay(ZoneOffset.UTC).toInstant(),
            to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    Config config = Settings.read(context, context.configFile(file));
    Telemetry telemetry = new Telemetry();
    try (SqlLedger ledger = Ledgers.open(config);
        OutgoingHttp http =
            new OutgoingHttp(telemetry, context.clock(), Build.current().userAgent());
        Poller poller =
            new Poller(
                new Accounts(http, ledger, telemetry, context.clock())
                    .of(config, PriceBooks.of(config, ledger)),
                telemetry,
                context.clock())) {
      return backfill(poller, range);
    }
  }

  private int backfill(Poller poller, ChargePeriod range) throws InterruptedException {
    try {
      IngestResult result = poller.backfill(provider, range, BackfillCommand::show);
      System.err.println();
      System.out.printf(
          "new %d, unchanged %d, restated %d, rejected %d%n",
          result.added(), result.unchanged(), result.restated(), result.rejected());
      return Main.FINE;
    } catch (ProviderException e) {
      throw new CommandException(Main.FAILED, String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new CommandException(Main.WRONG_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  private static void show(Source source, Instant until, ChargePeriod range) {
    long done = Duration.between(range.start(), until).toSeconds();
    int filled = (int) (BAR * done / range.duration().toSeconds());
    System.err.printf(
        "\r%-24s [%s%s] until %s",
        source.name(), "#".repeat(filled), ".".repeat(BAR - filled), until);
  }
}
