// SPDX-License-Identifier: Apache-2.0
package aispend.export;

/** How rows are written. Any thread may ask. */
interface Lines {
  /** What stands above all rows, its end of line included; empty when nothing does. */
  String heading();

  /** A row with its end of line. */
  String line(ExportRow row);
}
