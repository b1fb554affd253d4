// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.demo.DemoOptions;
import aispend.demo.DemoVendor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo-vendor}: the simulated vendor by itself. */
@Command(
    name = "demo-vendor",
    description = "Runs the simulated vendors: every one that is known, on one port.")
final class DemoVendorCommand implements Callable<Integer> {
  private final Main.Context context;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9470",
      description = "Default: ${DEFAULT-VALUE}.")
  private String listen = "127.0.0.1:9470";

  @Option(names = "--seed", defaultValue = "1", description = "Equal seeds, equal histories.")
  private long seed = 1;

  @Option(names = "--days", defaultValue = "62", description = "Days of history, 1 to 400.")
  private int days = 62;

  @Option(
      names = "--lag",
      defaultValue = "PT0S",
      description = "How far its knowledge is behind the clock, as PT72H.")
  private String lag = "PT0S";

  @Option(names = "--no-faults", description = "Never rate limit a request.")
  private boolean noFaults;

  @Option(names = "--truth", paramLabel = "FILE", description = "Keep the truth in this file.")
  private @Nullable Path truth;

  @Option(
      names = "--events-to",
      paramLabel = "URL",
      description = "Simulate applications too, which tell the daemon at this URL of their calls.")
  private @Nullable URI eventsTo;

  DemoVendorCommand(Main.Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    DemoOptions options = options();
    HostPort address = HostPort.of("--listen", listen);
    DemoVendor vendor = new DemoVendor(options, context.clock());
    vendor.start(address.host(), address.port());
    System.err.println(
        "simulated vendor at http://"
            + address.host()
            + ":"
            + vendor.port()
            + "/ (see /sim/truth)");
    Runtime.getRuntime().addShutdownHook(new Thread(vendor::close, "stop"));
    return ServeCommand.waitForStop();
  }

  private DemoOptions options() {
    try {
      DemoOptions options =
          new DemoOptions(seed, days, Duration.parse(lag), !noFaults, truth, eventsTo);
      return options;
    } catch (DateTimeParseException e) {
      throw new CommandException(
          Main.WRONG_INPUT, "--lag is '" + lag + "'; write a duration as PT72H", e);
    } catch (IllegalArgumentException e) {
      throw new CommandException(Main.WRONG_INPUT, String.valueOf(e.getMessage()), e);
    }
  }
}
