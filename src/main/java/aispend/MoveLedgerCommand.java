// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.ledger.LedgerException;
import aispend.ledger.LedgerMove;
import aispend.ledger.LedgerPlace;
import aispend.model.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code move-ledger}: the ledger into the database that the configuration names. */
@Command(
    name = "move-ledger",
    description =
        "Moves a ledger into the empty database that the configuration names, and compares both."
            + " The daemon must be stopped.")
final class MoveLedgerCommand implements Callable<Integer> {
  private final Main.Context context;

  @Option(names = "--config", paramLabel = "FILE", description = "Default: as for serve.")
  private @Nullable Path file;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "URL",
      description = "Where the ledger is now, like jdbc:sqlite:data/aispend.db.")
  private String from = "";

  @Option(names = "--from-user", paramLabel = "NAME", description = "When that is PostgreSQL.")
  private @Nullable String user;

  @Option(
      names = "--from-password-env",
      paramLabel = "VARIABLE",
      description = "The variable with that user's password.")
  private @Nullable String passwordVariable;

  MoveLedgerCommand(Main.Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Config config = Settings.read(context, context.configFile(file));
    LedgerPlace here = new LedgerPlace(from, user, password());
    LedgerPlace there = Ledgers.place(config);
    try {
      LedgerMove move = new LedgerMove(here, there);
      requireStopped(here);
      requireStopped(there);
      show(move.run(MoveLedgerCommand::working));
    } catch (LedgerMove.UnlikeException e) {
      show(e.lines());
      throw new CommandException(Main.FAILED, String.valueOf(e.getMessage()), e);
    } catch (LedgerException e) {
      throw new CommandException(Main.FAILED, String.valueOf(e.getMessage()), e);
    }
    System.out.println(
        "moved; start the daemon with this configuration, and put " + from + " aside");
    return Main.FINE;
  }

  private @Nullable Secret password() {
    if (passwordVariable == null) {
      return null;
    }
    String password = context.environment().get(passwordVariable);
    if (password == null || password.isEmpty()) {
      throw new CommandException(
          Main.WRONG_INPUT,
          "--from-password-env names " + passwordVariable + ", which is not set; set it",
          null);
    }
    return new Secret(password);
  }

  private static void requireStopped(LedgerPlace place) {
    Optional<String> running = DaemonMark.runningWith(place);
    if (running.isPresent()) {
      throw new CommandException(
          Main.FAILED, "a daemon runs on the ledger at " + place.url() + "; stop it first", null);
    }
  }

  private static void working(String what) {
    System.err.println(what + " ...");
  }

  private static void show(List<LedgerMove.Line> lines) {
    System.out.printf("%-40s %8s %24s %24s%n", "compared", "groups", "from", "to");
    for (LedgerMove.Line line : lines) {
      String verdict = line.difference() == null ? "same" : "DIFFERS first at " + line.difference();
      System.out.printf(
          "%-40s %8d %24s %24s  %s%n",
          line.what(), line.groups(), line.here(), line.there(), verdict);
    }
  }
}
