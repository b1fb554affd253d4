// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * How often the same request was made lately. Only the most frequent requests are counted, so that
 * millions of unlike ones take no memory. Where there are many calls, one in sixteen tells which
 * these are: a request that is made some hundred times is then found all but surely. Those that are
 * found are counted in full.
 */
final class Repeats {
  private static final int MOST = 1_000;

  /** Calls up to which all of them are looked at. */
  private static final int FEW = 100_000;

  private static final int ONE_IN = 16;

  private static final String HOT =
      """
      insert into hot_request
      select fingerprint from event
      where occurred_at >= :from and fingerprint is not null and id_low %% :one_in = 0 and %s
      group by fingerprint having count(*) > 1
      order by count(*) desc limit :most
      """;

  private static final String COUNT =
      """
      insert into repeated
      select set_id, fingerprint, count(*) from event
      where occurred_at >= :from and fingerprint in (select fingerprint from hot_request)
        and %s
      group by set_id, fingerprint
      """;

  private static final String LARGEST =
      """
      select dim_value, max(calls) as calls from (
        select coalesce(n.name, d.%1$s) as dim_value, r.fingerprint, sum(r.calls) as calls
        from repeated r
        join dimension_set d on d.set_id = r.set_id
        left join display_name n
          on n.provider = d.dim_provider and n.dimension = :dimension and n.id = d.%1$s
        where d.%1$s <> ''
        group by coalesce(n.name, d.%1$s), r.fingerprint) each_request
      group by dim_value
      """;

  private final Handle handle;
  private final Instant from;
  private final long calls;
  private final String wanted;
  private boolean counted;
  private boolean allFound;

  /**
   * Repeats from an instant on.
   *
   * @param calls how many calls since then tell what they asked
   * @param wanted a condition on the events that count
   */
  Repeats(Handle handle, Instant from, long calls, String wanted) {
    this.handle = handle;
    this.from = from;
    this.calls = calls;
    this.wanted = wanted;
  }

  /** How often was asked what was not counted: once, or not known. After the first counting. */
  @Nullable Long unlessFound() {
    return allFound ? (Long) 1L : null;
  }

  /** The largest number of equal requests by value, shown by name. */
  Map<String, Long> of(Dimension by) {
    if (calls == 0) {
      return Map.of();
    }
    count();
    Map<String, Long> largest = new HashMap<>();
    handle
        .createQuery(LARGEST.formatted(Columns.of(by)))
        .bind("dimension", by.code())
        .map((row, context) -> Map.entry(row.getString("dim_value"), row.getLong("calls")))
        .forEach(entry -> largest.put(entry.getKey(), entry.getValue()));
    return largest;
  }

  private void count() {
    if (counted) {
      return;
    }
    counted = true;
    handle.execute("create temp table if not exists hot_request (fingerprint bigint primary key)");
    handle.execute(
        "create temp table if not exists repeated"
            + " (set_id bigint, fingerprint bigint, calls bigint)");
    handle.execute("delete from hot_request");
    handle.execute("delete from repeated");
    int oneIn = calls <= FEW ? 1 : ONE_IN;
    int hot =
        handle
            .createUpdate(HOT.formatted(wanted))
            .bind("from", from.getEpochSecond())
            .bind("one_in", oneIn)
            .bind("most", MOST)
            .execute();
    allFound = oneIn == 1 && hot < MOST;
    handle.createUpdate(COUNT.formatted(wanted)).bind("from", from.getEpochSecond()).execute();
  }
}
