// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.HttpSettings;
import aispend.http.OutgoingHttp;
import aispend.model.ChargePeriod;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.ReportedUsage;
import aispend.model.Secret;
import aispend.telemetry.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** A server that answers with fixtures, and the provider that asks it over real HTTP. */
final class AnthropicVendor implements AutoCloseable {
  static final String KEY = "sk-ant-admin01-invented-for-tests";
  static final Instant NOW = Instant.parse("2026-11-20T03:20:00Z");

  static final ChargePeriod HOURS =
      new ChargePeriod(
          Instant.parse("2026-11-20T00:00:00Z"), Instant.parse("2026-11-20T04:00:00Z"));
  static final ChargePeriod DAYS =
      new ChargePeriod(
          Instant.parse("2026-11-18T00:00:00Z"), Instant.parse("2026-11-21T00:00:00Z"));

  private final Queue<MockResponse> answers = new ConcurrentLinkedQueue<>();
  private final VendorServer server;
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final OutgoingHttp http =
      new OutgoingHttp(
          new Telemetry(),
          clock,
          "aispend/test",
          duration -> {},
          RandomGenerator.of("L64X128MixRandom"));

  AnthropicVendor() {
    try {
      server = new VendorServer(read("empty.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.always(request -> answers.remove());
  }

  Provider provider() {
    return provider(Map.of());
  }

  Provider provider(Map<String, String> options) {
    return provider(KEY, options);
  }

  Provider provider(String key, Map<String, String> options) {
    return provider(server.baseUrl(), key, options);
  }

  Provider provider(String baseUrl, String key, Map<String, String> options) {
    ProviderSettings settings =
        new ProviderSettings("anthropic", baseUrl, new Secret(key), "ANTHROPIC_ADMIN_KEY", options);
    return AnthropicProvider.TYPE
        .factory()
        .create(settings, http.client("anthropic", HttpSettings.DEFAULTS), clock);
  }

  /** The next answers, one fixture each. */
  void answers(String... fixtures) {
    for (String fixture : fixtures) {
      answers(200, fixture);
    }
  }

  /** The next answer. */
  void answers(int status, String fixture) {
    answers.add(VendorServer.json(status, read(fixture)));
  }

  /** What was asked for so far, oldest first. */
  List<RecordedRequest> requests() {
    return server.requests();
  }

  /** Usage of {@link #HOURS} by the standard grouping. */
  List<ReportedBucket> usage(String... fixtures) throws ProviderException, InterruptedException {
    answers(fixtures);
    Provider provider = provider();
    return provider.fetch(provider.sources().get(0), HOURS);
  }

  /** Costs of {@link #DAYS}. */
  List<ReportedBucket> costs(String... fixtures) throws ProviderException, InterruptedException {
    answers(fixtures);
    Provider provider = provider();
    return provider.fetch(provider.sources().get(1), DAYS);
  }

  static List<ReportedUsage> rows(List<ReportedBucket> buckets) {
    return buckets.stream().flatMap(bucket -> bucket.rows().stream()).toList();
  }

  static String read(String fixture) {
    return VendorServer.fixture("anthropic/" + fixture);
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }
}
