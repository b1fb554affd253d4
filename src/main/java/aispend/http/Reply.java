// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import okhttp3.Headers;
import okio.Buffer;

/**
 * An answer read to its end.
 *
 * @param body decoded; only its beginning when {@code cut}
 * @param cut whether there was more than is read
 */
record Reply(int status, Headers headers, Buffer body, boolean cut) {}
