// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.JsonClient;
import aispend.http.Pages;
import aispend.model.ProviderException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import okhttp3.HttpUrl;

/** Anthropic's organization API: headers, and its two ways of paging. */
final class AnthropicApi {
  static final String KEY_HINT =
      "create an Admin key (sk-ant-admin01-...) in Console > Settings > Admin keys, which takes the"
          + " admin role; an individual account has no Admin API";

  /**
   * Later versions give the API keys other fields, and what they change in the reports is not told.
   */
  private static final String VERSION = "2023-06-01";

  private final String provider;
  private final VendorApi api;

  /**
   * Sets up calls; makes none.
   *
   * @param moreHeaders sent with each call beside the credential and the version
   */
  AnthropicApi(ProviderSettings settings, JsonClient http, Map<String, String> moreHeaders) {
    if (settings.baseUrl().endsWith("/v1")) {
      throw new IllegalArgumentException(
          "base_url is '" + settings.baseUrl() + "'; must end before /v1");
    }
    Map<String, String> headers = new HashMap<>(moreHeaders);
    headers.put("x-api-key", settings.key().reveal());
    headers.put("anthropic-version", version(settings));
    this.provider = settings.name();
    this.api = new VendorApi(settings, keyHint(settings), http, headers);
  }

  /** An address below {@code /v1/organizations/}. */
  HttpUrl.Builder url(String path) {
    return api.url("v1/organizations/" + path);
  }

  JsonNode get(HttpUrl url) throws ProviderException, InterruptedException {
    return api.get(url);
  }

  /** Hands over each bucket of a report, which goes on at {@code page=<next_page>}. */
  void report(HttpUrl first, Pages.Taker taker) throws ProviderException, InterruptedException {
    report(first, page -> {}, taker);
  }

  /**
   * The same, and hands over each page before its elements.
   *
   * @param envelope takes a page whole
   */
  void report(HttpUrl first, Consumer<JsonNode> envelope, Pages.Taker taker)
      throws ProviderException, InterruptedException {
    pages(first, "next_page", "page", envelope, taker);
  }

  /** Hands over each entry of a list, which goes on at {@code after_id=<last_id>}. */
  void list(HttpUrl first, Pages.Taker taker) throws ProviderException, InterruptedException {
    pages(first, "last_id", "after_id", page -> {}, taker);
  }

  ProviderException unusable(String what) {
    return api.unusable(what);
  }

  private void pages(
      HttpUrl first,
      String cursorField,
      String parameter,
      Consumer<JsonNode> envelope,
      Pages.Taker taker)
      throws ProviderException, InterruptedException {
    new Pages(provider, cursorField)
        .forEach(
            cursor -> {
              JsonNode page =
                  get(
                      cursor == null
                          ? first
                          : first.newBuilder().addQueryParameter(parameter, cursor).build());
              envelope.accept(page);
              return page;
            },
            taker);
  }

  private static String version(ProviderSettings settings) {
    String version = settings.options().getOrDefault("version", VERSION);
    if (!version.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
      throw new IllegalArgumentException(
          "options.version is '" + version + "'; must be a date like " + VERSION);
    }
    return version;
  }

  /** The commonest mistake is said first; the vendor only says "invalid x-api-key". */
  private static String keyHint(ProviderSettings settings) {
    return settings.key().reveal().startsWith("sk-ant-api03")
        ? "it is a normal API key (sk-ant-api...), which no report accepts; " + KEY_HINT
        : KEY_HINT;
  }
}
