// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.Map;

/** The process's variables; nothing else in the daemon looks at them. */
public final class Environment {
  private Environment() {}

  /** All variables as they were when the process started. */
  public static Map<String, String> system() {
    return System.getenv();
  }
}
