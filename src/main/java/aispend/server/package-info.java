// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded HTTP server: routes, authentication, limits, health, the status page, graceful stop.
 * May use model, config, telemetry, receive, proxy, metrics and api.
 */
@NullMarked
package aispend.server;

import org.jspecify.annotations.NullMarked;
