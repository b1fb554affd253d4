// SPDX-License-Identifier: Apache-2.0
/**
 * A simulated vendor with known truth: one HTTP server that speaks the real admin protocols of
 * OpenAI and Anthropic. May use model only, so that it shares no code with what it tests.
 */
@NullMarked
package aispend.demo;

import org.jspecify.annotations.NullMarked;
