// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.ConfigReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check-config}: every problem of a configuration at once. */
@Command(
    name = "check-config",
    description = "Says every problem of a configuration file at once, and which keys are there.")
final class CheckConfigCommand implements Callable<Integer> {
  private final Main.Context context;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "Default: as for serve.")
  private @Nullable Path file;

  @Spec private @Nullable CommandSpec spec;

  CheckConfigCommand(Main.Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ConfigReport report = ConfigReport.of(Settings.reader(context), context.configFile(file));
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    if (report.exitCode() == Main.FINE) {
      line.getOut().print(report.text());
      line.getOut().flush();
    } else {
      line.getErr().print(report.text());
      line.getErr().flush();
    }
    return report.exitCode();
  }
}
