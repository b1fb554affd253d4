// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.util.Locale;

/**
 * The families of totals that the ledger keeps, each with its metric's name. The labels of COST,
 * TOKENS and REQUESTS begin with {@code source} and go on with the configured label dimensions.
 */
public enum CounterFamily {
  /** Labels: source, label dimensions. */
  COST("aispend_cost_usd_total", true),
  /** Canonical decreases. Labels: source, provider. */
  CREDITS("aispend_credits_usd_total", true),
  /** Labels: source, label dimensions, type. */
  TOKENS("aispend_tokens_total", false),
  /** Labels: source, label dimensions, outcome. */
  REQUESTS("aispend_requests_total", false),
  /** Labels: provider, project, unit. */
  UNITS("aispend_units_total", false),
  /** Labels: source, provider. */
  SOURCE_COST("aispend_source_cost_usd_total", true),
  /** Labels: source, provider, type. */
  SOURCE_TOKENS("aispend_source_tokens_total", false),
  /** Labels: source, provider, direction. */
  RESTATED("aispend_restated_usd_total", true),
  /** Labels: provider, model. */
  UNPRICED("aispend_unpriced_tokens_total", false),
  /** What senders told, where a list price is known too. Labels: provider, model. */
  TOLD_COST("aispend_told_cost_usd_total", true),
  /** What the same calls cost by the price book. Labels: provider, model. */
  TOLD_LIST_COST("aispend_told_list_cost_usd_total", true);

  private final String metric;
  private final boolean money;

  CounterFamily(String metric, boolean money) {
    this.metric = metric;
    this.money = money;
  }

  public String metric() {
    return metric;
  }

  /** Whether its totals are dollars. */
  public boolean money() {
    return money;
  }

  /** Decimal digits of the whole numbers that the ledger keeps: nanos, millionths, or none. */
  int digits() {
    return money ? 9 : this == UNITS ? 6 : 0;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
