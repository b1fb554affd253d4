// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads where the server listens, and refuses to be open to others by accident. Where the section
 * names no {@code listen}, a variable may, as a container has to listen on all interfaces and is
 * reached through the port that is published; another variable says at which address that is.
 */
final class Exposure {
  private static final String LOOPBACK = "127.0.0.1:9477";
  private static final String LISTEN_VARIABLE = "AISPEND_LISTEN";
  private static final String PUBLISHED_VARIABLE = "AISPEND_PUBLISHED";
  private static final String REMEDY =
      "set server.auth_tokens_file to a file with the line that `aispend token NAME` prints, or"
          + " listen on 127.0.0.1, or write open = true if it is meant to be open";

  private final Section section;
  private final Map<String, String> environment;

  Exposure(Section section, Map<String, String> environment) {
    this.section = section;
    this.environment = environment;
  }

  ListenAddress listen() {
    ListenAddress written = section.get("listen", ListenAddress.KIND, LOOPBACK);
    return section.has("listen")
        ? written
        : variable(LISTEN_VARIABLE).map(this::checked).orElse(written);
  }

  /**
   * Reports a server that others can reach and that asks nobody for a token, unless that is meant.
   *
   * @param listen what {@link #listen} said
   * @param open whether it is meant
   */
  void check(ListenAddress listen, Optional<Path> tokens, boolean open) {
    Optional<String> published = variable(PUBLISHED_VARIABLE);
    boolean here = published.map(Exposure::isLoopback).orElseGet(listen::loopback);
    if (here || tokens.isPresent() || !section.fine("listen", "auth_tokens_file", "open")) {
      return;
    }
    String what =
        published.map(at -> "published at " + at + ", where").orElse("an address at which")
            + " others can reach it, and nobody is asked for a token";
    if (open) {
      section.warning(
          "server.listen is "
              + listen
              + ", "
              + what
              + ": everyone there reads all costs and may send events; server.open says that this"
              + " is meant");
    } else if (section.has("listen")) {
      section.problem("listen", what, REMEDY);
    } else {
      section.hiddenProblem(
          "listen", LISTEN_VARIABLE + " makes it " + listen + ", " + what, REMEDY);
    }
  }

  private ListenAddress checked(String value) {
    try {
      return ListenAddress.KIND.read(value);
    } catch (BadValue bad) {
      section.hiddenProblem(
          "listen",
          "the variable " + LISTEN_VARIABLE + ", which says it, is " + bad.what(),
          "set it to an address like " + LOOPBACK + ", or unset it");
      return new ListenAddress("127.0.0.1", 0);
    }
  }

  private static boolean isLoopback(String host) {
    return ListenAddress.loopback(host.replaceAll("[\\[\\]]", ""));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
