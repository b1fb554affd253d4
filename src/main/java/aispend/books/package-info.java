// SPDX-License-Identifier: Apache-2.0
/** When a month may be closed, and by whom it was. May use model and ledger. */
@NullMarked
package aispend.books;

import org.jspecify.annotations.NullMarked;
