// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;

/**
 * One price of a book.
 *
 * @param model {@code *} for prices of every model of the vendor
 * @param from first UTC day it holds; the epoch for ever
 * @param price as an element of {@code prices} in a price file
 */
public record ListedPrice(
    String vendor, String model, LocalDate from, PriceOrigin origin, JsonNode price) {}
