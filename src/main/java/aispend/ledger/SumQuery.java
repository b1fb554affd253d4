// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which spend to add up.
 *
 * @param period in whole UTC hours; a charge period counts into the hour of its middle
 * @param where wanted values by dimension; {@code *} in a value stands for any text, and a value
 *     matches an id as well as its name. An empty value asks for what is not attributed
 * @param groupBy the dimensions to split by, shown by name where one is known
 * @param granularity the width of the rows in time
 * @param source null for canonical spend; else the label of what sources reported by themselves
 * @param contributor null for all canonical spend; else the name of the source whose part of it is
 *     asked for, its residuals included
 * @param within a tenant's own conditions, which hold beside {@code where}
 */
public record SumQuery(
    ChargePeriod period,
    Map<Dimension, String> where,
    List<Dimension> groupBy,
    Granularity granularity,
    @Nullable String source,
    @Nullable String contributor,
    Map<Dimension, String> within) {

  /** The width of a sum's rows in time. */
  public enum Granularity {
    /** One row for the whole period. */
    TOTAL,
    HOUR,
    /** UTC days. */
    DAY
  }

  public SumQuery {
    requireNonNull(period, "period");
    requireNonNull(granularity, "granularity");
    where = Map.copyOf(where);
    groupBy = List.copyOf(groupBy);
    within = Map.copyOf(within);
    if (source != null && contributor != null) {
      throw new IllegalArgumentException(
          "what " + source + " reported has no part of " + contributor + "; ask for one of them");
    }
  }

  /** A query over the spend of all tenants. */
  public SumQuery(
      ChargePeriod period,
      Map<Dimension, String> where,
      List<Dimension> groupBy,
      Granularity granularity,
      @Nullable String source) {
    this(period, where, groupBy, granularity, source, null, Map.of());
  }

  /** Canonical spend of a period, split by some dimensions. */
  public static SumQuery total(ChargePeriod period, Dimension... groupBy) {
    return new SumQuery(period, Map.of(), List.of(groupBy), Granularity.TOTAL, null);
  }

  public SumQuery where(Map<Dimension, String> other) {
    return new SumQuery(period, other, groupBy, granularity, source, contributor, within);
  }

  public SumQuery each(Granularity other) {
    return new SumQuery(period, where, groupBy, other, source, contributor, within);
  }

  public SumQuery ofSource(@Nullable String other) {
    return new SumQuery(period, where, groupBy, granularity, other, null, within);
  }

  /** What one source contributes to canonical spend; sources add up to it. */
  public SumQuery contributedBy(String name) {
    return new SumQuery(period, where, groupBy, granularity, null, name, within);
  }

  /** The same of one tenant. */
  SumQuery within(Map<Dimension, String> own) {
    return new SumQuery(period, where, groupBy, granularity, source, contributor, own);
  }
}
