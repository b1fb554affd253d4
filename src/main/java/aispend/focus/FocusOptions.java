// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import aispend.model.Dimension;
import aispend.provider.AdapterOptions;
import aispend.store.Stores;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What of a row is read, and which rows.
 *
 * @param cost the column with the amount
 * @param currency of all amounts; empty where {@code BillingCurrency} tells
 * @param bucket an hour or a day
 * @param quiet how long nobody may have written to a file before it is read
 * @param include a row is taken when one of these holds
 * @param exclude and none of these
 * @param categories charge categories that are taken, in small letters
 * @param corrections whether corrections of invoiced periods are taken
 * @param dimensions where each dimension stands; the first place that is not empty counts
 * @param modelPattern what of the model's text is its name; null for all of it
 */
record FocusOptions(
    String cost,
    String currency,
    Duration bucket,
    Duration quiet,
    List<Choice> include,
    List<Choice> exclude,
    Set<String> categories,
    boolean corrections,
    Map<Dimension, List<ColumnPlace>> dimensions,
    @Nullable Pattern modelPattern) {
  private static final String AI_SERVICES =
      "ServiceCategory=AI and Machine Learning,ServiceSubcategory=Generative AI,"
          + "ServiceName=*Bedrock*,ServiceName=*OpenAI*,ServiceName=*Cognitive Services*,"
          + "ServiceName=*Foundry*,ServiceName=*Vertex AI*,ServiceName=*Gemini*,"
          + "ServiceName=*Claude*";

  /** Which dimensions can be read, and from where when the configuration does not say. */
  private static final Map<Dimension, String> PLACES = places();

  static final Set<String> NAMES = names();

  FocusOptions {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    categories = Set.copyOf(categories);
    dimensions = Collections.unmodifiableMap(new EnumMap<>(dimensions));
  }

  private static Map<Dimension, String> places() {
    Map<Dimension, String> places = new EnumMap<>(Dimension.class);
    places.put(Dimension.ACCOUNT, "BillingAccountId");
    places.put(Dimension.PROJECT, "SubAccountName,SubAccountId");
    places.put(Dimension.MODEL, "");
    places.put(Dimension.KEY, "");
    places.put(Dimension.USER, "");
    places.put(Dimension.FEATURE, "");
    places.put(Dimension.TEAM, "");
    places.put(Dimension.AGENT, "");
    places.put(Dimension.ENVIRONMENT, "");
    places.put(Dimension.REGION, "RegionId,RegionName");
    places.put(Dimension.TIER, "");
    places.put(Dimension.OPERATION, "ServiceName");
    places.put(Dimension.LINE_ITEM, "SkuMeter,x_SkuMeterName,x_UsageType,ChargeDescription,SkuId");
    return Collections.unmodifiableMap(places);
  }

  private static Set<String> names() {
    Set<String> names =
        new TreeSet<>(
            Set.of(
                "cost",
                "currency",
                "bucket",
                "quiet_seconds",
                "include",
                "exclude",
                "categories",
                "corrections",
                "model_pattern"));
    names.addAll(Stores.OPTIONS);
    PLACES.keySet().forEach(dimension -> names.add(dimension.code()));
    return Collections.unmodifiableSet(names);
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException when one cannot be used; names it
   */
  static FocusOptions of(AdapterOptions options) {
    return new FocusOptions(
        options.text(
            "cost",
            "BilledCost",
            "BilledCost|EffectiveCost|ListCost|ContractedCost",
            "BilledCost, EffectiveCost, ListCost or ContractedCost"),
        options.text("currency", "", "([A-Z]{3})?", "three letters as in ISO 4217, like USD"),
        options.text("bucket", "day", "day|hour", "day or hour").equals("day")
            ? Duration.ofDays(1)
            : Duration.ofHours(1),
        quiet(options),
        choices(options, "include", AI_SERVICES),
        choices(options, "exclude", ""),
        lower(options.list("categories", "Usage,Purchase,Credit,Adjustment")),
        options.flag("corrections", true),
        dimensions(options),
        modelPattern(options));
  }

  private static Duration quiet(AdapterOptions options) {
    String seconds =
        options.text("quiet_seconds", "60", "[0-9]{1,5}", "a whole number from 0 to 99999");
    return Duration.ofSeconds(Integer.parseInt(seconds));
  }

  private static List<Choice> choices(AdapterOptions options, String name, String usual) {
    try {
      return options.list(name, usual).stream().map(Choice::of).toList();
    } catch (IllegalArgumentException e) {
      throw options.wrong(name, "a list of \"Column=text\", such as \"ServiceName=*OpenAI*\"");
    }
  }

  private static Set<String> lower(List<String> texts) {
    Set<String> lower = new LinkedHashSet<>();
    texts.forEach(text -> lower.add(text.toLowerCase(Locale.ROOT)));
    return lower;
  }

  private static Map<Dimension, List<ColumnPlace>> dimensions(AdapterOptions options) {
    Map<Dimension, List<ColumnPlace>> places = new EnumMap<>(Dimension.class);
    PLACES.forEach(
        (dimension, usual) ->
            places.put(
                dimension,
                options.list(dimension.code(), usual).stream().map(ColumnPlace::of).toList()));
    return places;
  }

  private static @Nullable Pattern modelPattern(AdapterOptions options) {
    String pattern = options.text("model_pattern", "");
    try {
      return pattern.isEmpty() ? null : Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw options.wrong("model_pattern", "a regular expression (" + e.getDescription() + ")");
    }
  }
}
