// SPDX-License-Identifier: Apache-2.0
package aispend.export;

import static java.util.Objects.requireNonNull;

import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import org.jspecify.annotations.Nullable;

/**
 * What one combination of all dimensions cost in one hour or day.
 *
 * @param period the UTC hour or day
 * @param sum by all dimensions
 * @param settled whether no source is expected to change it any more
 */
record ExportRow(ChargePeriod period, SumRow sum, boolean settled) {
  ExportRow {
    requireNonNull(period, "period");
    requireNonNull(sum, "sum");
  }

  /** The value, or the empty text when it is not known. */
  String of(Dimension dimension) {
    return sum.key().get(dimension);
  }

  /** The value; null when it is not known. */
  @Nullable String known(Dimension dimension) {
    String value = of(dimension);
    return value.isEmpty() ? null : value;
  }
}
