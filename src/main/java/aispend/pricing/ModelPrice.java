// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model costs from a day on, until a later price of the same model.
 *
 * @param from first UTC day it holds
 * @param tokens rates of tokens
 * @param multipliers what all token rates are multiplied with
 * @param units prices of everything else
 * @param origin where it is from; never part of what it costs
 */
record ModelPrice(
    LocalDate from,
    RateCard tokens,
    Multipliers multipliers,
    List<UnitPrice> units,
    PriceOrigin origin) {

  /** Factors on all token rates, by region and by speed; they multiply together. */
  record Multipliers(Map<String, BigDecimal> regions, Map<String, BigDecimal> speeds) {
    Multipliers {
      regions = Map.copyOf(regions);
      speeds = Map.copyOf(speeds);
    }

    /** 1 for a region without an entry, which is no region of the vendor's price list. */
    BigDecimal ofRegion(String region) {
      return regions.getOrDefault(region, BigDecimal.ONE);
    }

    /** Empty when the model has no price for that speed. */
    Optional<BigDecimal> ofSpeed(String speed) {
      return speed.isEmpty() || speed.equals(RateCard.STANDARD)
          ? Optional.of(BigDecimal.ONE)
          : Optional.ofNullable(speeds.get(speed));
    }
  }

  ModelPrice {
    requireNonNull(from, "from");
    requireNonNull(tokens, "tokens");
    requireNonNull(multipliers, "multipliers");
    units = List.copyOf(units);
  }

  /** The price of a unit for a variant; the one with the most conditions that hold. */
  Optional<UnitPrice> unit(String unit, Variant variant) {
    return units.stream()
        .filter(price -> price.matches(unit, variant))
        .max(Comparator.comparingInt(price -> price.when().size()));
  }
}
