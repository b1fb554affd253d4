// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Which file holds the configuration. */
public final class ConfigFile {
  /** The variable that names it. */
  public static final String VARIABLE = "AISPEND_CONFIG";

  /** Where it is when nothing names it; in the working directory. */
  public static final String DEFAULT = "aispend.toml";

  private ConfigFile() {}

  /**
   * The file named by {@code --config}, else by {@value #VARIABLE}, else {@value #DEFAULT}. It need
   * not exist. An empty variable counts as none.
   */
  public static Path locate(Optional<Path> option, Map<String, String> environment) {
    return option.orElseGet(
        () -> {
          String named = environment.getOrDefault(VARIABLE, "");
          return Path.of(named.isBlank() ? DEFAULT : named);
        });
  }
}
