// SPDX-License-Identifier: Apache-2.0
/** The daemon's metrics about itself, every name in one file. May use model. */
@NullMarked
package aispend.telemetry;

import org.jspecify.annotations.NullMarked;
