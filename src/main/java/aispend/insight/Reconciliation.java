// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;

/**
 * What a provider's usage at list prices came to, against its bill, over the days that are settled
 * in both and that the bill speaks of.
 *
 * @param drifts by length of the window, the shortest first
 * @param priceRatios billed to list price over the longest window by model, where the bill names
 *     models and all their usage has a price; the largest bills first
 */
public record Reconciliation(String provider, List<Drift> drifts, List<PriceRatio> priceRatios) {
  public Reconciliation {
    requireNonNull(provider, "provider");
    drifts = List.copyOf(drifts);
    priceRatios = List.copyOf(priceRatios);
  }

  /**
   * One window's difference.
   *
   * @param window {@code 7d} or {@code 30d}, ending with the last day settled in both layers
   */
  public record Drift(String window, Money metered, Money billed) {
    public Drift {
      requireNonNull(window, "window");
      requireNonNull(metered, "metered");
      requireNonNull(billed, "billed");
    }

    /** Metered less billed. */
    public Money difference() {
      return metered.minus(billed);
    }

    /** The difference to what was billed; empty when that is nothing. */
    public Optional<BigDecimal> ratio() {
      return billed.nanos() == 0
          ? Optional.empty()
          : Optional.of(difference().units().divide(billed.units().abs(), MathContext.DECIMAL64));
    }
  }

  /** A model's bill and its usage at list prices over the same days; both above 0. */
  public record PriceRatio(String model, Money billed, Money listed) {
    public PriceRatio {
      requireNonNull(model, "model");
      requireNonNull(billed, "billed");
      requireNonNull(listed, "listed");
    }

    /** 1: as listed; 0.8: a fifth less. */
    public BigDecimal ratio() {
      return billed.units().divide(listed.units(), MathContext.DECIMAL64);
    }
  }
}
