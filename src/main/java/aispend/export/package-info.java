// SPDX-License-Identifier: Apache-2.0
/** Spend as files for other programs: FOCUS, CSV, NDJSON. May use model, ledger and insight. */
@NullMarked
package aispend.export;

import org.jspecify.annotations.NullMarked;
