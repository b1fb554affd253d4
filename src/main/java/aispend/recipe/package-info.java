// SPDX-License-Identifier: Apache-2.0
/**
 * Vendors out of TOML: reads a recipe, asks a vendor by it, and reads the answers by it. May use
 * model, config (TOML with all problems at once), http and provider.
 */
@NullMarked
package aispend.recipe;

import org.jspecify.annotations.NullMarked;
