// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The list prices of one vendor.
 *
 * @param vendor which one: {@code openai}
 * @param read the day they were last compared with the vendor's list
 * @param tierAliases tier names that mean another: {@code default} is {@code standard}
 * @param aliases other names of models
 * @param models prices by model and first day; {@value #EVERY_MODEL} holds unit prices of them all
 */
record PriceSheet(
    String vendor,
    LocalDate read,
    Map<String, String> tierAliases,
    Map<String, String> aliases,
    Map<String, NavigableMap<LocalDate, ModelPrice>> models) {
  static final String EVERY_MODEL = "*";

  PriceSheet {
    tierAliases = Map.copyOf(tierAliases);
    aliases = Map.copyOf(aliases);
    Map<String, NavigableMap<LocalDate, ModelPrice>> copy = new HashMap<>();
    models.forEach(
        (model, prices) ->
            copy.put(model, Collections.unmodifiableNavigableMap(new TreeMap<>(prices))));
    models = Collections.unmodifiableMap(copy);
  }

  /** What is known of a vendor whose prices are not. */
  static PriceSheet empty(String vendor) {
    return new PriceSheet(vendor, LocalDate.EPOCH, Map.of(), Map.of(), Map.of());
  }

  /**
   * These prices, and a later sheet's, which win for the same model and day. One's own prices of a
   * model leave none that was learned of it, and one's own aliases no model that was only learned.
   */
  PriceSheet with(PriceSheet later) {
    Map<String, NavigableMap<LocalDate, ModelPrice>> all = new HashMap<>();
    models.forEach(
        (model, prices) -> {
          if (!later.aliases.containsKey(model) || !isOnlyLearned(model)) {
            all.put(model, new TreeMap<>(prices));
          }
        });
    later.models.forEach(
        (model, prices) -> {
          NavigableMap<LocalDate, ModelPrice> joined =
              all.computeIfAbsent(model, none -> new TreeMap<>());
          if (prices.values().stream().anyMatch(PriceSheet::isOwn)) {
            joined.values().removeIf(price -> price.origin().kind() == PriceOrigin.Kind.LEARNED);
          }
          joined.putAll(prices);
        });
    return new PriceSheet(
        vendor,
        later.read.isAfter(read) ? later.read : read,
        joined(tierAliases, later.tierAliases),
        joined(aliases, later.aliases),
        all);
  }

  /** Whether nobody but a price map tells of a model. */
  boolean isOnlyLearned(String model) {
    NavigableMap<LocalDate, ModelPrice> prices = models.get(model);
    return prices != null
        && prices.values().stream()
            .allMatch(price -> price.origin().kind() == PriceOrigin.Kind.LEARNED);
  }

  private static boolean isOwn(ModelPrice price) {
    return price.origin().kind() == PriceOrigin.Kind.OWN;
  }

  /** The model's name in this sheet, or its undated name when it is not in here. */
  String canonical(String model) {
    List<String> candidates = ModelNames.candidates(vendor, model);
    for (String name : candidates) {
      if (models.containsKey(name)) {
        return name;
      }
      String meant = aliases.get(name);
      if (meant != null) {
        return meant;
      }
    }
    return candidates.get(candidates.size() - 1);
  }

  /** Whether a model has any price of its own. */
  boolean lists(String model) {
    String name = canonical(model);
    return !name.equals(EVERY_MODEL) && models.containsKey(name);
  }

  /** The price in force on a UTC day. */
  Optional<ModelPrice> price(String canonicalModel, LocalDate day) {
    NavigableMap<LocalDate, ModelPrice> prices = models.get(canonicalModel);
    return prices == null
        ? Optional.empty()
        : Optional.ofNullable(prices.floorEntry(day)).map(Map.Entry::getValue);
  }

  /** Whether any model of the vendor has a price for that speed. */
  boolean isSpeed(String name) {
    return models.values().stream()
        .flatMap(prices -> prices.values().stream())
        .anyMatch(price -> price.multipliers().speeds().containsKey(name));
  }

  /** The tier's name in this sheet; none is the standard one. */
  String tier(String reported) {
    return reported.isEmpty() ? RateCard.STANDARD : tierAliases.getOrDefault(reported, reported);
  }

  private static Map<String, String> joined(Map<String, String> first, Map<String, String> later) {
    Map<String, String> all = new HashMap<>(first);
    all.putAll(later);
    return all;
  }
}
