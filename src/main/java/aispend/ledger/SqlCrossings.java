// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Crossed thresholds in the ledger's database. */
final class SqlCrossings implements CrossingLog {
  /** No period is longer than a month; the rest is for people who look back. */
  static final Duration KEPT = Duration.ofDays(400);

  private static final String OF =
      """
      select terms, percent, crossed_at from budget_crossing
      where budget = :budget and cycle = :cycle
      """;

  private static final String KEEP =
      """
      insert into budget_crossing (budget, terms, cycle, percent, crossed_at)
      values (:budget, :terms, :cycle, :percent, :at)
      on conflict (budget, text_key(terms), cycle, percent) do nothing
      """;

  private static final String FORGET = "delete from budget_crossing where crossed_at < :before";

  private final Storage storage;

  SqlCrossings(Storage storage) {
    this.storage = storage;
  }

  @Override
  public boolean isShared() {
    return storage.database().isShared();
  }

  @Override
  public List<Crossing> of(String budget, String cycle) {
    return storage.read(
        "read the crossed thresholds",
        handle ->
            handle
                .createQuery(OF)
                .bind("budget", budget)
                .bind("cycle", cycle)
                .map(
                    (row, context) ->
                        new Crossing(
                            budget,
                            row.getString("terms"),
                            cycle,
                            row.getInt("percent"),
                            Instant.ofEpochSecond(row.getLong("crossed_at"))))
                .list());
  }

  @Override
  public boolean keep(List<Crossing> crossings) {
    Instant last = crossings.stream().map(Crossing::at).max(Instant::compareTo).orElseThrow();
    return storage.writeQuietly(
        "keep crossed thresholds",
        handle -> {
          try (RowWriter keep = new RowWriter(handle, KEEP)) {
            crossings.forEach(
                crossing ->
                    keep.bind("budget", crossing.budget())
                        .bind("terms", crossing.terms())
                        .bind("cycle", crossing.cycle())
                        .bind("percent", crossing.percent())
                        .bind("at", crossing.at().getEpochSecond())
                        .add());
            keep.flush();
          }
          handle.createUpdate(FORGET).bind("before", last.minus(KEPT).getEpochSecond()).execute();
          return true;
        });
  }
}
