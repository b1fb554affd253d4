// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Section {@code [prices]}.
 *
 * @param file extra or corrected prices over the bundled book
 * @param refreshUrl a price map in LiteLLM's format to look for new prices in
 */
public record PricesConfig(Optional<Path> file, Optional<URI> refreshUrl) {
  static PricesConfig read(Section section) {
    PricesConfig prices =
        new PricesConfig(
            section.optional("file", PlaceKinds.FILE),
            section.optional("refresh_url", PlaceKinds.URL));
    section.finish();
    return prices;
  }
}
