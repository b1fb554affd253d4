// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One line of a request's or an answer's head. */
record Header(String name, String value) {
  /** What is said to the next hop only, and what is made anew for it. */
  private static final Set<String> OF_ONE_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "content-length");

  static List<Header> of(HeaderMap map) {
    List<Header> headers = new ArrayList<>();
    for (HeaderValues values : map) {
      values.forEach(value -> headers.add(new Header(values.getHeaderName().toString(), value)));
    }
    return headers;
  }

  /** Those that are for the end and not for the next hop; {@code Connection} may name more. */
  static List<Header> endToEnd(List<Header> headers) {
    Set<String> named =
        headers.stream()
            .filter(header -> header.is("connection"))
            .flatMap(header -> List.of(header.value.split(",", -1)).stream())
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new));
    return headers.stream()
        .filter(header -> !OF_ONE_HOP.contains(header.key()) && !named.contains(header.key()))
        .toList();
  }

  boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }

  private String key() {
    return name.toLowerCase(Locale.ROOT);
  }
}
