// SPDX-License-Identifier: Apache-2.0
package aispend.table;

import java.util.Locale;

/** What a table may count of a call. */
enum Count {
  /** Tokens of all kinds, where only their total is known. */
  TOTAL_TOKENS("tokens_used"),
  INPUT_TOKENS(""),
  OUTPUT_TOKENS(""),
  /** The part of the input that came from a cache. */
  CACHE_READ_TOKENS(""),
  /** Calls; where no column tells, each row is one. */
  REQUESTS("");

  private final String usual;

  Count(String usual) {
    this.usual = usual;
  }

  String option() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The column, when the configuration does not say; empty for none. */
  String usual() {
    return usual;
  }
}
