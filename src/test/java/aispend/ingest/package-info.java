// SPDX-License-Identifier: Apache-2.0
/** The one door, against a real ledger. */
@NullMarked
package aispend.ingest;

import org.jspecify.annotations.NullMarked;
