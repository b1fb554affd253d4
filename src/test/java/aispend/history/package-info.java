// SPDX-License-Identifier: Apache-2.0
/** Tests of sending history. */
@NullMarked
package aispend.history;

import org.jspecify.annotations.NullMarked;
