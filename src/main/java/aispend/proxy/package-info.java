// SPDX-License-Identifier: Apache-2.0
/**
 * Leads applications' calls to vendors, byte for byte, and tells what they used: the daemon's own
 * trouble never breaks a call. May use model, config, usage, ingest and telemetry.
 */
@NullMarked
package aispend.proxy;

import org.jspecify.annotations.NullMarked;
