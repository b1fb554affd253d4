// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a record costs, and how sure that is. Unknown is never zero: a cost that is not known has no
 * amount.
 */
public sealed interface Cost {
  /** The amount that counts into sums; null when it is unknown. */
  @Nullable Money amount();

  /**
   * The vendor's own amount.
   *
   * @param amount in the ledger's base currency, converted if need be
   * @param reported the vendor's text, kept for audits
   */
  record Billed(Money amount, ReportedCost reported) implements Cost {
    public Billed {
      requireNonNull(amount, "amount");
      requireNonNull(reported, "reported");
    }
  }

  /**
   * Nobody's bill: tokens and units by the price book's list price, or what the sender of an event
   * says it cost.
   */
  record Estimated(Money amount) implements Cost {
    public Estimated {
      requireNonNull(amount, "amount");
    }
  }

  /**
   * No price is known for some of it.
   *
   * @param reason which model or unit has no price
   */
  record Unpriced(String reason) implements Cost {
    @Override
    public @Nullable Money amount() {
      return null;
    }
  }

  /** An amount in a currency without a configured rate; kept, shown, not summed. */
  record Unconverted(Money original, ReportedCost reported) implements Cost {
    @Override
    public @Nullable Money amount() {
      return null;
    }
  }
}
