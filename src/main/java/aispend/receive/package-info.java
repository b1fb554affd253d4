// SPDX-License-Identifier: Apache-2.0
/**
 * What applications send: bodies into events, checked field by field. May use model, config, usage,
 * ingest and telemetry.
 */
@NullMarked
package aispend.receive;

import org.jspecify.annotations.NullMarked;
