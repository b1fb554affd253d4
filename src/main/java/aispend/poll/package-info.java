// SPDX-License-Identifier: Apache-2.0
/**
 * When to ask which provider for which window. Quartz lives here and nowhere else. May use model,
 * config, provider, ingest and telemetry.
 */
@NullMarked
package aispend.poll;

import org.jspecify.annotations.NullMarked;
