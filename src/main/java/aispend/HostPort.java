// SPDX-License-Identifier: Apache-2.0
package aispend;

/** Where to listen, as an option gives it. */
record HostPort(String host, int port) {
  static HostPort of(String option, String text) {
    int colon = text.lastIndexOf(':');
    try {
      if (colon > 0) {
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port >= 0 && port <= 65_535) {
          return new HostPort(text.substring(0, colon), port);
        }
      }
    } catch (NumberFormatException e) {
      throw wrong(option, text);
    }
    throw wrong(option, text);
  }

  private static CommandException wrong(String option, String text) {
    return new CommandException(
        Main.WRONG_INPUT,
        option + " is '" + text + "'; write HOST:PORT with a port up to 65535",
        null);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
