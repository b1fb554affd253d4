// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.config.ProviderConfig;
import aispend.http.OutgoingHttp;
import aispend.ledger.LedgerReader;
import aispend.ledger.SqlLedger;
import aispend.model.ProviderException;
import aispend.telemetry.Telemetry;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code doctor}: asks each configured provider once. */
@Command(
    name = "doctor",
    description = "Asks each configured provider once: reachable, key valid, newest data.")
final class DoctorCommand implements Callable<Integer> {
  private static final String ROW = "%-16s %-8s %-26s %s%n";

  private final Main.Context context;

  @Option(names = "--config", paramLabel = "FILE", description = "Default: as for serve.")
  private @Nullable Path file;

  DoctorCommand(Main.Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    Config config = Settings.read(context, context.configFile(file));
    Telemetry telemetry = new Telemetry();
    boolean well = true;
    PrintStream out = System.out;
    out.printf(ROW, "PROVIDER", "STATE", "NEWEST DATA", "WHAT TO DO");
    try (SqlLedger ledger = Ledgers.open(config);
        OutgoingHttp http =
            new OutgoingHttp(telemetry, context.clock(), Build.current().userAgent())) {
      Accounts accounts =
          new Accounts(
              http,
              ledger,
              Together.counting(Ledgers.place(config), ledger),
              telemetry,
              context.clock());
      for (ProviderConfig provider : config.providers()) {
        well &= examine(provider, accounts, ledger, out);
      }
    }
    return well ? Main.FINE : Main.FAILED;
  }

  private static boolean examine(
      ProviderConfig provider, Accounts accounts, LedgerReader ledger, PrintStream out)
      throws InterruptedException {
    if (!provider.enabled()) {
      out.printf(ROW, provider.name(), "off", "-", provider.whyDisabled().orElse(""));
      return true;
    }
    String newest = newest(provider, ledger).map(Instant::toString).orElse("none yet");
    try {
      accounts.provider(provider).check();
      out.printf(ROW, provider.name(), "ok", newest, "nothing");
      return true;
    } catch (ProviderException | IllegalArgumentException e) {
      // The second: an option or the key's form cannot be used, which is said without a call.
      out.printf(ROW, provider.name(), "failed", newest, e.getMessage());
      return false;
    }
  }

  private static Optional<Instant> newest(ProviderConfig provider, LedgerReader ledger) {
    return ledger.sources().stream()
        .filter(state -> state.source().provider().equals(provider.name()))
        .flatMap(state -> state.newest().stream())
        .max(Instant::compareTo);
  }
}
