// SPDX-License-Identifier: Apache-2.0
/** Tests of the price book. */
@NullMarked
package aispend.pricing;

import org.jspecify.annotations.NullMarked;
