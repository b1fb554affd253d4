// SPDX-License-Identifier: Apache-2.0
/** Tests of the ledger: kits that every database runs, and what is particular to one. */
@NullMarked
package aispend.ledger;

import org.jspecify.annotations.NullMarked;
