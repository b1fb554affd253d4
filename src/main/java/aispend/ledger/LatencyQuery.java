// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which calls' times are asked for.
 *
 * @param period in whole UTC hours
 * @param where wanted values by dimension, as {@link SumQuery} reads them; only {@link #KNOWN} ones
 * @param source the label of who told them; null for all
 */
public record LatencyQuery(
    ChargePeriod period, Map<Dimension, String> where, @Nullable String source) {
  /** The dimensions by which times are kept. */
  public static final Set<Dimension> KNOWN =
      Set.copyOf(EnumSet.of(Dimension.PROVIDER, Dimension.PROJECT, Dimension.MODEL));

  public LatencyQuery {
    requireNonNull(period, "period");
    where = Map.copyOf(where);
    if (!KNOWN.containsAll(where.keySet())) {
      throw new IllegalArgumentException("times are kept by " + KNOWN + " only, not " + where);
    }
  }

  boolean ofSource(String name) {
    return source == null || name.equals(source) || name.startsWith(source + "@");
  }
}
