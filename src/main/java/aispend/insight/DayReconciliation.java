// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.model.Layer;
import aispend.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each layer of a provider told of a model on a UTC day.
 *
 * @param model the name under which layers are matched; empty for all models together, where the
 *     day's bill names none
 * @param layers the layers that speak of the day; at least one
 */
public record DayReconciliation(
    String provider, LocalDate day, String model, Map<Layer, LayerSum> layers) {
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  public DayReconciliation {
    requireNonNull(provider, "provider");
    requireNonNull(day, "day");
    requireNonNull(model, "model");
    layers = Collections.unmodifiableMap(new EnumMap<>(layers));
  }

  /** Two layers next to each other, the more detailed one first. */
  public record Gap(LayerSum detailed, LayerSum binding) {
    /** The more detailed side less the more binding one. */
    public Money difference() {
      return detailed.cost().minus(binding.cost());
    }

    /** The difference to the more binding side; empty when that is nothing. */
    public Optional<BigDecimal> ratio() {
      return binding.cost().nanos() == 0
          ? Optional.empty()
          : Optional.of(
              difference().units().divide(binding.cost().units().abs(), MathContext.DECIMAL64));
    }

    /** Empty when both sides are equal. */
    public Optional<Cause> cause() {
      return Causes.of(detailed, binding);
    }
  }

  /** Each layer against the next more binding one that speaks. */
  public List<Gap> gaps() {
    List<LayerSum> all = List.copyOf(layers.values());
    List<Gap> gaps = new ArrayList<>();
    for (int i = 1; i < all.size(); i++) {
      gaps.add(new Gap(all.get(i - 1), all.get(i)));
    }
    return gaps;
  }

  /** The gap with the largest difference; empty when just one layer speaks. */
  public Optional<Gap> widest() {
    return gaps().stream().max(Comparator.comparing(gap -> Math.abs(gap.difference().nanos())));
  }

  /** Dollars for a million tokens by the list; empty where usage has no tokens or no price. */
  public Optional<BigDecimal> listPrice() {
    return pricedUsage().map(usage -> perMillion(usage.cost(), usage));
  }

  /** Dollars for a million tokens by the bill. */
  public Optional<BigDecimal> impliedPrice() {
    LayerSum bill = layers.get(Layer.BILLED);
    return bill == null
        ? Optional.empty()
        : pricedUsage().map(usage -> perMillion(bill.cost(), usage));
  }

  private Optional<LayerSum> pricedUsage() {
    return Optional.ofNullable(layers.get(Layer.METERED))
        .filter(usage -> usage.tokens().total() > 0 && usage.unpricedTokens() == 0);
  }

  private static BigDecimal perMillion(Money cost, LayerSum usage) {
    return cost.units()
        .multiply(MILLION)
        .divide(BigDecimal.valueOf(usage.tokens().total()), MathContext.DECIMAL64);
  }
}
