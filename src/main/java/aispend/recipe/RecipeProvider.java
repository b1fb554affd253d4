// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.http.JsonClient;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.ProviderException;
import aispend.model.ReportedBalance;
import aispend.model.ReportedBucket;
import aispend.model.Source;
import aispend.provider.Provider;
import aispend.provider.ProviderSettings;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A vendor by its recipe. A window whose answer the vendor may have cut is asked for again in
 * halves, down to one bucket.
 */
final class RecipeProvider implements Provider {
  private final ProviderSettings settings;
  private final Recipe recipe;
  private final Clock clock;
  private final RecipeApi api;
  private final List<Source> sources;

  /**
   * Makes no call.
   *
   * @throws IllegalArgumentException when an option is missing or of the wrong form
   */
  RecipeProvider(Recipe recipe, ProviderSettings settings, JsonClient http, Clock clock) {
    this.settings = settings;
    this.recipe = recipe;
    this.clock = clock;
    requireOptions();
    this.api = new RecipeApi(settings, recipe, http, clock);
    this.sources = recipe.reports().stream().map(report -> report.source(settings.name())).toList();
  }

  private void requireOptions() {
    recipe
        .options()
        .forEach(
            (name, setting) -> {
              String value = Filling.option(recipe, settings.options(), name);
              if (value.isEmpty() && setting.byDefault() == null) {
                throw new IllegalArgumentException(
                    "option "
                        + name
                        + " is missing ("
                        + setting.about()
                        + "); write it as"
                        + " options = { "
                        + name
                        + " = \"...\" }");
              }
              if (!value.isEmpty() && !setting.format().matcher(value).matches()) {
                throw new IllegalArgumentException(
                    "option "
                        + name
                        + " is '"
                        + value
                        + "'; must be like "
                        + setting.format().pattern());
              }
            });
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public List<Source> sources() {
    return sources;
  }

  @Override
  public List<ReportedBucket> fetch(Source source, ChargePeriod window)
      throws ProviderException, InterruptedException {
    Report report = report(source);
    try {
      return fetch(report, window);
    } catch (UnreadableException e) {
      throw api.unusable(source.name() + ": " + e.getMessage());
    }
  }

  /** Found by its name alone: the configuration may have it read back further than its own. */
  private Report report(Source source) {
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).name().equals(source.name())) {
        return recipe.reports().get(i);
      }
    }
    throw new IllegalArgumentException(source.name() + " is not a source of " + name());
  }

  private List<ReportedBucket> fetch(Report report, ChargePeriod window)
      throws ProviderException, InterruptedException, UnreadableException {
    Sums sums = new Sums(report, window);
    if (read(report, window, sums)) {
      return sums.buckets();
    }
    if (report.times().isOneBucket(window)) {
      throw new UnreadableException(
          "the vendor cuts answers at " + report.rows().cutAt() + " rows, and one bucket has more");
    }
    Instant middle = middle(report, window);
    List<ReportedBucket> buckets = new ArrayList<>();
    buckets.addAll(fetch(report, new ChargePeriod(window.start(), middle)));
    buckets.addAll(fetch(report, new ChargePeriod(middle, window.end())));
    return buckets;
  }

  private static Instant middle(Report report, ChargePeriod window) {
    Duration bucket = report.times().bucket();
    long half = Math.max(1, window.duration().dividedBy(bucket) / 2);
    return window.start().plus(bucket.multipliedBy(half));
  }

  /** Adds all rows of a window; false when the vendor may have cut an answer. */
  private boolean read(Report report, ChargePeriod window, Sums sums)
      throws ProviderException, InterruptedException, UnreadableException {
    for (Filling filling : Filling.of(recipe, settings.options(), report, window)) {
      boolean[] cut = {false};
      new PageWalk(api, new Questions(api.base(), report, filling))
          .each(
              document -> {
                int rows = take(report, document, filling, sums);
                cut[0] |= report.rows().cutAt() > 0 && rows >= report.rows().cutAt();
                return rows;
              });
      if (cut[0]) {
        return false;
      }
    }
    return true;
  }

  private static int take(Report report, JsonNode document, Filling filling, Sums sums)
      throws UnreadableException {
    Rows.Found found = report.rows().in(document);
    for (Place row : found.rows()) {
      sums.add(row, filling);
    }
    for (Place without : found.without()) {
      sums.addEmpty(without);
    }
    return found.rows().size();
  }

  @Override
  public List<ReportedBalance> balances() throws ProviderException, InterruptedException {
    Balance balance = recipe.balance();
    if (balance == null) {
      return List.of();
    }
    Template.Values values = (name, format) -> Filling.option(recipe, settings.options(), name);
    JsonNode document = api.ask(balance.url(api.base(), values), Map.of(), null, false).document();
    try {
      return balance.in(document, values);
    } catch (UnreadableException e) {
      throw api.unusable(name() + ": " + e.getMessage());
    }
  }

  /** What one request of a window brings, and what each pointer found in it. */
  Trial trial(Source source, ChargePeriod window) throws ProviderException, InterruptedException {
    Report report = report(source);
    Trial trial = Trial.of(report, firstPage(report, window));
    List<String> findings = trial.findings().stream().map(api::scrubbed).toList();
    return new Trial(trial.rows(), findings, trial.missed());
  }

  private JsonNode firstPage(Report report, ChargePeriod window)
      throws ProviderException, InterruptedException {
    Filling first = Filling.of(recipe, settings.options(), report, window).get(0);
    return new PageWalk(api, new Questions(api.base(), report, first)).first();
  }

  @Override
  public Set<Dimension> namedDimensions() {
    return Set.of();
  }

  @Override
  public Map<String, String> names(Dimension dimension) {
    throw new IllegalArgumentException(name() + " has no names for " + dimension.code());
  }

  @Override
  public void check() throws ProviderException, InterruptedException {
    Report report = recipe.reports().get(0);
    ChargePeriod window = lastBucket(report, clock.instant());
    JsonNode document = firstPage(report, window);
    try {
      report.rows().in(document);
    } catch (UnreadableException e) {
      throw api.unusable(name() + " answers, but not with a report: " + e.getMessage());
    }
  }

  /** The newest bucket that is over; its bounds are in UTC, as windows are. */
  static ChargePeriod lastBucket(Report report, Instant now) {
    Duration bucket = report.times().bucket();
    long seconds = bucket.toSeconds();
    Instant end = Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), seconds) * seconds);
    return new ChargePeriod(end.minus(bucket), end);
  }

  @Override
  public String toString() {
    return recipe.name() + " provider " + name();
  }
}
