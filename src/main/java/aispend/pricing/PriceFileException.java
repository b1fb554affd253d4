// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import java.util.List;

/** A price file that cannot be used; it changes nothing. Lists every problem at once. */
public final class PriceFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  PriceFileException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence a problem: the file, the entry, its value and the remedy. */
  public List<String> problems() {
    return problems;
  }
}
