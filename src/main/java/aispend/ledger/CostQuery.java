// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.ledger.SumQuery.Granularity;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import java.util.Map;
import java.util.Set;

/**
 * What the values of one dimension cost, and nothing else: for questions about thousands of values,
 * of which {@link SumQuery} would read all tokens too.
 *
 * @param period in whole UTC hours; a charge period counts into the hour of its middle
 * @param by whose values
 * @param where wanted values by dimension; {@code *} in a value stands for any text, and a value
 *     matches an id as well as its name
 * @param granularity the width of the rows in time
 * @param values only these, as they are shown; empty for all
 * @param within a tenant's own conditions, which hold beside {@code where}
 */
public record CostQuery(
    ChargePeriod period,
    Dimension by,
    Map<Dimension, String> where,
    Granularity granularity,
    Set<String> values,
    Map<Dimension, String> within) {
  public CostQuery {
    requireNonNull(period, "period");
    requireNonNull(by, "by");
    requireNonNull(granularity, "granularity");
    where = Map.copyOf(where);
    values = Set.copyOf(values);
    within = Map.copyOf(within);
  }

  /** Of all values and all tenants. */
  public CostQuery(
      ChargePeriod period, Dimension by, Map<Dimension, String> where, Granularity granularity) {
    this(period, by, where, granularity, Set.of(), Map.of());
  }

  /** The same of some values; empty for all. */
  public CostQuery of(Set<String> some) {
    return new CostQuery(period, by, where, granularity, some, within);
  }

  /** The same of one tenant. */
  CostQuery within(Map<Dimension, String> own) {
    return new CostQuery(period, by, where, granularity, values, own);
  }
}
