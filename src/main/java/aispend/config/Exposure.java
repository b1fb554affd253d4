// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads where the server listens, and refuses to be open to others by accident. Where the section
 * names no {@code listen}, a variable may, as a container has to listen on all interfaces and is
 * reached through the port that is published; another variable says at which address that is. On
 * loopback nobody else gets there, wherever a port is said to be published.
 */
final class Exposure {
  private static final String LOOPBACK = "127.0.0.1:9477";
  private static final String LISTEN_VARIABLE = "AISPEND_LISTEN";
  private static final String PUBLISHED_VARIABLE = "AISPEND_PUBLISHED";
  private static final String NOBODY_ASKED =
      "where others can reach it, and nobody is asked for a token";
  private static final String TOKENS =
      "set server.auth_tokens_file to a file with the line that `aispend token NAME` prints, or ";
  private static final String MEANT = ", or write open = true if it is meant to be open";

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
    if (listen.loopback()
        || tokens.isPresent()
        || !section.fine("listen", "auth_tokens_file", "open")) {
      return;
    }
    Optional<String> published = variable(PUBLISHED_VARIABLE);
    if (published.filter(Exposure::isLoopback).isPresent()) {
      warnOfOtherWays(listen, published.orElseThrow());
    } else if (open) {
      warnOfAll(listen, what(published));
    } else if (section.has("listen")) {
      section.problem("listen", what(published), remedy(published));
    } else {
      String made = LISTEN_VARIABLE + " makes it " + listen + ", ";
      section.hiddenProblem("listen", made + what(published), remedy(published));
    }
  }

  private static String what(Optional<String> published) {
    return published
            .map(
                at ->
                    PUBLISHED_VARIABLE
                        + " (docker-compose.yml sets it from AISPEND_BIND) says that it is"
                        + " published at "
                        + at
                        + ", ")
            .orElse("an address ")
        + NOBODY_ASKED;
  }

  /** Where a variable speaks for the file it is the image, whose own loopback nobody reaches. */
  private String remedy(Optional<String> published) {
    boolean image = published.isPresent() || variable(LISTEN_VARIABLE).isPresent();
    String here =
        image
            ? "publish the port on 127.0.0.1 and set " + PUBLISHED_VARIABLE + "=127.0.0.1"
            : "listen on 127.0.0.1";
    return TOKENS + here + MEANT;
  }

  private void warnOfOtherWays(ListenAddress listen, String published) {
    section.warning(
        "server.listen is "
            + listen
            + " without tokens: open to everybody who reaches the port; that only this machine does"
            + " is what "
            + PUBLISHED_VARIABLE
            + "="
            + published
            + " says, and nobody checks it; set server.auth_tokens_file where others do");
  }

  private void warnOfAll(ListenAddress listen, String what) {
    section.warning(
        "server.listen is "
            + listen
            + ", "
            + what
            + ": everyone there reads all costs and may send events; server.open says that this is"
            + " meant");
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
