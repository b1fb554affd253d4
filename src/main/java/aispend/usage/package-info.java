// SPDX-License-Identifier: Apache-2.0
/**
 * What vendors' answers say a call used: their usage objects, whole answers and streams, each in
 * its own accounting. Used where calls are seen: events, the proxy, the interceptor. May use model
 * only.
 */
@NullMarked
package aispend.usage;

import org.jspecify.annotations.NullMarked;
