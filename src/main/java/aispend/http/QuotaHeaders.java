// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;

/**
 * What vendors say is left of their limits: {@code x-ratelimit-remaining}, {@code
 * x-ratelimit-remaining-requests} (OpenAI and most), {@code
 * anthropic-ratelimit-input-tokens-remaining}. Limits of other names are not told, so that a vendor
 * cannot make up labels.
 */
final class QuotaHeaders {
  private static final String REQUESTS = "requests";
  private static final Set<String> KNOWN =
      Set.of(REQUESTS, "tokens", "input-tokens", "output-tokens");

  private static final Pattern NAME =
      Pattern.compile(
          "(?:x-)?ratelimit-remaining(?:-(?<behind>.+))?"
              + "|anthropic-ratelimit-(?<before>.+)-remaining");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}(?:\\.[0-9]{1,9})?");

  private QuotaHeaders() {}

  /** What is left by the limit's name; empty when the vendor does not say. */
  static Map<String, BigDecimal> remaining(Headers headers) {
    Map<String, BigDecimal> remaining = new TreeMap<>();
    for (int i = 0; i < headers.size(); i++) {
      Matcher name = NAME.matcher(headers.name(i).toLowerCase(Locale.ROOT));
      String value = headers.value(i).strip();
      if (name.matches() && NUMBER.matcher(value).matches()) {
        String quota = quota(name);
        if (KNOWN.contains(quota)) {
          remaining.put(quota.replace('-', '_'), new BigDecimal(value));
        }
      }
    }
    return remaining;
  }

  private static String quota(Matcher name) {
    String behind = name.group("behind");
    String before = name.group("before");
    return behind != null ? behind : before != null ? before : REQUESTS;
  }
}
