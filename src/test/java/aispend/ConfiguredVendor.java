// SPDX-License-Identifier: Apache-2.0
package aispend;

import java.util.Locale;
import java.util.Map;

/** A vendor with its base path at the simulator, its key and its options. */
record ConfiguredVendor(String name, String type, String url, String key, String options) {
  ConfiguredVendor(String name, String path, String key, String options) {
    this(name, name, "SIMULATOR" + path, key, options);
  }

  ConfiguredVendor(String name, String key, String options) {
    this(name, "/as/" + name, key, options);
  }

  /** With the places that are known only now. */
  String toml(Map<String, String> places) {
    String toml = toml();
    for (Map.Entry<String, String> place : places.entrySet()) {
      toml = toml.replace(place.getKey(), place.getValue());
    }
    return toml;
  }

  private String toml() {
    return """
        [[provider]]
        name = "%s"
        type = "%s"
        base_url = "%s"
        key_env = "%s"
        every = "1h"
        backfill = "3d"
        lookback = "37h"
        %s
        """
        .formatted(name, type, url, variable(), options.isEmpty() ? "" : options(options));
  }

  String variable() {
    return "KEY_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static String options(String options) {
    return "options = { " + options + " }";
  }
}
