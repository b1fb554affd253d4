// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.util.List;

/** A part of the exposition. Any thread may ask, several at a time. */
interface FamilySource {
  /** The value of the label {@code section} when this part fails. */
  String section();

  /** The families as they are now; a failure leaves only this part out of the scrape. */
  List<Family> families();
}
