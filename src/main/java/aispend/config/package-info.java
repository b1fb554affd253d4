// SPDX-License-Identifier: Apache-2.0
/**
 * TOML and environment into checked, immutable records; reports every problem at once; the only
 * place that sees the environment and secrets in the clear. May use model.
 */
@NullMarked
package aispend.config;

import org.jspecify.annotations.NullMarked;
