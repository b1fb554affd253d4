// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A price that was read in a price map and believed.
 *
 * @param from first UTC day it holds; the epoch for a model that had no price before
 * @param place where the map was read: a URL or a file
 * @param price JSON, as a price stands in a price file
 */
public record LearnedPrice(
    String vendor, String model, LocalDate from, Instant learnedAt, String place, String price) {
  public LearnedPrice {
    requireNonNull(vendor, "vendor");
    requireNonNull(model, "model");
    requireNonNull(from, "from");
    requireNonNull(learnedAt, "learnedAt");
    requireNonNull(place, "place");
    requireNonNull(price, "price");
  }
}
