// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import aispend.http.AnswerRules;
import aispend.http.BytesAnswer;
import aispend.http.JsonClient;
import aispend.http.JsonQuestion;
import aispend.http.Xml;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.Secret;
import aispend.provider.AccessTokens;
import aispend.provider.ProviderSettings;
import aispend.provider.VendorApi;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import okhttp3.HttpUrl;
import okio.Buffer;

/**
 * Asks a store, with its credential. A refused one is explained: where it is kept, and what to
 * create where.
 *
 * @param keyHint which key to create where
 * @param rules how its answers are judged
 */
record StoreCalls(
    ProviderSettings settings, String keyHint, AnswerRules rules, Credential credential) {
  /** A thousand of the longest keys there are. */
  private static final long MAX_LIST_BYTES = 32L << 20;

  /** Puts a credential to a question and asks it. */
  @FunctionalInterface
  interface Credential {
    BytesAnswer ask(HttpUrl url, Map<String, String> headers, AnswerRules rules)
        throws ProviderException, InterruptedException;
  }

  /** A credential that is an access token. */
  static Credential bearer(JsonClient http, AccessTokens tokens) {
    return (url, headers, rules) ->
        tokens.asking(
            token -> {
              Map<String, String> sent = new HashMap<>(headers);
              sent.put("Authorization", "Bearer " + token.reveal());
              List<Secret> secrets = new ArrayList<>(rules.secrets());
              secrets.add(token);
              return http.bytes(new JsonQuestion(url, sent, null, rules.withSecrets(secrets)));
            });
  }

  /** A page of a list, whatever it is written in. */
  BytesAnswer list(HttpUrl url, Map<String, String> headers)
      throws ProviderException, InterruptedException {
    try {
      return ask(url, headers, MAX_LIST_BYTES);
    } catch (ProviderException e) {
      throw e.status().orElse(0) == 404
          ? VendorApi.withRemedy(e, "check options.folder and base_url")
          : e;
    }
  }

  /** A page of a list in XML. */
  Xml xml(HttpUrl url, Map<String, String> headers) throws ProviderException, InterruptedException {
    try {
      return Xml.read(new Buffer().write(list(url, headers).body()).inputStream());
    } catch (XMLStreamException e) {
      // Not kept as a cause: its message quotes the answer, which does not belong in a log.
      throw unusable(
          url.host() + url.encodedPath() + " gave a list that is no XML; check base_url");
    }
  }

  /**
   * Some bytes of an object.
   *
   * @param length how many are asked for; a longer answer is not read
   */
  BytesAnswer bytes(HttpUrl url, Map<String, String> headers, int length)
      throws ProviderException, InterruptedException {
    return ask(url, headers, length);
  }

  private BytesAnswer ask(HttpUrl url, Map<String, String> headers, long most)
      throws ProviderException, InterruptedException {
    Map<String, String> sent = new HashMap<>(headers);
    sent.put("Accept", "*/*");
    sent.putIfAbsent("Accept-Encoding", "identity");
    try {
      return credential.ask(url, sent, rules.withMaxBytes(most));
    } catch (ProviderException e) {
      throw e.kind() == Kind.AUTH ? VendorApi.refusedKey(settings, keyHint, e) : e;
    }
  }

  /** An answer that cannot be used. */
  ProviderException unusable(String what) {
    return VendorApi.unusable(settings, what);
  }
}
