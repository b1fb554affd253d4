// SPDX-License-Identifier: Apache-2.0
/** The vocabulary. */
@NullMarked
package aispend.model;

import org.jspecify.annotations.NullMarked;
