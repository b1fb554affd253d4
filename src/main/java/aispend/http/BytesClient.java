// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Posts bytes and says what came back. Any thread may use it. */
public interface BytesClient {
  /**
   * An answer.
   *
   * @param said the beginning of its body, without the credential that was sent
   * @param retryAfter how long it asks to wait
   */
  record Answer(int status, String said, Optional<Duration> retryAfter) {}

  /**
   * Posts once. Redirects are not followed.
   *
   * @throws IOException when no whole answer came
   * @throws InterruptedException when the thread is interrupted or the daemon stops
   */
  Answer post(URI url, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException;
}
