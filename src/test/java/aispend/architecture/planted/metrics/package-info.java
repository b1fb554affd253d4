// SPDX-License-Identifier: Apache-2.0
/** A planted violation of the architecture. */
@NullMarked
package aispend.architecture.planted.metrics;

import org.jspecify.annotations.NullMarked;
