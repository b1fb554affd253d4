// SPDX-License-Identifier: Apache-2.0
/**
 * Usage that others keep in tables of databases, read as it is there. May use model, http and
 * provider; only Tables is seen from outside.
 */
@NullMarked
package aispend.table;

import org.jspecify.annotations.NullMarked;
