// SPDX-License-Identifier: Apache-2.0
@NullMarked
package aispend.replica;

import org.jspecify.annotations.NullMarked;
