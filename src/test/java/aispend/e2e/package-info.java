// SPDX-License-Identifier: Apache-2.0
/**
 * The whole way, with real processes: simulated vendor, daemon, Prometheus, Alertmanager, sinks.
 */
@NullMarked
package aispend.e2e;

import org.jspecify.annotations.NullMarked;
