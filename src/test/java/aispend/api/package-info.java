// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code api}. */
@NullMarked
package aispend.api;

import org.jspecify.annotations.NullMarked;
