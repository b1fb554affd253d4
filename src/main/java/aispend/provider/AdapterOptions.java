// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Pacing;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An adapter's own options. What cannot be used is an {@link IllegalArgumentException} that names
 * the option and what is accepted.
 *
 * @param values as configured, by name
 */
public record AdapterOptions(Map<String, String> values) {
  public AdapterOptions {
    values = Map.copyOf(values);
  }

  /** A text; the usual one where none is configured. */
  public String text(String name, String usual) {
    return values.getOrDefault(name, usual);
  }

  /** A text of a certain form. */
  public String text(String name, String usual, String form, String remedy) {
    String value = text(name, usual);
    if (!value.matches(form)) {
      throw wrong(name, remedy);
    }
    return value;
  }

  /** True or false. */
  public boolean flag(String name, boolean usual) {
    String value = text(name, Boolean.toString(usual));
    if (!value.equals("true") && !value.equals("false")) {
      throw wrong(name, "true or false");
    }
    return value.equals("true");
  }

  /** A list with commas, without the blanks around them; empty when it is empty. */
  public List<String> list(String name, String usual) {
    return Arrays.stream(text(name, usual).split(",", -1))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .toList();
  }

  /** A whole number within bounds. */
  int number(String name, int usual, int least, int most) {
    String value = text(name, Integer.toString(usual), "[0-9]{1,9}", "a whole number");
    int number = Integer.parseInt(value);
    if (number < least || number > most) {
      throw wrong(name, "from " + least + " to " + most);
    }
    return number;
  }

  /** {@code requests_per_minute}; after a 429 that does not say how long, a minute is waited. */
  public Pacing pacing(int usual) {
    return new Pacing(number("requests_per_minute", usual, 1, Pacing.MOST), Duration.ofMinutes(1));
  }

  /** What to throw when an option cannot be used. */
  public IllegalArgumentException wrong(String name, String remedy) {
    return new IllegalArgumentException(
        "options." + name + " is '" + text(name, "") + "'; must be " + remedy);
  }
}
