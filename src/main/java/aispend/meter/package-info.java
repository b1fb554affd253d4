// SPDX-License-Identifier: Apache-2.0
/** Tells billing meters what tenants use. May use model, config, ledger, http and telemetry. */
@NullMarked
package aispend.meter;

import org.jspecify.annotations.NullMarked;
