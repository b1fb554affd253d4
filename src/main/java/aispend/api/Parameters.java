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
 * @param filters dimensions that narrow the answer
 * @param bySource whether {@code source} narrows it, too
 */
record Parameters(
    List<IntegerParameter> numbers,
    List<TextParameter> texts,
    Set<Dimension> filters,
    boolean bySource) {
  static final Parameters NONE = new Parameters(List.of(), List.of(), Set.of(), false);

  Parameters {
    numbers = List.copyOf(numbers);
    texts = List.copyOf(texts);
    filters = Collections.unmodifiableSet(filters.isEmpty() ? Set.of() : EnumSet.copyOf(filters));
  }

  /** With {@code source}. */
  Parameters(List<IntegerParameter> numbers, List<TextParameter> texts, Set<Dimension> filters) {
    this(numbers, texts, filters, true);
  }

  /** Numbers, any dimension as a filter, and {@code source}. */
  static Parameters filtered(IntegerParameter... numbers) {
    return new Parameters(List.of(numbers), List.of(), EnumSet.allOf(Dimension.class), true);
  }

  /** Some dimensions as filters of canonical spend. */
  static Parameters narrowed(Dimension... filters) {
    return new Parameters(List.of(), List.of(), Set.of(filters), false);
  }

  /** These with one more number. */
  Parameters with(IntegerParameter number) {
    List<IntegerParameter> all = new ArrayList<>(numbers);
    all.add(number);
    return new Parameters(all, texts, filters, bySource);
  }

  /** These with one more text. */
  Parameters with(TextParameter text) {
    List<TextParameter> all = new ArrayList<>(texts);
    all.add(text);
    return new Parameters(numbers, all, filters, bySource);
  }

  /** The names of all of them, for messages. */
  String names() {
    List<String> names = new ArrayList<>();
    numbers.forEach(number -> names.add(number.name()));
    texts.forEach(text -> names.add(text.name()));
    if (bySource) {
      names.add("source");
    }
    filters.forEach(dimension -> names.add(dimension.code()));
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
