// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a recipe file says: how one vendor is asked, and how its answers are read.
 *
 * @param name the {@code type} of a provider by it
 * @param baseUrl where the vendor is unless the configuration says otherwise
 * @param options what a provider's {@code options} may fill in, by name
 * @param reports in the order to ask for them; at least one
 * @param balance how what is left of prepaid credit is read; null when it is not
 */
record Recipe(
    String name,
    String baseUrl,
    KeyKind key,
    Map<String, Setting> options,
    Auth auth,
    Manners manners,
    List<Report> reports,
    @Nullable Balance balance) {
  Recipe {
    requireNonNull(name, "name");
    options = Map.copyOf(options);
    reports = List.copyOf(reports);
  }

  /**
   * Which key is needed.
   *
   * @param env the variable that holds it by default
   * @param format what it looks like
   * @param hint which to create where
   */
  record KeyKind(String env, Pattern format, String hint) {}

  /**
   * A value that the configuration fills in.
   *
   * @param byDefault null when it must be given
   */
  record Setting(String about, @Nullable String byDefault, Pattern format) {}

  /** How the key is sent. */
  record Auth(Way way, String name, String prefix, @Nullable Template user, String scope) {
    enum Way {
      /** {@code Authorization: Bearer KEY}. */
      BEARER,
      /** A header of the recipe's choice, with a prefix. */
      HEADER,
      /** {@code Authorization: Basic}, the key as the password, or as the user without one. */
      BASIC,
      /** A query parameter. */
      QUERY,
      /** A token from the same host for a client's id ({@code user}) and secret (the key). */
      OAUTH2,
      NONE
    }
  }

  /**
   * How the vendor wants to be asked, and how it says no.
   *
   * @param perMinute most calls in any minute
   * @param after429 shortest wait after a 429 that does not say how long
   * @param retried statuses asked again beside the usual ones
   * @param waitHeaders that tell seconds to wait beside the usual ones
   * @param maxBytes the largest answer read
   * @param error where a good answer holds an error; null when it never does
   * @param notFound what a 404 means; empty when nothing is known about it
   */
  record Manners(
      int perMinute,
      Duration after429,
      Set<Integer> retried,
      List<String> waitHeaders,
      long maxBytes,
      @Nullable Pointer error,
      String notFound) {}
}
