// SPDX-License-Identifier: Apache-2.0
/**
 * What OpenTelemetry exporters send: spans and metrics of calls into events, by the GenAI
 * conventions and those of coding agents. May use model, config, usage, ingest and telemetry.
 */
@NullMarked
package aispend.otlp;

import org.jspecify.annotations.NullMarked;
