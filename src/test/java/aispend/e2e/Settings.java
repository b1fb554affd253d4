// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import org.jspecify.annotations.Nullable;

/**
 * What a test changes in the daemon's configuration.
 *
 * @param sections further tables of the file; in them {@link Stack#SINK} is a vendor that answers
 *     and tells no usage
 * @param labels further keys of {@code [labels]}
 * @param provider further keys of each {@code [[provider]]}
 * @param historyUrl where history is sent; null for the stack's Prometheus
 */
record Settings(String sections, String labels, String provider, @Nullable String historyUrl) {
  static Settings of(String sections) {
    return new Settings(sections, "", "", null);
  }

  Settings withLabels(String other) {
    return new Settings(sections, other, provider, historyUrl);
  }

  Settings withProvider(String other) {
    return new Settings(sections, labels, other, historyUrl);
  }

  Settings withHistory(String url) {
    return new Settings(sections, labels, provider, url);
  }
}
