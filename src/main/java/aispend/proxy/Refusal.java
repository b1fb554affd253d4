// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.model.Dimension;
import aispend.model.Tenant;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer of our own, in the words of the API that was called.
 *
 * @param code for programs: {@code budget_exceeded}
 * @param details members of {@code aispend} beside the error; {@code retry_after} is a header too
 */
record Refusal(int status, String code, String message, Map<String, String> details) {
  private static final String RETRY_AFTER = "retry_after_seconds";

  /** For a budget that is spent; a tenant is told of its own ones only. */
  static Refusal spent(BlockingBudget spent, Tenant tenant, Instant now) {
    if (!tenant.holds(spent.where())) {
      return new Refusal(
          429,
          "budget_exceeded",
          "aispend: a budget that this call would count to is spent",
          Map.of(RETRY_AFTER, Long.toString(wait(spent, now))));
    }
    return spent(spent, now);
  }

  private static Refusal spent(BlockingBudget spent, Instant now) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("budget", spent.name());
    details.put("spent_usd", spent.spent().units().toPlainString());
    details.put("limit_usd", spent.limit().units().toPlainString());
    details.put("resets_at", spent.resets().toString());
    details.put(RETRY_AFTER, Long.toString(wait(spent, now)));
    return new Refusal(
        429,
        "budget_exceeded",
        "aispend: the budget \""
            + spent.name()
            + "\" is spent: "
            + details.get("spent_usd")
            + " of "
            + details.get("limit_usd")
            + " USD; it starts anew at "
            + spent.resets(),
        details);
  }

  private static long wait(BlockingBudget spent, Instant now) {
    return Math.max(1, Duration.between(now, spent.resets()).toSeconds() + 1);
  }

  /** For a call that says it is for somebody else than the token's tenant. */
  static Refusal foreign(Tenant tenant, Dimension dimension) {
    return of(
        403,
        "tenant",
        "aispend: the token is of the tenant "
            + tenant.name()
            + ", so "
            + dimension.code()
            + " must be "
            + tenant.condition(dimension)
            + "; the headers X-AISpend-... say what a call is for");
  }

  /** For what passes soon. */
  static Refusal busy(String message) {
    return new Refusal(503, "proxy_busy", message, Map.of(RETRY_AFTER, "1"));
  }

  static Refusal of(int status, String code, String message) {
    return new Refusal(status, code, message, Map.of());
  }

  /** Answers from the call's thread. */
  void answer(Caller caller, Dialect dialect) throws CallerGoneException {
    byte[] body = body(dialect);
    caller.begin(status, headers(), body.length);
    caller.write(body, 0, body.length);
    caller.end();
  }

  /** Answers from the connection's thread. */
  void answer(HttpServerExchange exchange, Dialect dialect) {
    exchange.setStatusCode(status);
    headers()
        .forEach(
            header ->
                exchange.getResponseHeaders().put(new HttpString(header.name()), header.value()));
    exchange.getResponseSender().send(ByteBuffer.wrap(body(dialect)));
  }

  private byte[] body(Dialect dialect) {
    return dialect.error(status, code, message, details);
  }

  private List<Header> headers() {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Content-Type", "application/json"));
    String wait = details.get(RETRY_AFTER);
    if (wait != null) {
      headers.add(new Header("Retry-After", wait));
    }
    if (status == 429) {
      // The official clients of OpenAI and Anthropic try again in vain otherwise.
      headers.add(new Header("x-should-retry", "false"));
    }
    return headers;
  }
}
