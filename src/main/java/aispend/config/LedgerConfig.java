// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Section {@code [ledger]}.
 *
 * @param url JDBC URL of SQLite or PostgreSQL, without credentials
 * @param login for PostgreSQL; empty with SQLite
 * @param tenantRole the role of PostgreSQL that tenants' questions are asked as
 * @param rawRetention how long single events and what restated records said before are kept
 * @param hourlyRetention how long hourly sums are kept; daily ones are kept for ever
 */
public record LedgerConfig(
    String url,
    Optional<Login> login,
    Optional<String> tenantRole,
    Duration rawRetention,
    Duration hourlyRetention) {
  private static final String SQLITE = "jdbc:sqlite:";
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final Kind<String> URL =
      new Kind<>("JDBC URL", "\"jdbc:sqlite:data/aispend.db\"", LedgerConfig::url);

  private static final Kind<String> ROLE =
      new Kind<>("role's name", "\"aispend_tenant\"", LedgerConfig::role);

  /** No less, as rolling windows and budgets of months in any zone end within a UTC day. */
  private static final Kind<Duration> HOURLY = Kinds.duration("62d", "3650d");

  /**
   * A database user.
   *
   * @param password empty: the database asks for none
   */
  public record Login(String user, Optional<Secret> password) {}

  public boolean sqlite() {
    return url.startsWith(SQLITE);
  }

  static LedgerConfig read(Section section, Map<String, String> environment) {
    String url = section.get("url", URL, "jdbc:sqlite:data/aispend.db");
    Optional<String> user = section.optional("user", Kinds.TEXT);
    CredentialReader credentials = new CredentialReader(section, "password", environment);
    Optional<Credential> password = credentials.read("", "none");
    Optional<String> tenantRole = section.optional("tenant_role", ROLE);
    Kind<Duration> retention = Kinds.duration("1d", "3650d");
    Duration raw = section.get("raw_retention", retention, "90d");
    Duration hourly = section.get("hourly_retention", HOURLY, "400d");
    if (hourly.compareTo(raw) < 0 && section.fine("raw_retention", "hourly_retention")) {
      section.problem(
          section.has("hourly_retention") ? "hourly_retention" : "raw_retention",
          "hourly sums would be gone before the records they are made of",
          "keep hourly_retention at least as long as raw_retention");
    }
    checkLogin(section, url, user, password);
    if (tenantRole.isPresent() && url.startsWith(SQLITE) && section.fine("url")) {
      section.problem("tenant_role", "SQLite has no roles", "remove it, or use a PostgreSQL url");
    }
    section.finish();
    return new LedgerConfig(
        url,
        user.map(name -> new Login(name, password.flatMap(Credential::secret))),
        tenantRole,
        raw,
        hourly);
  }

  private static void checkLogin(
      Section section, String url, Optional<String> user, Optional<Credential> password) {
    boolean sqlite = url.startsWith(SQLITE);
    if (user.isPresent() && sqlite && section.fine("url")) {
      section.problem("user", "SQLite has no users", "remove it, or use a PostgreSQL url");
    }
    if (password.isPresent() && (user.isEmpty() || sqlite) && section.fine("url", "user")) {
      String key = section.has("password_env") ? "password_env" : "password_file";
      section.problem(key, "a password without a user", "give user too, or remove it");
    }
    password
        .filter(Credential.Missing.class::isInstance)
        .map(Credential.Missing.class::cast)
        .ifPresent(
            missing ->
                section.problem(
                    section.has("password_env") ? "password_env" : "password_file",
                    missing.why(),
                    "set it, or remove the line when the database asks for no password"));
  }

  private static String role(Object raw) throws BadValue {
    String role = Kinds.text(raw);
    if (!role.matches("[a-z][a-z0-9_]{0,62}")) {
      throw new BadValue(
          "a name that SQL would need quotes for", "use lower-case letters, digits and _");
    }
    return role;
  }

  private static String url(Object raw) throws BadValue {
    String url = Kinds.text(raw);
    boolean place = url.length() > url.indexOf(':', "jdbc:".length()) + 1;
    if (!(url.startsWith(SQLITE) || url.startsWith(POSTGRESQL)) || !place) {
      throw new BadValue(
          "no database that is known",
          "write \"jdbc:sqlite:data/aispend.db\" or \"jdbc:postgresql://host/database\"");
    }
    if (url.startsWith(SQLITE + ":memory:") || url.contains("mode=memory")) {
      throw new BadValue("a ledger that is lost at every stop", "name a file");
    }
    if (url.matches("(?i).*(password|user)=.*") || url.matches(".*//[^/]*@.*")) {
      throw new BadValue(
          "a URL with credentials in it", "take them out; give user and password_env beside it");
    }
    return url;
  }
}
