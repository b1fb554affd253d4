// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code otlp}. */
@NullMarked
package aispend.otlp;

import org.jspecify.annotations.NullMarked;
