// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The vendors' names for ids. Records keep ids; names are put on when sums are read, so a new name
 * shows for all time. Immutable.
 */
public final class DisplayNames {
  private static final String READ =
      """
      select provider, dimension, id, name from display_name
      """;

  private record Key(String provider, Dimension dimension, String id) {}

  private final Map<Key, String> names;

  private DisplayNames(Map<Key, String> names) {
    this.names = names;
  }

  static DisplayNames read(Handle handle) {
    Map<Key, String> names = new HashMap<>();
    handle
        .createQuery(READ)
        .map(
            (row, context) -> {
              Dimension dimension = Dimension.ofCode(row.getString("dimension")).orElseThrow();
              Key key = new Key(row.getString("provider"), dimension, row.getString("id"));
              return Map.entry(key, row.getString("name"));
            })
        .forEach(entry -> names.put(entry.getKey(), entry.getValue()));
    return new DisplayNames(names);
  }

  /** The name of a dimension's value; the id itself when no name is known. */
  String name(String provider, Dimension dimension, Dimensions dimensions) {
    return name(provider, dimension, dimensions.get(dimension));
  }

  /** The name of an id; the id itself when no name is known. */
  public String name(String provider, Dimension dimension, String id) {
    return names.getOrDefault(new Key(provider, dimension, id), id);
  }

  /** The values of a dimension that are shown by some names, these themselves among them. */
  Set<String> ids(Dimension dimension, Set<String> shown) {
    Set<String> ids = new HashSet<>(shown);
    names.forEach(
        (key, name) -> {
          if (key.dimension() == dimension && shown.contains(name)) {
            ids.add(key.id());
          }
        });
    return ids;
  }
}
