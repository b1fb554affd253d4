// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import java.util.Locale;

/** How a call ended. Failed and broken-off calls may cost money too. */
public enum Outcome {
  SUCCESS,
  ERROR,
  /** The caller went away before the answer was complete. */
  ABORTED;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The metric label {@code outcome}. */
  public String code() {
    return code;
  }
}
