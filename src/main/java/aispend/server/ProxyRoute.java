// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.model.Tenant;
import aispend.proxy.Proxy;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Optional;

/**
 * Leads {@code /proxy/...} to the proxy, past what packs and bounds our own answers. The caller's
 * {@code Authorization} is the vendor's, so our token has a header of its own.
 */
final class ProxyRoute implements HttpHandler {
  static final String PREFIX = "/proxy/";
  private static final HttpString TOKEN = new HttpString("X-AISpend-Token");

  private final Proxy proxy;
  private final Authenticator authenticator;
  private final HttpHandler others;

  ProxyRoute(Proxy proxy, Authenticator authenticator, HttpHandler others) {
    this.proxy = proxy;
    this.authenticator = authenticator;
    this.others = others;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    if (!exchange.getRequestPath().startsWith(PREFIX)) {
      others.handleRequest(exchange);
      return;
    }
    Optional<AccessToken> token = authenticator.known(exchange.getRequestHeaders().getFirst(TOKEN));
    Optional<Reply> refusal = refusal(exchange, token);
    if (refusal.isPresent()) {
      Router.send(exchange, refusal.get());
    } else {
      // Caching is for the vendor to say.
      exchange.getResponseHeaders().remove(Headers.CACHE_CONTROL);
      proxy.handle(exchange, token.flatMap(authenticator::tenant).orElse(Tenant.ALL));
    }
  }

  private Optional<Reply> refusal(HttpServerExchange exchange, Optional<AccessToken> token) {
    if (Router.isCrossSite(exchange)) {
      return Optional.of(Reply.error(403, "a page of another site may not do this"));
    }
    if (!authenticator.required()) {
      return Optional.empty();
    }
    // Sent on, it would be lost to the vendor.
    if (authenticator
        .find(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION))
        .isPresent()) {
      return Optional.of(
          Reply.error(
              401,
              "the token of the daemon belongs into X-AISpend-Token; Authorization is for the"
                  + " vendor's key"));
    }
    if (token.isEmpty() || authenticator.tenant(token.get()).isEmpty()) {
      return Optional.of(Reply.error(401, "a known token is needed: X-AISpend-Token: TOKEN"));
    }
    return token.get().role().permits(Role.WRITE)
        ? Optional.empty()
        : Optional.of(
            Reply.error(
                403,
                "token "
                    + token.get().name()
                    + " has the role "
                    + token.get().role().code()
                    + "; this needs "
                    + Role.WRITE.code()));
  }
}
