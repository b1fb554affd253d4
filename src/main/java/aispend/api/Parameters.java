// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.model.Dimension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What an endpoint may be asked with.
 *
 * @param numbers whole numbers within bounds
 * @param texts texts that the endpoint itself reads
 * @param filters dimensions that narrow the answer; where there are any, {@code source} does too
 */
record Parameters(
    List<IntegerParameter> numbers, List<TextParameter> texts, Set<Dimension> filters) {
  static final Parameters NONE = new Parameters(List.of(), List.of(), Set.of());

  Parameters {
    numbers = List.copyOf(numbers);
    texts = List.copyOf(texts);
    filters = Collections.unmodifiableSet(filters.isEmpty() ? Set.of() : EnumSet.copyOf(filters));
  }

  /** Numbers, and any dimension as a filter. */
  static Parameters filtered(IntegerParameter... numbers) {
    return new Parameters(List.of(numbers), List.of(), EnumSet.allOf(Dimension.class));
  }

  /** The names of all of them, for messages. */
  String names() {
    List<String> names = new ArrayList<>();
    numbers.forEach(number -> names.add(number.name()));
    texts.forEach(text -> names.add(text.name()));
    if (!filters.isEmpty()) {
      names.add("source");
    }
    filters.forEach(dimension -> names.add(dimension.code()));
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
