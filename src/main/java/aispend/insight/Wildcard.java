// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text in which {@code *} stands for any text, as conditions of the configuration write it. */
final class Wildcard {
  private Wildcard() {}

  static Predicate<String> matching(String wanted) {
    return Pattern.compile(
            Arrays.stream(wanted.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")),
            Pattern.DOTALL)
        .asMatchPredicate();
  }
}
