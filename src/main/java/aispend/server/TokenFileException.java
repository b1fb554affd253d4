// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The token file cannot be used. Says everything that is wrong with it at once. */
public final class TokenFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  TokenFileException(List<String> problems, @Nullable Throwable cause) {
    super(String.join("\n", problems), cause);
    this.problems = List.copyOf(problems);
  }

  /** One sentence each, with what to do. */
  public List<String> problems() {
    return problems;
  }
}
