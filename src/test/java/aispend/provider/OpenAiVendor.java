// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.HttpSettings;
import aispend.http.OutgoingHttp;
import aispend.http.RecordedPause;
import aispend.model.ChargePeriod;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.Secret;
import aispend.telemetry.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mockwebserver3.MockResponse;

/** A server that answers with fixtures, and the provider that asks it over real HTTP. */
final class OpenAiVendor implements AutoCloseable {
  private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
  private static final ChargePeriod HOURS =
      new ChargePeriod(START, START.plus(Duration.ofHours(4)));
  private static final ChargePeriod DAYS = new ChargePeriod(START, START.plus(Duration.ofDays(2)));

  private final Clock clock = Clock.fixed(START.plusSeconds(100_000), ZoneOffset.UTC);
  private final RecordedPause pause = new RecordedPause();
  private final VendorServer server;
  private final OutgoingHttp http =
      new OutgoingHttp(new Telemetry(), clock, "aispend/test", pause, new Random(1));

  OpenAiVendor() {
    try {
      server = new VendorServer("{\"data\":[],\"has_more\":false,\"next_page\":null}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  VendorServer server() {
    return server;
  }

  RecordedPause pause() {
    return pause;
  }

  Provider provider() {
    return provider(Map.of());
  }

  /** With three attempts at each request and no jitter. */
  Provider provider(Map<String, String> options) {
    HttpSettings settings =
        HttpSettings.DEFAULTS.withRetries(
            new HttpSettings.Retries(
                3, Duration.ofSeconds(1), Duration.ofMinutes(5), 0, Duration.ofHours(1)));
    return OpenAiProvider.TYPE
        .factory()
        .create(
            new ProviderSettings(
                "mine", server.baseUrl(), new Secret("sk-admin-invented"), "MY_ADMIN_KEY", options),
            http.client("mine", settings),
            clock);
  }

  /** Usage of four hours. */
  List<ReportedBucket> usage(Provider provider) throws ProviderException, InterruptedException {
    return provider.fetch(provider.sources().get(0), HOURS);
  }

  /** Costs of two days. */
  List<ReportedBucket> costs(Provider provider) throws ProviderException, InterruptedException {
    return provider.fetch(provider.sources().get(1), DAYS);
  }

  static MockResponse file(String name) {
    return VendorServer.json(VendorServer.fixture("openai/" + name));
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }
}
