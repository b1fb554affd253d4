// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import static java.nio.charset.StandardCharsets.UTF_8;

import aispend.http.HttpSettings;
import aispend.http.OutgoingHttp;
import aispend.model.ChargePeriod;
import aispend.model.ReportedBucket;
import aispend.model.Secret;
import aispend.provider.Provider;
import aispend.provider.ProviderSettings;
import aispend.telemetry.Telemetry;
import aispend.testing.MutableClock;
import aispend.testing.PolledLedger;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder of bills, the provider that reads it, and a ledger that keeps what it says. */
abstract class FocusKit {
  static final String HEADING =
      "ChargePeriodStart,BilledCost,BillingCurrency,ChargeCategory,ServiceName\n";

  final MutableClock clock = MutableClock.at("2026-11-22T12:00:00Z");
  private final OutgoingHttp http = new OutgoingHttp(new Telemetry(), clock, "aispend/test");
  @TempDir private Path temp;

  @AfterEach
  void closeHttp() {
    http.close();
  }

  final Path bills() throws IOException {
    return Files.createDirectories(temp.resolve("bills"));
  }

  /** A file that was written an hour ago. */
  final Path write(String path, String text) throws IOException {
    return write(path, text, "2026-11-22T11:00:00Z");
  }

  final Path write(String path, String text, String changed) throws IOException {
    return write(path, text.getBytes(UTF_8), changed);
  }

  final Path write(String path, byte[] bytes, String changed) throws IOException {
    Path file = bills().resolve(path);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      OutputStream packed = path.endsWith(".gz") ? new GZIPOutputStream(out) : out;
      packed.write(bytes);
      packed.close();
    }
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse(changed)));
    return file;
  }

  /** Lines of a bill of Azure OpenAI, each {@code day amount}, in dollars. */
  static String bill(String... charges) {
    StringBuilder text = new StringBuilder(HEADING);
    for (String charge : charges) {
      String[] parts = charge.split(" ", -1);
      text.append(parts[0])
          .append("T00:00:00Z,")
          .append(parts[1])
          .append(",USD,Usage,Azure OpenAI\n");
    }
    return text.toString();
  }

  final Provider provider() throws IOException {
    return provider(Map.of());
  }

  final Provider provider(Map<String, String> more) throws IOException {
    Map<String, String> options = new TreeMap<>(more);
    options.putIfAbsent("folder", bills().toString());
    return FocusFilesProvider.TYPE
        .factory()
        .create(
            new ProviderSettings(
                "cloud", FocusFilesProvider.TYPE.defaultBaseUrl(), new Secret(""), "none", options),
            http.client("cloud", HttpSettings.DEFAULTS),
            clock);
  }

  /** What is said of some days of November 2026, up to the last one and not with it. */
  static List<ReportedBucket> november(Provider provider, int from, int to) throws Exception {
    return provider.fetch(provider.sources().get(0), november(from, to));
  }

  /** Some days of November 2026, up to the last one and not with it. */
  static ChargePeriod november(int from, int to) {
    return new ChargePeriod(
        Instant.parse("2026-11-%02dT00:00:00Z".formatted(from)),
        Instant.parse("2026-11-%02dT00:00:00Z".formatted(to)));
  }

  final PolledLedger ledger() throws IOException {
    return new PolledLedger(temp, provider(), clock);
  }

  static String fixture(String name) throws IOException {
    try (InputStream in = FocusKit.class.getResourceAsStream("/focus/" + name)) {
      return new String(java.util.Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }
}
