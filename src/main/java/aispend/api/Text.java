// SPDX-License-Identifier: Apache-2.0
package aispend.api;

/** Text of strangers in messages. */
final class Text {
  private static final int MOST = 60;

  private Text() {}

  /** One line without control characters, cut. */
  static String cut(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > MOST ? line.substring(0, MOST) + "..." : line;
  }
}
