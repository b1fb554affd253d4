// SPDX-License-Identifier: Apache-2.0
@NullMarked
package aispend.usage;

import org.jspecify.annotations.NullMarked;
