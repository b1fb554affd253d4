// SPDX-License-Identifier: Apache-2.0
/** The rooms and arrows as tests, and planted violations that the tests must see. */
@NullMarked
package aispend.architecture;

import org.jspecify.annotations.NullMarked;
