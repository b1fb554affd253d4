// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.net.URI;
import java.util.Optional;

/**
 * Section {@code [history]}.
 *
 * @param remoteWriteUrl where postings are sent; empty: nowhere
 */
public record HistoryConfig(Optional<URI> remoteWriteUrl) {
  static HistoryConfig read(Section section) {
    HistoryConfig history = new HistoryConfig(section.optional("remote_write_url", PlaceKinds.URL));
    section.finish();
    return history;
  }
}
