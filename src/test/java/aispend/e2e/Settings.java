// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import org.jspecify.annotations.Nullable;

/**
 * What a test changes in the daemon's configuration.
 *
 * @param sections further tables of the file
 * @param labels further keys of {@code [labels]}
 * @param historyUrl where history is sent; null for the stack's Prometheus
 * @param every how often the vendor is polled
 */
record Settings(String sections, String labels, @Nullable String historyUrl, String every) {
  static Settings of(String sections) {
    return new Settings(sections, "", null, "10s");
  }

  Settings withLabels(String other) {
    return new Settings(sections, other, historyUrl, every);
  }

  Settings withHistory(String url) {
    return new Settings(sections, labels, url, every);
  }

  Settings with(String otherSections) {
    return new Settings(otherSections, labels, historyUrl, every);
  }
}
