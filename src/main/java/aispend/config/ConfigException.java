// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration cannot be used. Lists every problem found, in the order of the file; its
 * message is a headline and one line a problem, and holds no secret.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  /**
   * Names the file and what is wrong with it.
   *
   * @param problems at least one
   */
  public ConfigException(Path file, List<ConfigProblem> problems) {
    this("configuration", file, problems);
  }

  /**
   * As above, for a file of another kind.
   *
   * @param kind {@code recipe}
   */
  public ConfigException(String kind, Path file, List<ConfigProblem> problems) {
    super(
        problems.stream()
            .map(problem -> "\n  " + problem)
            .collect(Collectors.joining("", headline(kind, file, problems.size()), "")));
    this.problems = List.copyOf(problems);
  }

  public List<ConfigProblem> problems() {
    return problems;
  }

  private static String headline(String kind, Path file, int count) {
    return kind + " " + file + " has " + count + (count == 1 ? " problem:" : " problems:");
  }
}
