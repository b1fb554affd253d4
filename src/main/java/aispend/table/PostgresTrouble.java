// SPDX-License-Identifier: Apache-2.0
package aispend.table;

import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import java.sql.SQLException;
import java.util.Map;

/** What PostgreSQL's refusals mean, by their SQLSTATE, and what to do about them. */
final class PostgresTrouble {
  private static final Map<String, String> REMEDIES =
      Map.of(
          "3D000", "correct options.database",
          "42P01", "correct options.table; write schema.table where it is not in the search path",
          "42703", "correct the option that names this column; write \"\" where there is none",
          "42883", "check options.time_format and that costs and counts are numbers",
          "22P02", "a cost or count in the table is no number; a view can leave such rows out",
          "57014", "it took too long; index the time's column");

  private PostgresTrouble() {}

  /** The failure as the poll counts it. */
  static ProviderException explained(String provider, String keyHint, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    Kind kind = kind(state);
    String remedy =
        kind == Kind.AUTH
            ? keyHint
            : REMEDIES.getOrDefault(
                state,
                kind == Kind.UNAVAILABLE
                    ? "check options.host and options.port, and that the server runs"
                    : "check the options");
    String said = ProviderException.quote(String.valueOf(e.getMessage()));
    return new ProviderException(
        provider, kind, provider + ": PostgreSQL says: " + said + "; " + remedy, e);
  }

  private static Kind kind(String state) {
    if (state.startsWith("28") || state.equals("42501")) {
      return Kind.AUTH;
    }
    // Connections, resources, shutting down, timed out; and no state at all: a broken line.
    return state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57")
            || state.equals("null")
        ? Kind.UNAVAILABLE
        : Kind.BAD_RESPONSE;
  }
}
