// SPDX-License-Identifier: Apache-2.0
@NullMarked
package aispend.proxy;

import org.jspecify.annotations.NullMarked;
