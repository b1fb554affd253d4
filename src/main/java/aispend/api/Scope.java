// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.ledger.SumQuery;
import aispend.model.Dimension;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which spend a question is about.
 *
 * @param where wanted values by dimension, as {@link SumQuery} reads them
 * @param source null for canonical spend; else what this one source reported by itself
 */
public record Scope(Map<Dimension, String> where, @Nullable String source) {
  /** All canonical spend. */
  public static final Scope ALL = new Scope(Map.of(), null);

  public Scope {
    where = Map.copyOf(where);
  }

  SumQuery narrow(SumQuery query) {
    return query.where(where).ofSource(source);
  }
}
