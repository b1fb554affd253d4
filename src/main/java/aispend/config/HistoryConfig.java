// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Section {@code [history]}.
 *
 * @param remoteWriteUrl where postings are sent; empty: nowhere
 */
public record HistoryConfig(Optional<URI> remoteWriteUrl) {
  /** Says the URL when the file has no such key: the same file serves in compose and without. */
  static final String URL_VARIABLE = "AISPEND_HISTORY_URL";

  static HistoryConfig read(Section section, Map<String, String> environment) {
    HistoryConfig history = new HistoryConfig(url(section, environment));
    section.finish();
    return history;
  }

  private static Optional<URI> url(Section section, Map<String, String> environment) {
    String key = "remote_write_url";
    Optional<URI> written = section.optional(key, PlaceKinds.URL);
    String variable = environment.getOrDefault(URL_VARIABLE, "");
    if (section.has(key) || variable.isEmpty()) {
      return written;
    }
    try {
      return Optional.of(PlaceKinds.URL.read(variable));
    } catch (BadValue bad) {
      section.hiddenProblem(
          key,
          "the variable " + URL_VARIABLE + ", which says it, is " + bad.what(),
          "set it to an address like http://prometheus:9090/api/v1/write, or unset it");
      return Optional.empty();
    }
  }
}
