// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import aispend.http.JsonClient;
import aispend.model.ChargePeriod;
import aispend.model.Layer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Cursor's Admin API for Enterprise teams (cursor.com/docs, "Admin API", read 2026-11-21).
 *
 * <ul>
 *   <li>{@code NAME:usage}: {@code POST /teams/filtered-usage-events}, every event, added up by UTC
 *       hour, model, user and kind.
 *   <li>{@code NAME:daily}, with {@code daily_usage = true}: {@code POST /teams/daily-usage-data},
 *       what members did by UTC day.
 *   <li>What members may spend, with {@code limits = true}: {@code POST /teams/spend}.
 * </ul>
 *
 * The vendor adds its figures up hourly, so asking more often than once an hour brings nothing; 20
 * requests a minute are allowed to a team.
 */
final class CursorProvider {
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
          Set.of("page_size", "daily_usage", "limits", "requests_per_minute"),
          CursorProvider::create);

  private static final int REQUESTS_PER_MINUTE = 15;

  private CursorProvider() {}

  private static Provider create(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    String login =
        Base64.getEncoder().encodeToString((settings.key().reveal() + ":").getBytes(UTF_8));
    VendorApi api =
        new VendorApi(settings, KEY_HINT, http, Map.of("Authorization", "Basic " + login))
            .paced(options.pacing(REQUESTS_PER_MINUTE));
    String size =
        options.text("page_size", "200", "[1-9][0-9]{0,3}", "a whole number from 1 to 9999");
    CursorEvents events = new CursorEvents(api, Integer.parseInt(size));
    CursorPeople people = new CursorPeople(api);
    AssembledProvider.Parts parts = new AssembledProvider.Parts("cursor", settings.name());
    if (options.flag("daily_usage", false)) {
      parts.report("daily", Layer.ATTRIBUTED, Rhythm.days(28, 3, 1), people::fetch);
    }
    if (options.flag("limits", false)) {
      parts.limits(people::limits);
    }
    return parts
        .report("usage", Layer.METERED, Rhythm.hours(7, 1, 1), events::fetch)
        .checkedBy(() -> events.page(lastHour(clock.instant()), 1));
  }

  private static ChargePeriod lastHour(Instant now) {
    return new ChargePeriod(now.minus(1, ChronoUnit.HOURS), now);
  }
}
