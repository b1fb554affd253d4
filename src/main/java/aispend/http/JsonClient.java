// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import aispend.model.ProviderException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * Asks one provider for JSON, with its retries, pacing and circuit breaker. Any thread may use it.
 */
public interface JsonClient {
  /**
   * GETs a JSON document. Blocks while it waits and retries.
   *
   * @param url where to ask; may carry query parameters, never a credential
   * @param headers sent along, the credential among them
   * @return the whole document; numbers keep every digit ({@code BigDecimal}); a missing node when
   *     the vendor answers 204 (no content)
   * @throws ProviderException after the last attempt, or at once when asking again cannot help; its
   *     message holds no header, its status tells a 404 from a 400
   * @throws InterruptedException when the thread is interrupted or the daemon stops
   */
  JsonNode get(HttpUrl url, Map<String, String> headers)
      throws ProviderException, InterruptedException;

  /** Asks in any way, as {@link #get} does otherwise. */
  JsonAnswer ask(JsonQuestion question) throws ProviderException, InterruptedException;

  /**
   * Asks for bytes of whatever kind, as {@link #ask} does for JSON.
   *
   * @param question its rules bound how much is read; what is longer is BAD_RESPONSE
   */
  BytesAnswer bytes(JsonQuestion question) throws ProviderException, InterruptedException;

  /**
   * POSTs a question as JSON and reads the answer, as {@link #get} does. It is asked again after a
   * failure, so it must be a question and no order.
   *
   * @param body the question; holds no credential
   */
  JsonNode post(HttpUrl url, Map<String, String> headers, JsonNode body)
      throws ProviderException, InterruptedException;

  /**
   * A client for one endpoint with its own pace: the same time-outs, retries and circuit breaker,
   * but calls through it are counted by themselves.
   */
  JsonClient paced(Pacing pacing);
}
