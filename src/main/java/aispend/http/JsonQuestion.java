// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A question that may be asked more than once.
 *
 * @param url where to ask
 * @param headers sent along, the credential among them
 * @param body what is posted; null for a GET
 * @param rules how the answer is judged
 * @param signer makes further headers anew for each attempt; null for none
 */
public record JsonQuestion(
    HttpUrl url,
    Map<String, String> headers,
    @Nullable Body body,
    AnswerRules rules,
    @Nullable Signer signer) {
  /** Makes headers that hold only for a while, as a signature with its time. */
  @FunctionalInterface
  public interface Signer {
    /** Headers for one attempt, in place of those of the same name. */
    Map<String, String> headers();
  }

  /** A question whose headers are the same at each attempt. */
  public JsonQuestion(
      HttpUrl url, Map<String, String> headers, @Nullable Body body, AnswerRules rules) {
    this(url, headers, body, rules, null);
  }

  public JsonQuestion {
    requireNonNull(url, "url");
    requireNonNull(rules, "rules");
    headers = Map.copyOf(headers);
  }

  /** Where it asks and which headers it sends; their values and the body may hold credentials. */
  @Override
  public String toString() {
    return (body == null ? "GET " : "POST ")
        + url.newBuilder().query(null).build()
        + " with the headers "
        + new TreeSet<>(headers.keySet());
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

    /** What it is, without what it says. */
    @Override
    public String toString() {
      return text.length() + " characters of " + type;
    }

    /** A form's fields, as browsers send them, in the order of the map. */
    public static Body form(Map<String, String> fields) {
      HttpUrl.Builder query = new HttpUrl.Builder().scheme("https").host("form");
      fields.forEach(query::addQueryParameter);
      String text = Objects.requireNonNullElse(query.build().encodedQuery(), "");
      return new Body("application/x-www-form-urlencoded", text);
    }
  }
}
