// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Which label sets have a total, those that this transaction admits among them. Asked for many sets
 * of a family it reads the family at once, so it is for families that are bounded. Lives as long as
 * one transaction.
 */
final class KeptTotals implements AutoCloseable {
  private static final String FIND = "select 1 from counter where family = ? and labels = ?";
  private static final String ALL = "select labels from counter where family = :family";
  private static final String COUNT = "select count(*) from counter where family = :family";

  /** Reading a whole family takes about as long as so many look-ups. */
  private static final int MANY = 1_000;

  /** What is known of a family. */
  private static final class Family {
    private final Set<CounterKey> sets = new HashSet<>();
    private int lookedUp;
  }

  private final Handle handle;
  private final Lookup rows;
  private final Map<CounterFamily, Family> families = new EnumMap<>(CounterFamily.class);
  private final Map<CounterFamily, Long> counts = new EnumMap<>(CounterFamily.class);

  KeptTotals(Handle handle) {
    this.handle = handle;
    this.rows = new Lookup(handle, FIND);
  }

  boolean has(CounterKey key) {
    Family family = family(key);
    if (family.lookedUp++ == MANY) {
      family.sets.addAll(all(key.family()));
    }
    return family.sets.contains(key)
        || (family.lookedUp <= MANY && rows.finds(key.family().code(), JsonText.of(key.labels())));
  }

  /** Notes that a set is about to have a total. */
  void admit(CounterKey key) {
    family(key).sets.add(key);
    counts.computeIfPresent(key.family(), (one, count) -> count + 1);
  }

  /** How many sets of a family have a total. */
  long count(CounterFamily family) {
    return counts.computeIfAbsent(
        family,
        one -> handle.createQuery(COUNT).bind("family", one.code()).mapTo(Long.class).one());
  }

  @Override
  public void close() {
    rows.close();
  }

  private Family family(CounterKey key) {
    return families.computeIfAbsent(key.family(), none -> new Family());
  }

  private List<CounterKey> all(CounterFamily family) {
    return handle
        .createQuery(ALL)
        .bind("family", family.code())
        .map((row, context) -> new CounterKey(family, JsonText.texts(row.getString("labels"))))
        .list();
  }
}
