// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;

/**
 * One price of a book.
 *
 * @param model {@code *} for prices of every model of the vendor
 * @param from first UTC day it holds; the epoch for ever
 * @param numbers USD per million tokens by name ({@code input}, {@code batch.output}, {@code
 *     long.input}), factors ({@code region.us}, {@code speed.fast}), and USD for one unit ({@code
 *     unit.searches}) where it does not depend on the variant
 */
public record ListedPrice(
    String vendor,
    String model,
    LocalDate from,
    PriceOrigin origin,
    Map<String, BigDecimal> numbers) {}
