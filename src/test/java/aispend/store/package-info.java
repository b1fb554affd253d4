// SPDX-License-Identifier: Apache-2.0
/** Object stores over real HTTP, and one that is real software. */
@NullMarked
package aispend.store;

import org.jspecify.annotations.NullMarked;
