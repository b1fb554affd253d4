// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a secret from where {@code NAME_env} or {@code NAME_file} of a section points. Its value
 * gets into no message.
 */
final class CredentialReader {
  /** Longest secret; a longer file is not one. */
  private static final int MAX_BYTES = 16_384;

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Kind<String> VARIABLE_NAME =
      new Kind<>("variable's name", "\"OPENAI_ADMIN_KEY\"", CredentialReader::variable);
  private static final Kind<Path> PLACE =
      new Kind<>("file", "\"/run/secrets/key\"", PlaceKinds::path);

  private final Section section;
  private final String envKey;
  private final String fileKey;
  private final Map<String, String> environment;

  CredentialReader(Section section, String name, Map<String, String> environment) {
    this.section = section;
    this.envKey = name + "_env";
    this.fileKey = name + "_file";
    this.environment = environment;
  }

  /**
   * The secret.
   *
   * @param defaultVariable where to look when the section names no place; empty: nowhere
   * @param shown how the documentation names that default
   */
  Optional<Credential> read(String defaultVariable, String shown) {
    Optional<Path> file = section.optional(fileKey, PLACE);
    String variable = section.getOr(envKey, VARIABLE_NAME, defaultVariable, shown);
    if (section.has(envKey) && section.has(fileKey)) {
      section.problem(fileKey, "given beside " + envKey, "keep only one of them");
    }
    if (!section.fine(envKey, fileKey)) {
      return Optional.empty();
    }
    if (file.isPresent()) {
      return Optional.of(fromFile(file.get()));
    }
    return variable.isEmpty() ? Optional.empty() : Optional.of(fromEnvironment(variable));
  }

  /** The key that says where the secret is; where its problems are reported. */
  String key() {
    return section.has(fileKey) ? fileKey : envKey;
  }

  private Credential fromEnvironment(String variable) {
    String value = environment.get(variable);
    if (value == null) {
      return new Credential.Missing(variable, "environment variable " + variable + " is not set");
    }
    return credential(variable, "environment variable " + variable, value);
  }

  private Credential fromFile(Path file) {
    String where = file.toString();
    if (!Files.exists(file)) {
      return new Credential.Missing(where, "file " + where + " does not exist");
    }
    try {
      if (Files.isDirectory(file)) {
        return new Credential.Missing(where, "file " + where + " is a directory");
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MAX_BYTES + 1);
      }
      if (bytes.length > MAX_BYTES) {
        return new Credential.Missing(where, "file " + where + " is too large for a secret");
      }
      return credential(where, "file " + where, new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      return new Credential.Missing(
          where, "file " + where + " cannot be read (" + reason(unreadable) + ")");
    }
  }

  private static Credential credential(String where, String place, String value) {
    String trimmed = value.replaceAll("[\\r\\n]+$", "");
    return trimmed.isBlank()
        ? new Credential.Missing(where, place + " is empty")
        : new Credential.Present(where, new Secret(trimmed));
  }

  private static String reason(IOException failure) {
    return failure instanceof AccessDeniedException
        ? "permission denied"
        : failure.getClass().getSimpleName();
  }

  private static String variable(Object raw) throws BadValue {
    String name = Kinds.text(raw);
    if (!VARIABLE.matcher(name).matches() || Shown.looksSecret(name)) {
      throw new BadValue(
          "not a variable's name", "write the name of the variable, never the secret itself");
    }
    return name;
  }
}
