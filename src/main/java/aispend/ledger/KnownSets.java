// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimensions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the combinations of dimensions that were used last, so that a transaction need not
 * store them again. Holds only what is committed; that stays in the ledger for ever. For any
 * thread.
 */
final class KnownSets {
  /** Some megabytes. */
  private static final int MOST = 4_096;

  private final Map<Dimensions, Long> ids = new LinkedHashMap<>(16, 0.75f, true);

  synchronized @Nullable Long id(Dimensions dimensions) {
    return ids.get(dimensions);
  }

  /** Takes note of what a transaction used, after its commit. */
  synchronized void committed(Map<Dimensions, Long> used) {
    ids.putAll(used);
    var oldest = ids.keySet().iterator();
    for (int tooMany = ids.size() - MOST; tooMany > 0; tooMany--) {
      oldest.next();
      oldest.remove();
    }
  }
}
