// SPDX-License-Identifier: Apache-2.0
package aispend.table;

import aispend.http.JsonClient;
import aispend.model.ChargePeriod;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.Source.Timeliness;
import aispend.provider.AdapterOptions;
import aispend.provider.AssembledProvider;
import aispend.provider.Provider;
import aispend.provider.ProviderSettings;
import aispend.provider.ProviderType;
import aispend.provider.Rhythm;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A table in PostgreSQL in which a tracker of the operator's own keeps one row a call: {@code
 * NAME:usage}, the attributed view by UTC hour. The database adds up; hours are read again with the
 * look-back and replaced, so that a row counts once however often and late it is read.
 *
 * <p>Written against PostgreSQL 18 and pgjdbc 42.7.
 */
final class PostgresTableProvider {
  private static final String KEY_HINT =
      "give the password of a role that may connect and select from the table, and nothing else";

  static final ProviderType TYPE =
      new ProviderType(
          "postgres-table",
          "http://localhost",
          "POSTGRES_TABLE_PASSWORD",
          Pattern.compile(".*"),
          KEY_HINT,
          TableOptions.names(
              "host", "port", "database", "login", "ssl", "table", "zone", "time_format"),
          PostgresTableProvider::create);

  private static final Rhythm CALLS =
      new Rhythm(
          Timeliness.REALTIME,
          Duration.ofHours(1),
          Duration.ofDays(7),
          Duration.ofHours(1),
          Duration.ofHours(1));

  private PostgresTableProvider() {}

  private static Provider create(ProviderSettings settings, JsonClient http, Clock clock) {
    String name = settings.name();
    PostgresQuery query = PostgresQuery.of(settings, new AdapterOptions(settings.options()));
    return new AssembledProvider.Parts("postgres-table", name)
        .report("usage", Layer.ATTRIBUTED, CALLS, window -> read(name, query, window))
        .checkedBy(() -> explain(name, query));
  }

  private static List<ReportedBucket> read(String name, PostgresQuery query, ChargePeriod window)
      throws ProviderException {
    try {
      return query.read(window);
    } catch (SQLException e) {
      throw PostgresTrouble.explained(name, KEY_HINT, e);
    }
  }

  /** Lets the database plan the question, without asking it. */
  private static void explain(String name, PostgresQuery query) throws ProviderException {
    try {
      query.explain();
    } catch (SQLException e) {
      throw PostgresTrouble.explained(name, KEY_HINT, e);
    }
  }
}
