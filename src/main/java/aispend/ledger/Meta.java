// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Instants that the ledger keeps about itself, and that never go back. */
final class Meta {
  private static final String RAISE =
      """
      insert into meta (name, value) values (:name, :value)
      on conflict (name) do update set value = excluded.value
      where cast(meta.value as bigint) < cast(excluded.value as bigint)
      """;

  private Meta() {}

  /** The instant of a name; the epoch before it was first kept. */
  static Instant instant(Handle handle, String name) {
    return handle
        .createQuery("select value from meta where name = :name")
        .bind("name", name)
        .mapTo(String.class)
        .findFirst()
        .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
        .orElse(Instant.EPOCH);
  }

  /** Keeps an instant, unless a later one is kept already. */
  static void raise(Handle handle, String name, long epochSecond) {
    handle
        .createUpdate(RAISE)
        .bind("name", name)
        .bind("value", Long.toString(epochSecond))
        .execute();
  }
}
