// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What became of reading the configuration again.
 *
 * @param accepted whether the new one is in force; else the old one stays
 * @param message one sentence
 * @param problems every problem of a refused one
 */
public record ReloadOutcome(boolean accepted, String message, List<String> problems) {
  public ReloadOutcome {
    requireNonNull(message, "message");
    problems = List.copyOf(problems);
  }
}
