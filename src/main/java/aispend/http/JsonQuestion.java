// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A question that may be asked more than once.
 *
 * @param url where to ask
 * @param headers sent along, the credential among them
 * @param body what is posted; null for a GET
 * @param rules how the answer is judged
 */
public record JsonQuestion(
    HttpUrl url, Map<String, String> headers, @Nullable Body body, AnswerRules rules) {
  public JsonQuestion {
    requireNonNull(url, "url");
    requireNonNull(rules, "rules");
    headers = Map.copyOf(headers);
  }

  /**
   * What is posted.
   *
   * @param type {@code application/json}
   */
  public record Body(String type, String text) {
    public Body {
      requireNonNull(type, "type");
      requireNonNull(text, "text");
    }
  }
}
