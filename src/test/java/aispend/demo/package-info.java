// SPDX-License-Identifier: Apache-2.0
/** Tests of the simulated vendor, through its HTTP interface. */
@NullMarked
package aispend.demo;

import org.jspecify.annotations.NullMarked;
