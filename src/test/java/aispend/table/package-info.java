// SPDX-License-Identifier: Apache-2.0
/** Tables of real databases, read into a real ledger. */
@NullMarked
package aispend.table;

import org.jspecify.annotations.NullMarked;
