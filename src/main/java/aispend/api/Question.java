// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static java.util.Objects.requireNonNull;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checked parameters of one question.
 *
 * @param numbers every number the endpoint knows, asked for or usual
 * @param texts every text that was given
 * @param scope which spend it is about
 * @param dimension the dimension in the path; null when the path has none
 */
record Question(
    Map<String, Integer> numbers,
    Map<String, String> texts,
    Scope scope,
    @Nullable Dimension dimension) {
  Question {
    numbers = Map.copyOf(numbers);
    texts = Map.copyOf(texts);
    requireNonNull(scope, "scope");
  }

  int number(IntegerParameter parameter) {
    Integer value = numbers.get(parameter.name());
    if (value == null) {
      throw new IllegalStateException(parameter.name() + " is not a parameter of this endpoint");
    }
    return value;
  }

  /** Null when it was not given. */
  @Nullable String text(TextParameter parameter) {
    return texts.get(parameter.name());
  }

  /**
   * Reads raw query parameters.
   *
   * @param parameters what the endpoint knows
   * @param sources names of the sources that there are
   * @throws ApiException 400, naming what is allowed
   */
  static Question read(
      Map<String, List<String>> raw,
      Parameters parameters,
      Set<String> sources,
      @Nullable Dimension dimension)
      throws ApiException {
    Map<String, String> given = once(raw);
    Map<String, Integer> numbers = new HashMap<>();
    for (IntegerParameter parameter : parameters.numbers()) {
      String text = given.remove(parameter.name());
      numbers.put(parameter.name(), text == null ? parameter.usual() : parameter.read(text));
    }
    Map<String, String> texts = new HashMap<>();
    for (TextParameter parameter : parameters.texts()) {
      String text = given.remove(parameter.name());
      if (text != null) {
        texts.put(parameter.name(), text);
      }
    }
    Scope scope =
        new Scope(
            where(given, parameters.filters()),
            parameters.bySource() ? source(given, sources) : null);
    if (!given.isEmpty()) {
      String unknown = new TreeSet<>(given.keySet()).first();
      throw ApiException.badParameter(
          Text.cut(unknown), "is not a parameter of this path", parameters.names());
    }
    return new Question(numbers, texts, scope, dimension);
  }

  private static Map<String, String> once(Map<String, List<String>> raw) throws ApiException {
    Map<String, String> given = new HashMap<>();
    for (Map.Entry<String, List<String>> entry : raw.entrySet()) {
      if (entry.getValue().size() != 1) {
        throw ApiException.badParameter(
            Text.cut(entry.getKey()), "is given " + entry.getValue().size() + " times", "once");
      }
      given.put(entry.getKey(), entry.getValue().get(0));
    }
    return given;
  }

  /** Takes the filters out of what was given. */
  private static Map<Dimension, String> where(Map<String, String> given, Set<Dimension> filters)
      throws ApiException {
    Map<Dimension, String> where = new EnumMap<>(Dimension.class);
    for (Dimension dimension : filters) {
      String value = given.remove(dimension.code());
      if (value != null) {
        if (value.length() > Dimensions.MAX_LENGTH) {
          throw ApiException.badParameter(
              dimension.code(),
              "has " + value.length() + " characters",
              "0.." + Dimensions.MAX_LENGTH + " characters");
        }
        where.put(dimension, value);
      }
    }
    return where;
  }

  private static @Nullable String source(Map<String, String> given, Set<String> sources)
      throws ApiException {
    String source = given.remove("source");
    if (source != null && !sources.contains(source)) {
      throw ApiException.badParameter(
          "source",
          "is '" + Text.cut(source) + "', which is not a source",
          sources.isEmpty() ? "none is registered yet" : String.join(", ", new TreeSet<>(sources)));
    }
    return source;
  }
}
