// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.Dimension;
import aispend.model.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one value of a dimension spent lately, by single events.
 *
 * @param by the dimension
 * @param spent more than nothing
 * @param calls those without a known cost included
 * @param repeats how often the most frequent request was made; null when no call tells what it
 *     asked
 * @param costRise the mean cost of a call in the newest part, to that before; null when either is
 *     not known or was nothing
 */
public record RecentSpend(
    Dimension by,
    String value,
    Money spent,
    long calls,
    @Nullable Long repeats,
    @Nullable BigDecimal costRise) {
  /**
   * Whose spend is asked for.
   *
   * @param from the first instant that counts
   * @param newest the first instant of the newest part
   * @param by the dimensions whose values are looked at, each for itself
   * @param most how many values of each dimension
   * @param limit whoever spent so much is told beyond them
   * @param within a tenant's own conditions; empty for the events of all
   */
  public record Query(
      Instant from,
      Instant newest,
      List<Dimension> by,
      int most,
      Money limit,
      Map<Dimension, String> within) {
    public Query {
      requireNonNull(from, "from");
      requireNonNull(newest, "newest");
      requireNonNull(limit, "limit");
      by = List.copyOf(by);
      within = Map.copyOf(within);
    }

    /** A query over the events of all tenants. */
    public Query(Instant from, Instant newest, List<Dimension> by, int most, Money limit) {
      this(from, newest, by, most, limit, Map.of());
    }

    /** The same of one tenant. */
    Query within(Map<Dimension, String> own) {
      return new Query(from, newest, by, most, limit, own);
    }
  }

  public RecentSpend {
    requireNonNull(by, "by");
    requireNonNull(value, "value");
    requireNonNull(spent, "spent");
  }
}
