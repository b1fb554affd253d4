// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import aispend.http.JsonClient;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.Source;
import aispend.model.Source.Timeliness;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Cursor's Admin API for Enterprise teams (cursor.com/docs, "Admin API", read 2026-11-21).
 *
 * <p>{@code NAME:usage}: {@code POST /teams/filtered-usage-events}, every event, added up by UTC
 * hour, model, user and kind. The vendor adds its figures up hourly, so asking more often than once
 * an hour brings nothing; 20 requests a minute are allowed to a team.
 */
final class CursorProvider implements Provider {
  private static final String KEY_HINT =
      "create an Admin API key (crsr_... or key_...) at cursor.com/dashboard under API Keys, which"
          + " takes an Enterprise team and the role admin";

  static final ProviderType TYPE =
      new ProviderType(
          "cursor",
          "https://api.cursor.com",
          "CURSOR_ADMIN_KEY",
          Pattern.compile("(crsr|key)_[A-Za-z0-9_-]+"),
          KEY_HINT,
          Set.of("page_size", "requests_per_minute"),
          CursorProvider::new);

  private static final int REQUESTS_PER_MINUTE = 15;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final String name;
  private final Source usage;
  private final Clock clock;
  private final CursorEvents events;

  CursorProvider(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    this.name = settings.name();
    this.clock = clock;
    String login =
        Base64.getEncoder().encodeToString((settings.key().reveal() + ":").getBytes(UTF_8));
    VendorApi api =
        new VendorApi(settings, KEY_HINT, http, Map.of("Authorization", "Basic " + login))
            .paced(options.pacing(REQUESTS_PER_MINUTE));
    String size =
        options.text("page_size", "200", "[1-9][0-9]{0,3}", "a whole number from 1 to 9999");
    this.events = new CursorEvents(api, Integer.parseInt(size));
    this.usage =
        new Source(
            name + ":usage",
            name,
            Layer.METERED,
            Timeliness.HOURLY,
            HOUR,
            DAY.multipliedBy(7),
            DAY,
            DAY);
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
    return events.fetch(window);
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
    events.page(new ChargePeriod(clock.instant().minus(HOUR), clock.instant()), 1);
  }

  @Override
  public String toString() {
    return "cursor provider " + name;
  }
}
