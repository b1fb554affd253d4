// SPDX-License-Identifier: Apache-2.0
/**
 * Checks of what is shipped beside the daemon: rules, routes, boards, compose file and their
 * documents. Uses no room of the daemon; runs promtool and amtool as processes.
 */
@NullMarked
package aispend.stack;

import org.jspecify.annotations.NullMarked;
