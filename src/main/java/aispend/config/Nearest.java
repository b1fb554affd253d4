// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Guesses which known word a misspelt one was meant to be. */
final class Nearest {
  private Nearest() {}

  /** A remedy for an unknown word: the nearest known one, or all of them. */
  static String remedy(String word, Collection<String> known) {
    return of(word, known)
        .map(near -> "did you mean \"" + near + "\"?")
        .orElseGet(
            () ->
                known.isEmpty()
                    ? "remove it: nothing may stand here"
                    : "known here: " + String.join(", ", new TreeSet<>(known)));
  }

  /** The known word at the smallest distance, when that is at most a third of the word, or 2. */
  static Optional<String> of(String word, Collection<String> known) {
    String wanted = normal(word);
    int allowed = Math.max(2, wanted.length() / 3);
    return known.stream()
        .filter(candidate -> distance(wanted, normal(candidate)) <= allowed)
        .filter(candidate -> distance(wanted, normal(candidate)) < candidate.length())
        .min(
            Comparator.<String>comparingInt(candidate -> distance(wanted, normal(candidate)))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static String normal(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** Levenshtein: how many letters to add, drop or change. */
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int line = 1; line <= left.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column < row.length; column++) {
        int changed = diagonal + (left.charAt(line - 1) == right.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(changed, 1 + Math.min(diagonal, row[column - 1]));
      }
    }
    return row[right.length()];
  }
}
