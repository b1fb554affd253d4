// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the Grafana boards from grafana-dashboards/source and holds them, their expressions and
 * those of the documents to the rules in docs/boards.md. Uses the daemon's catalogue of metrics.
 */
@NullMarked
package aispend.stack.board;

import org.jspecify.annotations.NullMarked;
