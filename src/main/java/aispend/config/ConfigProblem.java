// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with the configuration. Holds no secret: a value that may be one is left out.
 *
 * @param line where it stands in the file, from 1; 0 when it belongs to no line
 * @param key the key's path, counted from 1 where a table repeats: {@code provider[2].every
 *     (azure)}; empty when it concerns the file as a whole
 * @param value the value as the file has it; null when there is none or it must not be shown
 * @param what what is wrong with it
 * @param remedy what to write instead
 */
public record ConfigProblem(
    int line, String key, @Nullable String value, String what, String remedy) {
  public ConfigProblem {
    requireNonNull(key, "key");
    requireNonNull(what, "what");
    requireNonNull(remedy, "remedy");
  }

  /** A problem of the file as a whole. */
  static ConfigProblem ofFile(String what, String remedy) {
    return new ConfigProblem(0, "", null, what, remedy);
  }

  /** One line for a person: {@code line 4: server.listen is "9477": ...; write ...}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (line > 0) {
      text.append("line ").append(line).append(": ");
    }
    if (!key.isEmpty()) {
      text.append(key).append(value == null ? "" : " is " + value).append(": ");
    }
    return text.append(what).append("; ").append(remedy).toString();
  }
}
