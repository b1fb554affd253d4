// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the configuration needs to know of a kind of provider.
 *
 * @param type the value of {@code type}
 * @param defaultBaseUrl where the vendor is
 * @param defaultKeyEnv the variable that holds its key unless the configuration says otherwise
 * @param keyFormat what a key of the right kind looks like as a whole; another is tried, and said.
 *     Where it takes an empty text, the provider can do without a key
 * @param keyHint which key to create where, for messages
 * @param options the names of its own options
 * @param check says whether it takes their values
 */
public record KnownProviderType(
    String type,
    String defaultBaseUrl,
    String defaultKeyEnv,
    Pattern keyFormat,
    String keyHint,
    Set<String> options,
    OptionsCheck check) {

  /** Whether the options of one provider can be used together. */
  @FunctionalInterface
  public interface OptionsCheck {
    /** Takes whatever there is. */
    OptionsCheck NONE = (name, baseUrl, options) -> Optional.empty();

    /**
     * What is wrong, with what to do about it behind a semicolon; empty when nothing is.
     *
     * @param name the provider's configured one
     */
    Optional<String> problem(String name, URI baseUrl, Map<String, String> options);
  }

  /** Stands in for a type that there is not, so that the other keys are still looked at. */
  static final KnownProviderType UNKNOWN =
      new KnownProviderType("", "http://localhost", "", Pattern.compile(".*"), "", Set.of());

  /** A kind whose options are not looked into. */
  public KnownProviderType(
      String type,
      String defaultBaseUrl,
      String defaultKeyEnv,
      Pattern keyFormat,
      String keyHint,
      Set<String> options) {
    this(type, defaultBaseUrl, defaultKeyEnv, keyFormat, keyHint, options, OptionsCheck.NONE);
  }

  public KnownProviderType {
    requireNonNull(type, "type");
    requireNonNull(defaultBaseUrl, "defaultBaseUrl");
    requireNonNull(defaultKeyEnv, "defaultKeyEnv");
    requireNonNull(keyFormat, "keyFormat");
    requireNonNull(keyHint, "keyHint");
    requireNonNull(check, "check");
    options = Set.copyOf(options);
  }

  boolean needsKey() {
    return !known() || !keyFormat.matcher("").matches();
  }

  boolean known() {
    return !type.isEmpty();
  }
}
