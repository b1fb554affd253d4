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
 * @param rawRetention how long single events and what restated records said before are kept
 * @param hourlyRetention how long hourly sums are kept; daily ones are kept for ever
 */
public record LedgerConfig(
    String url, Optional<Login> login, Duration rawRetention, Duration hourlyRetention) {
  /** No less, as rolling windows and budgets of months in any zone end within a UTC day. */
  private static final Kind<Duration> HOURLY = Kinds.duration("62d", "3650d");

  /**
   * A database user.
   *
   * @param password empty: the database asks for none
   */
  public record Login(String user, Optional<Secret> password) {}

  public boolean sqlite() {
    return url.startsWith(LedgerAccess.SQLITE);
  }

  static LedgerConfig read(Section section, Map<String, String> environment) {
    LedgerAccess access = new LedgerAccess(section, environment);
    String url = access.url();
    Optional<Login> login = access.login(url);
    Kind<Duration> retention = Kinds.duration("1d", "3650d");
    Duration raw = section.get("raw_retention", retention, "90d");
    Duration hourly = section.get("hourly_retention", HOURLY, "400d");
    if (hourly.compareTo(raw) < 0 && section.fine("raw_retention", "hourly_retention")) {
      section.problem(
          section.has("hourly_retention") ? "hourly_retention" : "raw_retention",
          "hourly sums would be gone before the records they are made of",
          "keep hourly_retention at least as long as raw_retention");
    }
    section.finish();
    return new LedgerConfig(url, login, raw, hourly);
  }
}
