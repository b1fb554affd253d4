// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code receive}. */
@NullMarked
package aispend.receive;

import org.jspecify.annotations.NullMarked;
