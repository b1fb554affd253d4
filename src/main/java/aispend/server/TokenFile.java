// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import com.moandjiezana.toml.Toml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The file of tokens: TOML, one line each, {@code name = "sha256, role"} or {@code name = "sha256,
 * role, tenant"}. Its hash is made with {@code printf %s "$TOKEN" | sha256sum}.
 */
public final class TokenFile {
  private static final String FORM =
      "must be \"<sha256 of the token>, read | write | admin\", with a tenant of the configuration"
          + " behind it or none";

  private final Path file;
  private final Set<String> tenants;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> nameByHash = new HashMap<>();

  private TokenFile(Path file, Set<String> tenants) {
    this.file = file;
    this.tenants = Set.copyOf(tenants);
  }

  /**
   * Reads all tokens.
   *
   * @param tenants the names of those that are configured
   * @throws TokenFileException with every problem of the file
   */
  public static List<AccessToken> read(Path file, Set<String> tenants) throws TokenFileException {
    return new TokenFile(file, tenants).tokens();
  }

  private List<AccessToken> tokens() throws TokenFileException {
    List<AccessToken> tokens = new ArrayList<>();
    parse().forEach((name, value) -> token(unquoted(name), value).ifPresent(tokens::add));
    if (tokens.isEmpty() && problems.isEmpty()) {
      problems.add(file + " holds no token; write a line 'name = ...' which " + FORM);
    }
    if (!problems.isEmpty()) {
      throw new TokenFileException(problems, null);
    }
    return List.copyOf(tokens);
  }

  private Map<String, Object> parse() throws TokenFileException {
    try {
      return new Toml().read(Files.readString(file)).toMap();
    } catch (IOException e) {
      throw new TokenFileException(
          List.of("auth_tokens_file " + file + " cannot be read: " + e), e);
    } catch (IllegalStateException e) {
      throw new TokenFileException(
          List.of("auth_tokens_file " + file + " is not TOML: " + e.getMessage()), e);
    }
  }

  private Optional<AccessToken> token(String name, Object value) {
    if (!(value instanceof String line)) {
      return problem(name, "is not a string; " + FORM);
    }
    String[] parts = line.split(",", -1);
    if (parts.length < 2 || parts.length > 3) {
      return problem(name, "has " + parts.length + " parts; " + FORM);
    }
    String hash = parts[0].strip().toLowerCase(Locale.ROOT);
    Optional<Role> role = Role.ofCode(parts[1].strip());
    if (!hash.matches("[0-9a-f]{64}")) {
      return problem(name, "begins with no SHA-256 of 64 hex digits; " + FORM);
    }
    if (role.isEmpty()) {
      return problem(name, "has an unknown role; " + FORM);
    }
    String tenant = parts.length == 3 ? parts[2].strip() : "";
    if (!tenant.isEmpty() && !tenants.contains(tenant)) {
      return problem(
          name,
          "is for the tenant '"
              + tenant
              + "', which has no [[tenant]] in the configuration; there are: "
              + (tenants.isEmpty() ? "none" : String.join(", ", new TreeSet<>(tenants))));
    }
    if (!tenant.isEmpty() && role.get() == Role.ADMIN) {
      return problem(
          name,
          "is of a tenant and may not be admin, which is for the whole daemon; give the tenant one"
              + " token to read and one to write");
    }
    String other = nameByHash.putIfAbsent(hash, name);
    if (other != null) {
      return problem(name, "has the same hash as " + other + "; give each its own token");
    }
    return Optional.of(new AccessToken(name, hash, role.get(), tenant));
  }

  /** Never holds the value: somebody may have written the token itself. */
  private Optional<AccessToken> problem(String name, String text) {
    problems.add("token " + name + " in " + file + " " + text);
    return Optional.empty();
  }

  private static String unquoted(String key) {
    return key.length() > 1 && key.startsWith("\"") && key.endsWith("\"")
        ? key.substring(1, key.length() - 1)
        : key;
  }
}
