// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Environment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The command line. Exit codes: 0 fine, 1 failed, 2 wrong input. */
@Command(
    name = "aispend",
    description = "Tells a company what it spends on AI, to the cent and in time.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    subcommands = {
      ServeCommand.class,
      CheckConfigCommand.class,
      DoctorCommand.class,
      BackfillCommand.class,
      BackupCommand.class,
      CloseCommand.class,
      CompactCommand.class,
      ExportCommand.class,
      PricesCommand.class,
      ReplayCommand.class,
      RepriceCommand.class,
      TryRecipeCommand.class,
      MetricsCommand.class,
      MoveLedgerCommand.class,
      DemoCommand.class,
      DemoVendorCommand.class,
      HealthcheckCommand.class,
      TokenCommand.class,
      VersionCommand.class
    })
public final class Main {
  static final int FINE = 0;
  static final int FAILED = 1;
  static final int WRONG_INPUT = 2;

  /** The logger itself reads it. */
  private static final String LOG_FORMAT = "AISPEND_LOG_FORMAT";

  private static final Set<String> LOG_FORMATS = Set.of("", "text", "json");

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(run(args, Environment.system(), Clock.systemUTC()));
  }

  static int run(String[] args, Map<String, String> environment, Clock clock) {
    String format = environment.getOrDefault(LOG_FORMAT, "");
    if (!LOG_FORMATS.contains(format)) {
      System.err.println(LOG_FORMAT + " is '" + format + "'; write text or json");
      return WRONG_INPUT;
    }
    CommandLine commands = commands(new Context(environment, clock));
    if (args.length == 0) {
      commands.usage(commands.getErr());
      return WRONG_INPUT;
    }
    return commands.execute(args);
  }

  /** All commands, with their options. */
  static CommandLine commands(Context context) {
    CommandLine commands = new CommandLine(new Main(), new Commands(context));
    commands.setExecutionExceptionHandler(Main::failed);
    return commands;
  }

  private static int failed(
      Exception error, CommandLine command, CommandLine.@Nullable ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (error instanceof CommandException refused) {
      err.println(refused.getMessage());
      err.flush();
      return refused.exitCode();
    }
    LoggerFactory.getLogger(Main.class).error("The command failed.", error);
    return FAILED;
  }

  /** What commands need of the process around them. */
  record Context(Map<String, String> environment, Clock clock) {
    Path configFile(@Nullable Path option) {
      return aispend.config.ConfigFile.locate(Optional.ofNullable(option), environment);
    }
  }

  /** Makes commands, each with the context. */
  private record Commands(Context context) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      try {
        return type.cast(type.getDeclaredConstructor(Context.class).newInstance(context));
      } catch (NoSuchMethodException e) {
        return CommandLine.defaultFactory().create(type);
      }
    }
  }
}
