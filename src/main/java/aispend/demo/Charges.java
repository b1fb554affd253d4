// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import java.util.List;

/** What a vendor charges, given its knowledge. Implementations are safe for several threads. */
interface Charges {
  /** The lines of one UTC day, none merged, none of amount zero. */
  List<Charge> charges(ChargePeriod day, Knowledge knowledge);
}
