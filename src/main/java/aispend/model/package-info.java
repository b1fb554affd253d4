// SPDX-License-Identifier: Apache-2.0
/**
 * The vocabulary: money, periods, dimensions, what vendors report and what the ledger keeps. Uses
 * the JDK only; every other room uses it.
 */
@NullMarked
package aispend.model;

import org.jspecify.annotations.NullMarked;
