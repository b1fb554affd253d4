// SPDX-License-Identifier: Apache-2.0
/** Bills in folders, as clouds leave them there, read into a real ledger. */
@NullMarked
package aispend.focus;

import org.jspecify.annotations.NullMarked;
