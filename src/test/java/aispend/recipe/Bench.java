// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import static aispend.provider.VendorServer.json;

import aispend.config.TomlSection;
import aispend.http.HttpSettings;
import aispend.http.OutgoingHttp;
import aispend.http.RecordedPause;
import aispend.model.ChargePeriod;
import aispend.model.ReportedBucket;
import aispend.model.Secret;
import aispend.provider.Provider;
import aispend.provider.ProviderSettings;
import aispend.provider.VendorServer;
import aispend.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mockwebserver3.MockResponse;

/** A made-up vendor, and a provider by a recipe that asks it over real HTTP. */
final class Bench implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(START.plusSeconds(200_000), ZoneOffset.UTC);

  final VendorServer vendor;
  final RecordedPause pause = new RecordedPause();
  private final OutgoingHttp http =
      new OutgoingHttp(new Telemetry(), CLOCK, "aispend/test", pause, new Random(1));

  Bench() throws Exception {
    vendor = new VendorServer("{\"rows\":[]}");
  }

  /** By a recipe that has no problems. */
  Provider provider(String recipe, Map<String, String> options) {
    return provider(recipe, options, "s3cret-key");
  }

  /** The same with a key of one's own. */
  Provider provider(String recipe, Map<String, String> options, String key) {
    TomlSection root = TomlSection.of(recipe);
    Recipe read = RecipeReader.read(root);
    if (!root.problems().isEmpty()) {
      throw new IllegalArgumentException(root.problems().toString());
    }
    ProviderSettings settings =
        new ProviderSettings("mine", vendor.baseUrl(), new Secret(key), "KEY", options);
    HttpSettings patient =
        HttpSettings.DEFAULTS.withRetries(
            new HttpSettings.Retries(
                3, Duration.ofSeconds(1), Duration.ofMinutes(5), 0, Duration.ofHours(1)));
    return Recipes.type(read).factory().create(settings, http.client("mine", patient), CLOCK);
  }

  /** What its first source reports for so many days. */
  static List<ReportedBucket> fetch(Provider provider, int days) throws Exception {
    return provider.fetch(
        provider.sources().get(0), new ChargePeriod(START, START.plus(Duration.ofDays(days))));
  }

  void script(String path, String... bodies) {
    for (String body : bodies) {
      vendor.script(path, json(body));
    }
  }

  void script(String path, MockResponse answer) {
    vendor.script(path, answer);
  }

  /** A recipe of daily costs whose rows are {@code {"day":..,"cost":..}}, with more lines. */
  static String recipe(String top, String source) {
    return """
        name = "acme"
        base_url = "https://api.acme.test"
        %s
        [[source]]
        name = "costs"
        layer = "billed"
        bucket = "1d"
        [source.rows]
        at = "/rows/*"
        [source.time]
        at = "/day"
        format = "date"
        [source.measures]
        cost = "/cost"
        %s
        """
        .formatted(top, source);
  }

  @Override
  public void close() {
    http.close();
    vendor.close();
  }
}
