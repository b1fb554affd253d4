// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Section {@code [prices]}.
 *
 * @param file extra or corrected prices over the bundled book
 * @param refreshUrl a price map in LiteLLM's format to look for new prices in: on the web, or a
 *     file
 * @param refreshEvery how often it is read
 */
public record PricesConfig(Optional<Path> file, Optional<URI> refreshUrl, Duration refreshEvery) {
  private static final Kind<Duration> EVERY = Kinds.duration("1m", "30d");

  static PricesConfig read(Section section) {
    PricesConfig prices =
        new PricesConfig(
            section.optional("file", PlaceKinds.FILE),
            section.optional("refresh_url", PlaceKinds.URL_OR_FILE),
            section.get("refresh_every", EVERY, "24h"));
    section.finish();
    return prices;
  }
}
