// SPDX-License-Identifier: Apache-2.0
@NullMarked
package aispend.config;

import org.jspecify.annotations.NullMarked;
