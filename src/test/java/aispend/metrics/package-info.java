// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code metrics}. */
@NullMarked
package aispend.metrics;

import org.jspecify.annotations.NullMarked;
