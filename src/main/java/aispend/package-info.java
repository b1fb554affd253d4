// SPDX-License-Identifier: Apache-2.0
/**
 * The command line ({@code Main}) and the wiring ({@code App}). May use every other room; nobody
 * uses it.
 */
@NullMarked
package aispend;

import org.jspecify.annotations.NullMarked;
