// SPDX-License-Identifier: Apache-2.0
/**
 * Files of others, wherever they lie: a folder of this machine, S3 and what speaks like it, Azure
 * Blob Storage, Google Cloud Storage. May use model, http and provider.
 */
@NullMarked
package aispend.store;

import org.jspecify.annotations.NullMarked;
