// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the daemon can do its work now. Any thread may ask. */
public final class Readiness {
  private final List<Check> checks;

  /**
   * One thing that must be well.
   *
   * @param name what it is: {@code ledger}, {@code configuration}
   * @param problem what is wrong with it now; throwing is a problem too
   */
  public record Check(String name, Problem problem) {
    public Check {
      requireNonNull(name, "name");
      requireNonNull(problem, "problem");
    }
  }

  /** Looks for a problem. */
  @FunctionalInterface
  public interface Problem {
    /** A sentence that says what is wrong and what to do; empty when all is well. */
    Optional<String> find();
  }

  public Readiness(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /** Why the daemon is not ready; empty when it is. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (Check check : checks) {
      find(check).ifPresent(problem -> problems.add(check.name() + ": " + problem));
    }
    return problems;
  }

  private static Optional<String> find(Check check) {
    try {
      return check.problem().find();
    } catch (RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
