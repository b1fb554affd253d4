// SPDX-License-Identifier: Apache-2.0
/** What tests of several rooms share: a clock that is set by hand, a ledger with known spend. */
@NullMarked
package aispend.testing;

import org.jspecify.annotations.NullMarked;
