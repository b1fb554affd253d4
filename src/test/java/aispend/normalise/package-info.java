// SPDX-License-Identifier: Apache-2.0
/** Tests of normalising. */
@NullMarked
package aispend.normalise;

import org.jspecify.annotations.NullMarked;
