// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code server}. */
@NullMarked
package aispend;

import org.jspecify.annotations.NullMarked;
