// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the server listens.
 *
 * @param host a name or address, an IPv6 one without brackets; {@code 0.0.0.0} and {@code ::} are
 *     all interfaces
 * @param port 0 to 65535; 0 lets the system choose a free one
 */
public record ListenAddress(String host, int port) {
  private static final Pattern FORMAT =
      Pattern.compile("(\\[([0-9A-Fa-f:.%a-z]+)\\]|([A-Za-z0-9][A-Za-z0-9.-]*)):(\\d{1,5})");

  /** Not a name like 127.example, which may lead anywhere. */
  private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");

  private static final int MAX_PORT = 65_535;

  static final Kind<ListenAddress> KIND =
      new Kind<>("host:port", "\"127.0.0.1:9477\"", ListenAddress::parse);

  public ListenAddress {
    if (host.isEmpty() || port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("cannot listen on host '" + host + "', port " + port);
    }
  }

  /** Says that only this machine can reach it. Looks nothing up. */
  public boolean loopback() {
    return loopback(host);
  }

  static boolean loopback(String host) {
    return host.equals("localhost") || host.equals("::1") || IPV4_LOOPBACK.matcher(host).matches();
  }

  /** As the configuration writes it. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static ListenAddress parse(Object raw) throws BadValue {
    Matcher matcher = FORMAT.matcher(Kinds.text(raw));
    if (!matcher.matches()) {
      throw new BadValue(
          "not host:port", "write \"127.0.0.1:9477\", or \"[::1]:9477\" for IPv6 addresses");
    }
    int port = Integer.parseInt(matcher.group(4));
    if (port > MAX_PORT) {
      throw new BadValue("a port that does not exist", "must be 0 to " + MAX_PORT);
    }
    String bracketed = matcher.group(2);
    return new ListenAddress(bracketed != null ? bracketed : matcher.group(3), port);
  }
}
