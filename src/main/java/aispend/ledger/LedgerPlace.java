// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a ledger is kept.
 *
 * @param url {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://HOST/DATABASE}, without
 *     credentials
 * @param user of PostgreSQL; null with SQLite, or where the system's user is meant
 * @param password null where the database asks for none
 * @param tenantRole the role of PostgreSQL that tenants' questions are asked as ({@link
 *     TenantWall}): lower-case letters, digits and underscores; null for none
 */
public record LedgerPlace(
    String url, @Nullable String user, @Nullable Secret password, @Nullable String tenantRole) {
  private static final String POSTGRESQL = "jdbc:postgresql:";

  /** Needs no quotes in SQL. */
  private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  public LedgerPlace {
    requireNonNull(url, "url");
    if (tenantRole != null && !ROLE.matcher(tenantRole).matches()) {
      throw new IllegalArgumentException("tenant role is " + tenantRole);
    }
  }

  /** A place where tenants' questions are asked as all others. */
  public LedgerPlace(String url, @Nullable String user, @Nullable Secret password) {
    this(url, user, password, null);
  }

  /** A place that needs no login. */
  public static LedgerPlace of(String url) {
    return new LedgerPlace(url, null, null);
  }

  public boolean isPostgresql() {
    return url.startsWith(POSTGRESQL);
  }

  /**
   * How a library connects that keeps tables of its own beside the ledger's: {@code URL}, {@code
   * user} and {@code password}; never to be shown.
   */
  public Map<String, String> login() {
    Map<String, String> login = new HashMap<>();
    login.put("URL", url);
    if (user != null) {
      login.put("user", user);
    }
    passwordText().ifPresent(text -> login.put("password", text));
    return Map.copyOf(login);
  }

  /** The password as text; never to be shown. */
  Optional<String> passwordText() {
    return Optional.ofNullable(password).map(Secret::reveal);
  }
}
