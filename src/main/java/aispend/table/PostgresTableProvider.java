// SPDX-License-Identifier: Apache-2.0
package aispend.table;

import aispend.http.JsonClient;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.Source;
import aispend.model.Source.Timeliness;
import aispend.provider.AdapterOptions;
import aispend.provider.Provider;
import aispend.provider.ProviderSettings;
import aispend.provider.ProviderType;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A table in PostgreSQL in which a tracker of the operator's own keeps one row a call: {@code
 * NAME:usage}, the attributed view by UTC hour. The database adds up; hours are read again with the
 * look-back and replaced, so that a row counts once however often and late it is read.
 *
 * <p>Written against PostgreSQL 18 and pgjdbc 42.7.
 */
final class PostgresTableProvider implements Provider {
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
          PostgresTableProvider::new);

  private static final Duration HOUR = Duration.ofHours(1);

  private final String name;
  private final Source usage;
  private final PostgresQuery query;

  private PostgresTableProvider(ProviderSettings settings, JsonClient http, Clock clock) {
    this.name = settings.name();
    this.query = PostgresQuery.of(settings, new AdapterOptions(settings.options()));
    this.usage =
        new Source(
            name + ":usage",
            name,
            Layer.ATTRIBUTED,
            Timeliness.REALTIME,
            HOUR,
            Duration.ofDays(7),
            HOUR,
            HOUR);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Source> sources() {
    return List.of(usage);
  }

  @Override
  public List<ReportedBucket> fetch(Source source, ChargePeriod window) throws ProviderException {
    if (!source.name().equals(usage.name())) {
      throw new IllegalArgumentException(name + " has no source " + source.name());
    }
    try {
      return query.read(window);
    } catch (SQLException e) {
      throw PostgresTrouble.explained(name, KEY_HINT, e);
    }
  }

  @Override
  public Set<Dimension> namedDimensions() {
    return Set.of();
  }

  @Override
  public Map<String, String> names(Dimension dimension) {
    throw new IllegalArgumentException(name + " has no names for " + dimension.code());
  }

  /** Lets the database plan the question, without asking it. */
  @Override
  public void check() throws ProviderException {
    try {
      query.explain();
    } catch (SQLException e) {
      throw PostgresTrouble.explained(name, KEY_HINT, e);
    }
  }

  @Override
  public String toString() {
    return "postgres-table provider " + name;
  }
}
