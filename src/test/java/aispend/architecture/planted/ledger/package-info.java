// SPDX-License-Identifier: Apache-2.0
/** A planted violation of the architecture. */
@NullMarked
package aispend.architecture.planted.ledger;

import org.jspecify.annotations.NullMarked;
