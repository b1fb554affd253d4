// SPDX-License-Identifier: Apache-2.0
package aispend.table;

import aispend.http.JsonClient;
import aispend.model.Layer;
import aispend.model.Source.Timeliness;
import aispend.provider.AdapterOptions;
import aispend.provider.AssembledProvider;
import aispend.provider.Provider;
import aispend.provider.ProviderSettings;
import aispend.provider.ProviderType;
import aispend.provider.Rhythm;
import aispend.provider.VendorApi;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A measurement in InfluxDB in which a tracker of the operator's own keeps one point a call: {@code
 * NAME:usage}, the attributed view by UTC hour. Asked in InfluxQL by {@code /query}, which is 1.x's
 * own and 2.x's for databases that are mapped to buckets (InfluxData's documentation of 1.8 and
 * 2.7; run against 1.6.7).
 */
final class InfluxProvider {
  private static final String KEY_HINT =
      "give user:password of a user that may read the database, or a token of 2.x that may read the"
          + " bucket";

  static final ProviderType TYPE =
      new ProviderType(
          "influxdb",
          "http://127.0.0.1:8086",
          "INFLUXDB_KEY",
          Pattern.compile(".*"),
          KEY_HINT,
          TableOptions.names("database", "measurement", "retention_policy"),
          InfluxProvider::create);

  private static final Rhythm CALLS =
      new Rhythm(
          Timeliness.REALTIME,
          Duration.ofHours(1),
          Duration.ofDays(1),
          Duration.ofHours(1),
          Duration.ofHours(1));

  private InfluxProvider() {}

  private static Provider create(ProviderSettings settings, JsonClient http, Clock clock) {
    VendorApi api = new VendorApi(settings, KEY_HINT, http, authorization(settings.key().reveal()));
    InfluxQuery query = InfluxQuery.of(api, new AdapterOptions(settings.options()));
    return new AssembledProvider.Parts("influxdb", settings.name())
        .report("usage", Layer.ATTRIBUTED, CALLS, query::read)
        .checkedBy(query::check);
  }

  private static Map<String, String> authorization(String key) {
    if (key.isEmpty()) {
      return Map.of();
    }
    if (!key.contains(":")) {
      return Map.of("Authorization", "Token " + key);
    }
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
  }
}
