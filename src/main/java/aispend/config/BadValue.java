// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import org.jspecify.annotations.Nullable;

/** A value that cannot be used; becomes a {@link ConfigProblem} where its key is known. */
final class BadValue extends Exception {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final @Nullable String remedy;

  /** With the remedy that the kind's example gives. */
  BadValue(String what) {
    this(what, null);
  }

  BadValue(String what, @Nullable String remedy) {
    super(what);
    this.what = what;
    this.remedy = remedy;
  }

  String what() {
    return what;
  }

  @Nullable String remedy() {
    return remedy;
  }
}
