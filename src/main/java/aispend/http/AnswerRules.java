// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static java.util.Objects.requireNonNull;

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
 * @param codes what the vendor's own error codes mean
 */
public record AnswerRules(
    boolean lines,
    Set<Integer> retried,
    List<String> waitHeaders,
    long maxBytes,
    List<Secret> secrets,
    ErrorCodes codes) {
  public static final AnswerRules USUAL =
      new AnswerRules(false, Set.of(), List.of(), Long.MAX_VALUE, List.of(), ErrorCodes.NONE);

  public AnswerRules {
    retried = Set.copyOf(retried);
    waitHeaders = List.copyOf(waitHeaders);
    secrets = List.copyOf(secrets);
    requireNonNull(codes, "codes");
  }

  public AnswerRules withWaitHeaders(List<String> other) {
    return new AnswerRules(lines, retried, other, maxBytes, secrets, codes);
  }

  public AnswerRules withMaxBytes(long other) {
    return new AnswerRules(lines, retried, waitHeaders, other, secrets, codes);
  }

  public AnswerRules withSecrets(List<Secret> other) {
    return new AnswerRules(lines, retried, waitHeaders, maxBytes, other, codes);
  }

  public AnswerRules withCodes(ErrorCodes other) {
    return new AnswerRules(lines, retried, waitHeaders, maxBytes, secrets, other);
  }

  /** The rules that go with a request. */
  static AnswerRules of(Request request) {
    AnswerRules rules = request.tag(AnswerRules.class);
    return rules == null ? USUAL : rules;
  }
}
