// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code proxy}. */
@NullMarked
package aispend.proxy;

import org.jspecify.annotations.NullMarked;
