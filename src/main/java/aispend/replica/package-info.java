// SPDX-License-Identifier: Apache-2.0
/**
 * Which of the daemons on one ledger does what is to be done once. May use model, ledger and
 * telemetry.
 */
@NullMarked
package aispend.replica;

import org.jspecify.annotations.NullMarked;
