// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import aispend.model.Glob;
import java.util.List;
import java.util.Locale;

/**
 * A condition on a column: {@code ServiceName=*OpenAI*}, whatever the case.
 *
 * @param place the column
 * @param pattern in small letters
 */
record Choice(ColumnPlace place, Glob pattern) {
  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is not a column, {@code =} and a text
   */
  static Choice of(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(text);
    }
    return new Choice(
        ColumnPlace.of(text.substring(0, equals).strip()),
        new Glob(text.substring(equals + 1).strip().toLowerCase(Locale.ROOT)));
  }

  /** In one file: the column found, and the answer of the last value kept, as rows repeat it. */
  static final class InFile {
    private final Choice choice;
    private final int index;
    private String last = "";
    private boolean lastHeld;

    InFile(Choice choice, List<String> columns) {
      this.choice = choice;
      this.index = ColumnPlace.index(columns, choice.place().column());
      this.lastHeld = choice.pattern().matches("");
    }

    boolean isThere() {
      return index >= 0;
    }

    boolean holds(Rows.Row row) {
      if (index < 0) {
        return false;
      }
      String value = row.value(index);
      if (!value.equals(last)) {
        last = value;
        lastHeld = choice.pattern().matches(choice.place().in(value).toLowerCase(Locale.ROOT));
      }
      return lastHeld;
    }
  }
}
