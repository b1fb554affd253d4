// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.demo.DemoOptions;
import aispend.demo.DemoVendor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code demo}: a daemon that reads the simulated vendor, with a ledger of its own. The
 * configuration is the shipped {@code demo.toml} with the addresses of the options.
 */
@Command(
    name = "demo",
    description = "Runs the daemon with the simulated vendor; needs no key and no Docker.")
final class DemoCommand implements Callable<Integer> {
  /** As they stand in demo.toml. */
  private static final String SHIPPED_VENDOR = "http://127.0.0.1:9470";

  private static final String SHIPPED_LISTEN = "0.0.0.0:9477";
  private static final String SHIPPED_LEDGER = "jdbc:sqlite:data/demo.db";

  private final Main.Context context;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9477",
      description = "Where the daemon listens. Default: ${DEFAULT-VALUE}.")
  private String listen = "127.0.0.1:9477";

  @Option(
      names = "--vendor-port",
      defaultValue = "9470",
      description = "Where the simulated vendor listens. Default: ${DEFAULT-VALUE}.")
  private int vendorPort = 9470;

  @Option(
      names = "--vendor",
      paramLabel = "URL",
      description = "Read a simulated vendor that runs elsewhere, and start none.")
  private @Nullable String vendorUrl;

  @Option(
      names = "--no-apps",
      description = "Simulate no applications, which tell the daemon of their calls.")
  private boolean noApps;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      defaultValue = "data",
      description = "Where the demo's ledger is kept. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("data");

  @Option(names = "--seed", defaultValue = "1", description = "Equal seeds, equal histories.")
  private long seed = 1;

  @Option(names = "--days", defaultValue = "62", description = "Days of history, 1 to 400.")
  private int days = 62;

  DemoCommand(Main.Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    HostPort address = HostPort.of("--listen", listen);
    String vendor = vendorUrl == null ? startVendor(address) : vendorUrl;
    Path file = writeConfiguration(address, vendor);
    Main.Context demo = new Main.Context(withDemoKeys(context.environment()), context.clock());
    System.err.println("simulated vendor  " + vendor);
    System.err.println("status page       http://" + address + "/");
    System.err.println("metrics           http://" + address + "/metrics");
    System.err.println("JSON API          http://" + address + "/api/costs/summary");
    return ServeCommand.serve(demo, file, Settings.read(demo, file));
  }

  private String startVendor(HostPort daemon) {
    DemoVendor vendor;
    try {
      DemoOptions options = DemoOptions.DEFAULT.withSeed(seed).withDays(days);
      vendor =
          new DemoVendor(
              options.withEventsTo(noApps ? null : URI.create("http://" + reachable(daemon))),
              context.clock());
    } catch (IllegalArgumentException e) {
      throw new CommandException(Main.WRONG_INPUT, String.valueOf(e.getMessage()), e);
    }
    vendor.start("127.0.0.1", vendorPort);
    Runtime.getRuntime().addShutdownHook(new Thread(vendor::close, "stop-vendor"));
    return "http://127.0.0.1:" + vendor.port();
  }

  /** Where the daemon is found from here when it listens everywhere. */
  private static HostPort reachable(HostPort daemon) {
    return daemon.host().equals("0.0.0.0") ? new HostPort("127.0.0.1", daemon.port()) : daemon;
  }

  private Path writeConfiguration(HostPort address, String vendor) {
    String text =
        shipped()
            .replace(SHIPPED_VENDOR, vendor)
            .replace(SHIPPED_LISTEN, address.toString())
            .replace(SHIPPED_LEDGER, "jdbc:sqlite:" + data.resolve("demo.db"));
    try {
      Files.createDirectories(data);
      return Files.writeString(data.resolve("demo.toml"), text);
    } catch (IOException e) {
      throw new CommandException(
          Main.FAILED,
          "cannot write to " + data + ": " + e.getMessage() + "; name another --data",
          e);
    }
  }

  private static String shipped() {
    try (InputStream in = DemoCommand.class.getResourceAsStream("/demo.toml")) {
      if (in == null) {
        throw new IllegalStateException("demo.toml is not in the jar; build it again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read demo.toml", e);
    }
  }

  /** The simulated vendor takes any key of the right shape. */
  private static Map<String, String> withDemoKeys(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("AISPEND_DEMO_OPENAI_KEY", "sk-admin-demo-0000000000000000");
    all.putIfAbsent("AISPEND_DEMO_ANTHROPIC_KEY", "sk-ant-admin01-demo-0000000000000000");
    return all;
  }
}
