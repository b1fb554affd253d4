// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import aispend.model.TokenType;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Rates in USD per million tokens.
 *
 * @param standard for requests of usual size
 * @param longContext for whole requests with more input than the model's threshold; empty when the
 *     vendor makes no difference
 */
record RateSet(Map<TokenType, BigDecimal> standard, Map<TokenType, BigDecimal> longContext) {
  RateSet {
    standard = Map.copyOf(standard);
    longContext = Map.copyOf(longContext);
  }
}
