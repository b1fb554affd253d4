// SPDX-License-Identifier: Apache-2.0
/** Tests of files for other programs. */
@NullMarked
package aispend.export;

import org.jspecify.annotations.NullMarked;
