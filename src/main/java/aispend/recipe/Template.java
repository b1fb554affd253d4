// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.config.TomlSection;
import aispend.config.TomlSection.Refused;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with places to fill in: {@code ${start:date}} is the variable {@code start} written as
 * {@code date}. Within JSON, which begins with a brace or bracket, values are escaped as JSON text
 * is.
 */
record Template(String text) {
  /** What may be filled in beside a recipe's own options. */
  static final Set<String> MOMENTS = Set.of("start", "end", "last");

  static final String EACH = "each";

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}:]*)(?::([^}]*))?}");

  /** Gives the values. */
  @FunctionalInterface
  interface Values {
    /**
     * A value.
     *
     * @param format how to write it; null when the template does not say
     */
    String value(String name, @Nullable String format);
  }

  /**
   * A template whose variables are known.
   *
   * @param options the recipe's own options
   */
  static Template of(String text, Set<String> options) throws Refused {
    Matcher variable = VARIABLE.matcher(text);
    while (variable.find()) {
      String name = variable.group(1);
      String format = variable.group(2);
      boolean moment = MOMENTS.contains(name);
      if (!moment && !name.equals(EACH) && !options.contains(name)) {
        Set<String> known = new TreeSet<>(options);
        known.addAll(MOMENTS);
        known.add(EACH);
        throw new Refused(
            "no variable is called " + name, "known here: " + String.join(", ", known));
      }
      if (moment && format == null) {
        throw new Refused(
            "does not say how to write " + name, "write ${" + name + ":date} or another format");
      }
      if (format != null) {
        TimeText.check(format);
      }
    }
    return new Template(text);
  }

  /** As {@link #of}, of a file's key; a problem is reported there, and nothing stands in. */
  static Template in(TomlSection section, String key, String text, Set<String> options) {
    try {
      return of(text, options);
    } catch (Refused e) {
      section.problem(
          key, String.valueOf(e.getMessage()), "docs/recipes.md has all variables and formats");
      return new Template("");
    }
  }

  String filled(Values values) {
    boolean json = isJson();
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found -> {
              String value = values.value(found.group(1), found.group(2));
              return Matcher.quoteReplacement(json ? escaped(value) : value);
            });
  }

  boolean uses(String name) {
    return VARIABLE.matcher(text).results().anyMatch(found -> found.group(1).equals(name));
  }

  /** Whether it writes a moment's day, month or year without the time of day. */
  boolean writesDayOf(String name) {
    return VARIABLE
        .matcher(text)
        .results()
        .filter(found -> found.group(1).equals(name) && found.group(2) != null)
        .anyMatch(found -> !TimeText.tellsHours(found.group(2)));
  }

  boolean isJson() {
    return text.startsWith("{") || text.startsWith("[");
  }

  private static String escaped(String value) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(value));
  }
}
