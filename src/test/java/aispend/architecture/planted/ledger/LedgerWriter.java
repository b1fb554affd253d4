// SPDX-License-Identifier: Apache-2.0
package aispend.architecture.planted.ledger;

import aispend.architecture.planted.provider.NosyProvider;

/** A ledger that knows a vendor: a cycle. */
public interface LedgerWriter {
  /** Looks the wrong way. */
  NosyProvider vendor();
}
