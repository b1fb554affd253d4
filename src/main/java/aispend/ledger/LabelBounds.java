// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * How many values and label sets the exposed totals tell apart. They are kept in the ledger itself,
 * so that every process that writes to it does the same.
 *
 * @param top how many values of a dimension are shown by name; the rest is "other"
 * @param series bounds of the families; a family that is not in it has none
 */
public record LabelBounds(Map<Dimension, Integer> top, Map<CounterFamily, Share> series) {
  /** Nothing is bounded. */
  public static final LabelBounds NONE = new LabelBounds(Map.of(), Map.of());

  private static final String NAME = "label bounds";
  private static final String TOP = "top ";
  private static final String NAMED = "named ";
  private static final String COMMON = "common ";

  private static final String READ = "select value from meta where name = 'label bounds'";

  private static final String KEEP =
      """
      insert into meta (name, value) values (:name, :value)
      on conflict (name) do update set value = excluded.value
      """;

  /**
   * What a family may have.
   *
   * @param named series in all before new label sets are shown as other
   * @param common series in all before their provider is shown as other, too
   */
  public record Share(int named, int common) {
    public Share {
      if (named < 1 || common < named) {
        throw new IllegalArgumentException(
            "named " + named + ", common " + common + "; must be at least 1 and not fall");
      }
    }
  }

  public LabelBounds {
    top = Map.copyOf(top);
    series = Map.copyOf(series);
    if (top.containsKey(Dimension.PROVIDER)) {
      throw new IllegalArgumentException("providers cannot be bounded: sources are told by them");
    }
  }

  static LabelBounds read(Handle handle) {
    return handle
        .createQuery(READ)
        .mapTo(String.class)
        .findFirst()
        .map(text -> of(JsonText.counts(text)))
        .orElse(NONE);
  }

  void keep(Handle handle) {
    Map<String, Long> counts = new TreeMap<>();
    top.forEach((dimension, count) -> counts.put(TOP + dimension.code(), (long) count));
    series.forEach(
        (family, share) -> {
          counts.put(NAMED + family.code(), (long) share.named());
          counts.put(COMMON + family.code(), (long) share.common());
        });
    handle.createUpdate(KEEP).bind("name", NAME).bind("value", JsonText.of(counts)).execute();
  }

  private static LabelBounds of(Map<String, Long> counts) {
    Map<Dimension, Integer> top = new EnumMap<>(Dimension.class);
    Map<CounterFamily, Share> series = new EnumMap<>(CounterFamily.class);
    for (Dimension dimension : Dimension.values()) {
      count(counts, TOP + dimension.code()).ifPresent(count -> top.put(dimension, count));
    }
    for (CounterFamily family : CounterFamily.values()) {
      Optional<Integer> named = count(counts, NAMED + family.code());
      Optional<Integer> common = count(counts, COMMON + family.code());
      if (named.isPresent() && common.isPresent()) {
        series.put(family, new Share(named.get(), common.get()));
      }
    }
    return new LabelBounds(top, series);
  }

  private static Optional<Integer> count(Map<String, Long> counts, String name) {
    return Optional.ofNullable(counts.get(name)).map(Math::toIntExact);
  }
}
