// SPDX-License-Identifier: Apache-2.0
@NullMarked
package aispend.kafka;

import org.jspecify.annotations.NullMarked;
