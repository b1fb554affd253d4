// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import okhttp3.HttpUrl;

/** Takes the place of a client where nobody is to be asked; a question is a mistake of ours. */
public final class Unasked implements JsonClient {
  @Override
  public JsonNode get(HttpUrl url, Map<String, String> headers) {
    throw mistake(url);
  }

  @Override
  public JsonNode post(HttpUrl url, Map<String, String> headers, JsonNode body) {
    throw mistake(url);
  }

  @Override
  public JsonAnswer ask(JsonQuestion question) {
    throw mistake(question.url());
  }

  @Override
  public BytesAnswer bytes(JsonQuestion question) {
    throw mistake(question.url());
  }

  @Override
  public JsonClient paced(Pacing pacing) {
    return this;
  }

  private static IllegalStateException mistake(HttpUrl url) {
    return new IllegalStateException("nobody is to be asked here, and yet " + url.host() + " is");
  }
}
