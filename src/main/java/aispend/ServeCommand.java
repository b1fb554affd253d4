// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code serve}: the daemon. */
@Command(name = "serve", description = "Runs the daemon until it is stopped.")
final class ServeCommand implements Callable<Integer> {
  private final Main.Context context;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Default: what AISPEND_CONFIG names, else aispend.toml.")
  private @Nullable Path file;

  ServeCommand(Main.Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Path path = context.configFile(file);
    return serve(context, path, Settings.read(context, path));
  }

  /** Runs a daemon until the process is told to stop. */
  static int serve(Main.Context context, Path file, Config config) {
    App app = new App(config, file, Settings.reader(context), context.clock());
    try {
      app.start();
    } catch (IOException e) {
      app.close();
      throw new CommandException(Main.FAILED, String.valueOf(e.getMessage()), e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(app::close, "stop"));
    HangUp.run(app::reload);
    return waitForStop();
  }

  /** The threads of the daemon go on; the process ends by a signal, through the hook. */
  static int waitForStop() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Main.FINE;
  }
}
