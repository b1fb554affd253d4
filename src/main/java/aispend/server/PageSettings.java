// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What the status page shows beside the numbers.
 *
 * @param version the daemon's
 * @param demo whether the money is simulated
 * @param grafanaUrl where the boards are; null when that is not known. Only http and https
 */
public record PageSettings(String version, boolean demo, @Nullable String grafanaUrl) {
  public PageSettings {
    requireNonNull(version, "version");
    if (grafanaUrl != null && !grafanaUrl.matches("https?://\\S+")) {
      throw new IllegalArgumentException(
          "Grafana's URL is '" + grafanaUrl + "'; must begin with http:// or https://");
    }
  }
}
