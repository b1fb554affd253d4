// SPDX-License-Identifier: Apache-2.0
package aispend;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code version}: what was built, and the Java that runs it. */
@Command(name = "version", description = "Prints version, commit and Java.")
final class VersionCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    Build build = Build.current();
    System.out.printf(
        "aispend %s (commit %s, Java %s)%n", build.version(), build.commit(), build.java());
    return Main.FINE;
  }
}
