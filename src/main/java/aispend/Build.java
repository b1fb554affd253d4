// SPDX-License-Identifier: Apache-2.0
package aispend;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What was built.
 *
 * @param version the release
 * @param commit abbreviated; "unknown" when it was built outside a checkout
 * @param java the Java that runs it
 */
record Build(String version, String commit, String java) {

  /** Reads what the build left beside the classes. */
  static Build current() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("/aispend/build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what was built", e);
    }
    String commit = properties.getProperty("commit", "");
    return new Build(
        properties.getProperty("version", "unknown"),
        commit.isEmpty() || commit.startsWith("$") ? "unknown" : commit,
        Runtime.version().toString());
  }

  /** As vendors see who asks. */
  String userAgent() {
    return "aispend/" + version;
  }
}
