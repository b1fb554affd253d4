// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.config.LedgerConfig.Login;
import java.util.Map;
import java.util.Optional;

/**
 * Reads where the ledger is and who may open it. Where the section names no {@code url}, three
 * variables may: the same file then serves with a database and without one.
 */
final class LedgerAccess {
  static final String SQLITE = "jdbc:sqlite:";
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final String FILE = SQLITE + "data/aispend.db";
  private static final Kind<String> URL =
      new Kind<>("JDBC URL", '"' + FILE + '"', LedgerAccess::url);

  private static final Kind<String> ROLE =
      new Kind<>("role's name", "\"spend_tenant\"", LedgerAccess::role);

  private static final String URL_VARIABLE = "AISPEND_LEDGER_URL";
  private static final String USER_VARIABLE = "AISPEND_LEDGER_USER";
  private static final String PASSWORD_VARIABLE = "AISPEND_LEDGER_PASSWORD";

  private final Section section;
  private final Map<String, String> environment;

  LedgerAccess(Section section, Map<String, String> environment) {
    this.section = section;
    this.environment = environment;
  }

  String url() {
    String written = section.get("url", URL, FILE);
    return section.has("url") ? written : variable(URL_VARIABLE).map(this::checked).orElse(written);
  }

  /**
   * Who opens the database.
   *
   * @param url what {@link #url} said
   */
  Optional<Login> login(String url) {
    boolean outside = !section.has("url") && variable(URL_VARIABLE).isPresent();
    Optional<String> user = section.optional("user", Kinds.TEXT);
    if (outside && user.isEmpty()) {
      user = variable(USER_VARIABLE);
    }
    String known = outside && variable(PASSWORD_VARIABLE).isPresent() ? PASSWORD_VARIABLE : "";
    Optional<Credential> password =
        new CredentialReader(section, "password", environment).read(known, "none");
    check(url, user, password);
    return user.map(name -> new Login(name, password.flatMap(Credential::secret)));
  }

  /**
   * The role that tenants' questions are asked as.
   *
   * @param url what {@link #url} said
   */
  Optional<String> tenantRole(String url) {
    Optional<String> role = section.optional("tenant_role", ROLE);
    if (role.isPresent() && url.startsWith(SQLITE) && section.fine("url")) {
      section.problem("tenant_role", "SQLite has no roles", "remove it, or use a PostgreSQL url");
    }
    return role;
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private String checked(String value) {
    try {
      return url(value);
    } catch (BadValue bad) {
      section.hiddenProblem(
          "url",
          "the variable " + URL_VARIABLE + ", which says it, is " + bad.what(),
          "set it to a URL like jdbc:postgresql://host/database, or unset it");
      return FILE;
    }
  }

  private void check(String url, Optional<String> user, Optional<Credential> password) {
    boolean sqlite = url.startsWith(SQLITE);
    if (user.isPresent() && sqlite && section.fine("url")) {
      section.problem("user", "SQLite has no users", "remove it, or use a PostgreSQL url");
    }
    if (password.isPresent() && (user.isEmpty() || sqlite) && section.fine("url", "user")) {
      section.problem(passwordKey(), "a password without a user", "give user too, or remove it");
    }
    password
        .filter(Credential.Missing.class::isInstance)
        .map(Credential.Missing.class::cast)
        .ifPresent(
            missing ->
                section.problem(
                    passwordKey(),
                    missing.why(),
                    "set it, or remove the line when the database asks for no password"));
  }

  private String passwordKey() {
    return section.has("password_file") ? "password_file" : "password_env";
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
