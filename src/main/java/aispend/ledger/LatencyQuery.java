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
 * @param within a tenant's own conditions, which hold beside {@code where}; only {@link #KNOWN}
 *     ones
 */
public record LatencyQuery(
    ChargePeriod period,
    Map<Dimension, String> where,
    @Nullable String source,
    Map<Dimension, String> within) {
  /** The dimensions by which times are kept. */
  public static final Set<Dimension> KNOWN =
      Set.copyOf(EnumSet.of(Dimension.PROVIDER, Dimension.PROJECT, Dimension.MODEL));

  public LatencyQuery {
    requireNonNull(period, "period");
    where = Map.copyOf(where);
    within = Map.copyOf(within);
    if (!KNOWN.containsAll(where.keySet()) || !KNOWN.containsAll(within.keySet())) {
      throw new IllegalArgumentException(
          "times are kept by " + KNOWN + " only, not " + where + " and " + within);
    }
  }

  /** A query over the calls of all tenants. */
  public LatencyQuery(ChargePeriod period, Map<Dimension, String> where, @Nullable String source) {
    this(period, where, source, Map.of());
  }

  /** The same of one tenant. */
  LatencyQuery within(Map<Dimension, String> own) {
    return new LatencyQuery(period, where, source, own);
  }

  boolean ofSource(String name) {
    return source == null || name.equals(source) || name.startsWith(source + "@");
  }
}
