// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.function.Function;

/**
 * One key of the configuration.
 *
 * @param line how it is written; {@code FILE} stands for a file that exists
 * @param part reads its value; one that may be left out is Optional
 */
record Key(String path, String line, Function<Config, Object> part, Object unset, Object set) {
  static Key key(
      String path, String value, Function<Config, Object> part, Object unset, Object set) {
    String name = path.substring(path.lastIndexOf('.') + 1);
    return new Key(path, name + " = " + value, part, unset, set);
  }

  @Override
  public String toString() {
    return path;
  }

  String table() {
    return path.substring(0, path.lastIndexOf('.'));
  }
}
