// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code check-config} prints.
 *
 * @param text lines for a person; holds no secret
 * @param exitCode 0 when the file can be used, 2 when not
 */
public record ConfigReport(String text, int exitCode) {

  /** Reads the file as the daemon would. */
  public static ConfigReport of(ConfigReader reader, Path file) {
    try {
      return new ConfigReport(summary(file, reader.read(file)), 0);
    } catch (ConfigException refused) {
      return new ConfigReport(refused.getMessage() + "\n", 2);
    }
  }

  private static String summary(Path file, Config config) {
    List<String> lines = new ArrayList<>();
    lines.add("configuration " + file + " is fine");
    lines.add("  server    " + server(config.server()));
    lines.add("  ledger    " + config.ledger().url());
    config.providers().forEach(provider -> lines.add("  provider  " + provider(provider)));
    config.budgets().forEach(budget -> lines.add("  budget    " + budget(budget)));
    config.kafka().bootstrapServers().ifPresent(servers -> lines.add("  kafka     " + servers));
    config.history().remoteWriteUrl().ifPresent(url -> lines.add("  history   " + url));
    config.warnings().forEach(warning -> lines.add("  warning   " + warning));
    return String.join("\n", lines) + "\n";
  }

  private static String server(ServerConfig server) {
    return (server.tls().isPresent() ? "https://" : "http://")
        + server.listen()
        + (server.authTokensFile().isPresent() ? ", tokens required" : ", no authentication");
  }

  private static String provider(ProviderConfig provider) {
    return provider.name()
        + " ("
        + provider.type()
        + ", "
        + provider.baseUrl()
        + "): "
        + provider.whyDisabled().map(why -> "off, " + why).orElse("on, ")
        + (provider.enabled() ? details(provider) : "");
  }

  private static String details(ProviderConfig provider) {
    ProviderConfig.Reading reading = provider.reading();
    return reading.schedule()
        + ", backfill "
        + Durations.text(reading.backfill())
        + ", lookback "
        + Durations.text(reading.lookback())
        + ", key in "
        + provider.credential().where();
  }

  private static String budget(BudgetConfig budget) {
    return budget.name()
        + ": "
        + budget.limit()
        + " a "
        + budget.cycle().period().code()
        + " ("
        + budget.cycle().zone()
        + "), "
        + (budget.where().isEmpty() ? "all spend" : "by " + budget.scope());
  }
}
