// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.config.ConfigException;
import aispend.config.ConfigReader;
import aispend.poll.Poller;
import java.nio.file.Path;

/** Reads configuration files as the daemon does. */
final class Settings {
  private Settings() {}

  static ConfigReader reader(Main.Context context) {
    return new ConfigReader(
        Accounts.knownTypes(), Accounts::knownRecipe, Poller::cronProblem, context.environment());
  }

  /** The configuration, or the end of the command with every problem at once. */
  static Config read(Main.Context context, Path file) {
    try {
      return reader(context).read(file);
    } catch (ConfigException e) {
      throw new CommandException(Main.WRONG_INPUT, String.valueOf(e.getMessage()), e);
    }
  }
}
