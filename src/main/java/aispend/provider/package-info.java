// SPDX-License-Identifier: Apache-2.0
/**
 * The vendors: one class each that asks for a window and returns it as reported. May use model and
 * http; providers do not know each other, and never see SQL or Prometheus.
 */
@NullMarked
package aispend.provider;

import org.jspecify.annotations.NullMarked;
