// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import aispend.model.Secret;
import java.util.List;
import java.util.Set;
import okhttp3.Request;

/**
 * How one kind of answer is judged, where a vendor does it in its own way.
 *
 * @param lines whether the body is one JSON document a line, which become a list; no body is an
 *     empty one
 * @param retried statuses that are asked again beside the usual ones
 * @param waitHeaders headers that tell in seconds how long to wait, beside the usual ones; of
 *     several the longest counts
 * @param maxBytes largest answer read, after decompression; what the provider may read at most if
 *     that is less
 * @param secrets never quoted, wherever in the request they were
 */
public record AnswerRules(
    boolean lines,
    Set<Integer> retried,
    List<String> waitHeaders,
    long maxBytes,
    List<Secret> secrets) {
  public static final AnswerRules USUAL =
      new AnswerRules(false, Set.of(), List.of(), Long.MAX_VALUE, List.of());

  public AnswerRules {
    retried = Set.copyOf(retried);
    waitHeaders = List.copyOf(waitHeaders);
    secrets = List.copyOf(secrets);
  }

  /** The rules that go with a request. */
  static AnswerRules of(Request request) {
    AnswerRules rules = request.tag(AnswerRules.class);
    return rules == null ? USUAL : rules;
  }
}
