// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.AnswerRules;
import aispend.http.ErrorCodes;
import aispend.http.JsonClient;
import aispend.http.JsonQuestion;
import aispend.http.Pacing;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * AWS services that speak JSON over POST ({@code X-Amz-Target}), with signed requests. They tell
 * most failures by 400 and a {@code __type}, and never how long to wait.
 */
final class AwsApi {
  private static final ErrorCodes CODES = new ErrorCodes(places(), kinds());

  private final ProviderSettings settings;
  private final String keyHint;
  private final AwsKey key;
  private final JsonClient http;
  private final Clock clock;

  AwsApi(ProviderSettings settings, String keyHint, AwsKey key, JsonClient http, Clock clock) {
    this.settings = settings;
    this.keyHint = keyHint;
    this.key = key;
    this.http = http;
    this.clock = clock;
  }

  /**
   * One operation of one service.
   *
   * @param url where it is
   * @param service as signatures call it
   * @param target the operation: {@code AWSInsightsIndexService.GetCostAndUsage}
   * @param type of the body: {@code application/x-amz-json-1.1}
   */
  record Operation(HttpUrl url, String service, String region, String target, String type) {}

  /** The same at a pace of its own. */
  AwsApi paced(Pacing pacing) {
    return new AwsApi(settings, keyHint, key, http.paced(pacing), clock);
  }

  JsonNode ask(Operation operation, JsonNode question)
      throws ProviderException, InterruptedException {
    JsonQuestion.Body body = new JsonQuestion.Body(operation.type(), question.toString());
    Map<String, String> headers = Map.of("X-Amz-Target", operation.target());
    JsonQuestion.Signer signer =
        key.signer(operation.url(), headers, body, operation.service(), operation.region(), clock);
    AnswerRules rules = AnswerRules.USUAL.withSecrets(key.secrets()).withCodes(CODES);
    try {
      return http.ask(new JsonQuestion(operation.url(), headers, body, rules, signer)).document();
    } catch (ProviderException e) {
      throw e.kind() == Kind.AUTH ? VendorApi.refusedKey(settings, keyHint, e) : e;
    }
  }

  /** An answer that cannot be used. */
  ProviderException unusable(String what) {
    return VendorApi.unusable(settings, what);
  }

  private static List<JsonPointer> places() {
    return List.of(JsonPointer.compile("/__type"), JsonPointer.compile("/code"));
  }

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new HashMap<>();
    for (String code :
        List.of(
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "LimitExceededException",
            "RequestLimitExceeded",
            "TooManyRequestsException")) {
      kinds.put(code, Kind.RATE_LIMITED);
    }
    for (String code :
        List.of(
            "AccessDenied",
            "AccessDeniedException",
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "OptInRequired",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException")) {
      kinds.put(code, Kind.AUTH);
    }
    for (String code :
        List.of(
            "InternalFailure",
            "InternalServiceFault",
            "InternalServerError",
            "ServiceUnavailable",
            "ServiceUnavailableException")) {
      kinds.put(code, Kind.UNAVAILABLE);
    }
    return kinds;
  }
}
