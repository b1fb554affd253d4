// SPDX-License-Identifier: Apache-2.0
/**
 * Checks of what is shipped beside the daemon: rules, routes, boards, compose file and their
 * documents. Knows the daemon by its catalogue of metrics only; runs promtool and amtool as
 * processes.
 */
@NullMarked
package aispend.stack;

import org.jspecify.annotations.NullMarked;
