// SPDX-License-Identifier: Apache-2.0
/** What is told from sums, with numbers worked by hand. */
@NullMarked
package aispend.insight;

import org.jspecify.annotations.NullMarked;
