// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Secret;
import java.util.Map;
import java.util.Optional;

/** Finds a provider's key and says what is wrong with it, by the name of its place. */
final class ProviderKey {
  private final Section section;
  private final KnownProviderType type;
  private final CredentialReader reader;

  ProviderKey(Section section, KnownProviderType type, Map<String, String> environment) {
    this.section = section;
    this.type = type;
    this.reader = new CredentialReader(section, "key", environment);
  }

  /**
   * The key.
   *
   * @param wanted whether the provider may be asked, so that an unusable key is a problem
   * @param needed whether a missing one is a problem too
   */
  Credential read(boolean wanted, boolean needed) {
    Credential credential =
        reader
            .read(type.defaultKeyEnv(), "of the type")
            .orElse(new Credential.Missing("", "no key_env or key_file names a usable place"));
    if (credential instanceof Credential.Present present) {
      return checked(present, wanted);
    }
    if (!type.needsKey() && !section.has("key_env") && !section.has("key_file")) {
      return new Credential.NotNeeded();
    }
    if (needed
        && type.known()
        && section.fine("key_env", "key_file")
        && credential instanceof Credential.Missing missing) {
      section.problem(
          "enabled",
          missing.why(),
          "provide the key, or write enabled = \"auto\" to go without; " + type.keyHint());
    }
    return credential;
  }

  private Credential checked(Credential.Present present, boolean wanted) {
    Secret secret = present.value();
    if (isDocument(secret.reveal())) {
      return present;
    }
    Optional<String> defect = defect(secret.reveal());
    if (defect.isPresent()) {
      if (wanted) {
        section.problem(
            reader.key(),
            "the key in " + present.where() + " " + defect.get(),
            "write it there as the vendor shows it, with nothing around it");
      }
      return new Credential.Malformed(present.where(), secret, defect.get());
    }
    return !type.known() || type.keyFormat().matcher(secret.reveal()).matches()
        ? present
        : new Credential.Malformed(
            present.where(), secret, "does not look like a key of the right kind");
  }

  /** A key that is a JSON document, as its vendor hands it out, may be laid out in lines. */
  private boolean isDocument(String key) {
    return type.known() && key.startsWith("{") && type.keyFormat().matcher(key).matches();
  }

  /** What makes a text unusable as a key; empty when nothing does. */
  private static Optional<String> defect(String key) {
    char first = key.charAt(0);
    if (key.length() > 1
        && (first == '"' || first == '\'')
        && key.charAt(key.length() - 1) == first) {
      return Optional.of("has quotes around it");
    }
    if (key.chars().anyMatch(Character::isWhitespace)) {
      return Optional.of("has a space or line end in it");
    }
    if (key.chars().anyMatch(each -> each < ' ' || each > '~')) {
      return Optional.of("has a character that no key has");
    }
    return Optional.empty();
  }
}
