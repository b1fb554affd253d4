// SPDX-License-Identifier: Apache-2.0
/**
 * Bills that come as FOCUS files: which files of a folder are current, and what their rows say. May
 * use model, http, provider and store; only FocusFilesProvider is seen from outside.
 */
@NullMarked
package aispend.focus;

import org.jspecify.annotations.NullMarked;
