// SPDX-License-Identifier: Apache-2.0
package aispend.table;

import aispend.http.JsonClient;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.Source;
import aispend.model.Source.Timeliness;
import aispend.provider.AdapterOptions;
import aispend.provider.Provider;
import aispend.provider.ProviderSettings;
import aispend.provider.ProviderType;
import aispend.provider.VendorApi;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A measurement in InfluxDB in which a tracker of the operator's own keeps one point a call: {@code
 * NAME:usage}, the attributed view by UTC hour. Asked in InfluxQL by {@code /query}, which is 1.x's
 * own and 2.x's for databases that are mapped to buckets (InfluxData's documentation of 1.8 and
 * 2.7; run against 1.6.7).
 */
final class InfluxProvider implements Provider {
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
          InfluxProvider::new);

  private static final Duration HOUR = Duration.ofHours(1);

  private final String name;
  private final Source usage;
  private final InfluxQuery query;

  private InfluxProvider(ProviderSettings settings, JsonClient http, Clock clock) {
    this.name = settings.name();
    VendorApi api = new VendorApi(settings, KEY_HINT, http, authorization(settings.key().reveal()));
    this.query = InfluxQuery.of(api, new AdapterOptions(settings.options()));
    this.usage =
        new Source(
            name + ":usage",
            name,
            Layer.ATTRIBUTED,
            Timeliness.REALTIME,
            HOUR,
            Duration.ofDays(1),
            HOUR,
            HOUR);
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

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Source> sources() {
    return List.of(usage);
  }

  @Override
  public List<ReportedBucket> fetch(Source source, ChargePeriod window)
      throws ProviderException, InterruptedException {
    if (!source.name().equals(usage.name())) {
      throw new IllegalArgumentException(name + " has no source " + source.name());
    }
    return query.read(window);
  }

  @Override
  public Set<Dimension> namedDimensions() {
    return Set.of();
  }

  @Override
  public Map<String, String> names(Dimension dimension) {
    throw new IllegalArgumentException(name + " has no names for " + dimension.code());
  }

  @Override
  public void check() throws ProviderException, InterruptedException {
    query.check();
  }

  @Override
  public String toString() {
    return "influxdb provider " + name;
  }
}
