// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.util.Locale;

/**
 * The families of postings: signed amounts at their time of use, to be added up over any range. The
 * labels of COST, TOKENS and REQUESTS are the configured label dimensions. A new family is a
 * constant here and a call in {@link Postings}.
 */
public enum PostingFamily {
  /** Canonical cost. Labels: label dimensions. */
  COST("aispend_posted_cost_usd", true),
  /** Canonical tokens. Labels: label dimensions, type. */
  TOKENS("aispend_posted_tokens", false),
  /** Canonical calls. Labels: label dimensions. */
  REQUESTS("aispend_posted_requests", false),
  /** What caches and tiers saved against list prices. Labels: provider, project. */
  SAVINGS("aispend_posted_savings_usd", true),
  /** What the bills say. Labels: provider. */
  BILLED("aispend_posted_billed_usd", true),
  /** What each source reports by itself. Labels: provider, source. */
  SOURCE("aispend_posted_source_usd", true);

  private static final int NANO_DIGITS = 9;

  private final String metric;
  private final boolean money;

  PostingFamily(String metric, boolean money) {
    this.metric = metric;
    this.money = money;
  }

  public String metric() {
    return metric;
  }

  /** Decimal digits of the whole numbers that the ledger keeps. */
  public int digits() {
    return money ? NANO_DIGITS : 0;
  }

  /** Whether its postings are of canonical spend, and so carry the label dimensions. */
  public boolean labelled() {
    return this == COST || this == TOKENS || this == REQUESTS;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static PostingFamily ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
