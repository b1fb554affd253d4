// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.model.Dimension;

/**
 * Under which name all names of a value are one: a model's aliases and dated snapshots, an id and
 * what it is shown as. Callers say one of them and the ledger another. For any thread; asked for
 * each call, so it answers from memory.
 */
@FunctionalInterface
public interface ValueNames {
  /** Each name is a value by itself. */
  ValueNames AS_TOLD = (provider, dimension, value) -> value;

  /**
   * The one name.
   *
   * @param provider as the ledger names it
   */
  String of(String provider, Dimension dimension, String value);
}
