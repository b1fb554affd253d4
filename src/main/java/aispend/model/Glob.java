// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A text in which {@code *} stands for any text, the empty one too. Immutable. */
public final class Glob {
  private final String text;
  private final Pattern pattern;

  public Glob(String text) {
    this.text = text;
    this.pattern =
        Pattern.compile(
            Arrays.stream(text.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")),
            Pattern.DOTALL);
  }

  /** Whether a value is one of those that are meant. */
  public boolean matches(String value) {
    return pattern.matcher(value).matches();
  }

  /**
   * Whether all that another one means is meant here too. Only a {@code *} of ours takes in one of
   * its own, and that takes in all texts, so the other's letters may be matched as they stand.
   */
  public boolean holds(Glob other) {
    return matches(other.text);
  }

  /** Whether just one value is meant. */
  public boolean literal() {
    return text.indexOf('*') < 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
