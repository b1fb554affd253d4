// SPDX-License-Identifier: Apache-2.0
/**
 * Outgoing HTTP: one client, time-outs, retries, Retry-After, JSON. Failures become {@code
 * ProviderException}. May use model and telemetry.
 */
@NullMarked
package aispend.http;

import org.jspecify.annotations.NullMarked;
