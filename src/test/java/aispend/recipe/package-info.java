// SPDX-License-Identifier: Apache-2.0
@NullMarked
package aispend.recipe;

import org.jspecify.annotations.NullMarked;
