// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.api.ApiException;
import aispend.api.Download;
import aispend.model.Tenant;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads a request to its route: method, authentication, media type, body, answer. The body is read
 * without a thread waiting for it; only whole requests get a thread, and only so many. Those that
 * bring something have threads of their own: when the ledger is slow, many wait for it, and what
 * only asks goes on.
 */
final class Router implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(Router.class);

  /** Whose token a request came with. */
  private static final AttachmentKey<Tenant> TENANT = AttachmentKey.create(Tenant.class);

  /** The name of that token. */
  private static final AttachmentKey<String> BY = AttachmentKey.create(String.class);

  /** Requests of either kind that may wait for or have a thread. */
  private static final int MOST_BUSY = 256;

  /** Whoever reads slowly what is streamed holds a thread, and the others are for all the rest. */
  private static final int MOST_STREAMED = 4;

  private final List<Route> routes;
  private final Authenticator authenticator;
  private final BodyReading bodies;
  private final Executor bringing;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger brought = new AtomicInteger();
  private final AtomicInteger streamed = new AtomicInteger();

  /**
   * Leads to routes.
   *
   * @param bringing runs what has a body; never refuses
   */
  Router(List<Route> routes, Authenticator authenticator, BodyReading bodies, Executor bringing) {
    this.routes = List.copyOf(routes);
    this.authenticator = authenticator;
    this.bodies = bodies;
    this.bringing = bringing;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    Optional<Route> route = find(exchange);
    if (route.isEmpty()) {
      return;
    }
    Optional<Reply> refusal = refusal(exchange, route.get());
    if (refusal.isPresent()) {
      send(exchange, refusal.get());
    } else if (route.get().bodies().ignored()) {
      ask(exchange, route.get());
    } else {
      bodies.read(exchange, (read, body) -> bring(read, route.get(), body));
    }
  }

  /** The route of path and method; answers 404 and 405 itself. */
  private Optional<Route> find(HttpServerExchange exchange) {
    String path = exchange.getRequestPath();
    String method = exchange.getRequestMethod().toString();
    List<Route> found = routes.stream().filter(route -> route.matches(path)).toList();
    Optional<Route> route = found.stream().filter(one -> one.takes(method)).findFirst();
    if (found.isEmpty()) {
      send(exchange, Reply.error(404, "there is nothing at this path; begin at /"));
    } else if (route.isEmpty()) {
      String allowed =
          found.stream()
              .map(one -> one.method().equals("GET") ? "GET, HEAD" : one.method())
              .collect(Collectors.joining(", "));
      send(
          exchange,
          Reply.error(405, "this path takes " + allowed + " only").with("Allow", allowed));
    }
    return route;
  }

  private Optional<Reply> refusal(HttpServerExchange exchange, Route route) {
    if (route.method().equals("POST") && isCrossSite(exchange)) {
      return Optional.of(Reply.error(403, "a page of another site may not do this"));
    }
    Role needed = route.role();
    if (needed != null && authenticator.required()) {
      Optional<AccessToken> token = authenticator.find(header(exchange, Headers.AUTHORIZATION));
      if (token.isEmpty()) {
        return Optional.of(
            Reply.error(401, "a known token is needed: Authorization: Bearer TOKEN")
                .with("WWW-Authenticate", "Basic realm=\"aispend\", charset=\"UTF-8\""));
      }
      if (!token.get().role().permits(needed)) {
        return Optional.of(
            Reply.error(
                403,
                "token "
                    + token.get().name()
                    + " has the role "
                    + token.get().role().code()
                    + "; this needs "
                    + needed.code()));
      }
      Optional<Tenant> tenant = authenticator.tenant(token.get());
      if (tenant.isEmpty() || !(tenant.get().isAll() || route.tenants())) {
        return Optional.of(
            Reply.error(403, "token " + token.get().name() + " is a tenant's; this is for all"));
      }
      exchange.putAttachment(TENANT, tenant.get());
      exchange.putAttachment(BY, token.get().name());
    }
    return route.bodies().ignored() ? Optional.empty() : bodyRefusal(exchange, route.bodies());
  }

  private Optional<Reply> bodyRefusal(HttpServerExchange exchange, Route.Bodies taken) {
    if (!taken.mediaTypes().contains(mediaType(exchange))) {
      return Optional.of(
          Reply.error(
              415, "the body must be " + String.join(" or ", new TreeSet<>(taken.mediaTypes()))));
    }
    String encoding = header(exchange, Headers.CONTENT_ENCODING);
    if (encoding != null && !(taken.gzip() && isGzip(encoding))) {
      return Optional.of(
          Reply.error(
              415,
              taken.gzip()
                  ? "the body's Content-Encoding must be gzip or none"
                  : "the body must not have a Content-Encoding"));
    }
    if (!bodies.refuses(exchange)) {
      return Optional.empty();
    }
    exchange.setPersistent(false);
    return Optional.of(bodies.tooLarge());
  }

  private void ask(HttpServerExchange exchange, Route route) {
    if (!route.blocks()) {
      send(exchange, answer(route, request(exchange, Request.Sent.NOTHING)));
    } else if (admit(exchange, asked, MOST_BUSY, 503)
        && (!route.streamed() || admit(exchange, streamed, MOST_STREAMED, 503))) {
      // What is asked for may be large, and is packed by the thread that sends it.
      work(
          exchange,
          route,
          Request.Sent.NOTHING,
          exchange.getConnection().getWorker(),
          Runnable::run);
    }
  }

  private void bring(HttpServerExchange exchange, Route route, byte[] body) {
    if (admit(exchange, brought, MOST_BUSY, 429)) {
      String encoding = header(exchange, Headers.CONTENT_ENCODING);
      boolean packed = encoding != null && isGzip(encoding);
      // Ended elsewhere, the connection's own thread would spin until that one gets its turn again.
      work(
          exchange,
          route,
          new Request.Sent(mediaType(exchange), packed, body),
          bringing,
          exchange.getIoThread());
    }
  }

  /** Counts a request until its end; answers it when there are too many. */
  private static boolean admit(
      HttpServerExchange exchange, AtomicInteger busy, int most, int refusal) {
    if (busy.incrementAndGet() > most) {
      busy.decrementAndGet();
      send(exchange, Reply.error(refusal, "too many requests at once").with("Retry-After", "1"));
      return false;
    }
    exchange.addExchangeCompleteListener(
        (ended, next) -> {
          busy.decrementAndGet();
          next.proceed();
        });
    return true;
  }

  private static String mediaType(HttpServerExchange exchange) {
    String given = header(exchange, Headers.CONTENT_TYPE);
    return given == null ? "" : given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static boolean isGzip(String encoding) {
    return encoding.strip().equalsIgnoreCase("gzip");
  }

  private static void work(
      HttpServerExchange exchange,
      Route route,
      Request.Sent sent,
      Executor working,
      Executor answering) {
    Request request = request(exchange, sent);
    exchange.dispatch(
        working,
        () -> {
          Reply reply = answer(route, request);
          try {
            answering.execute(() -> send(exchange, reply));
          } catch (RejectedExecutionException e) {
            log.debug("Answered while the server closes path={}", request.path(), e);
          }
        });
  }

  private static Request request(HttpServerExchange exchange, Request.Sent sent) {
    return new Request(
        exchange.getRequestPath(),
        query(exchange),
        header(exchange, Headers.ACCEPT),
        sent,
        tenant(exchange),
        Objects.requireNonNullElse(exchange.getAttachment(BY), "anybody"));
  }

  private static Tenant tenant(HttpServerExchange exchange) {
    Tenant tenant = exchange.getAttachment(TENANT);
    return tenant == null ? Tenant.ALL : tenant;
  }

  private static Reply answer(Route route, Request request) {
    try {
      return route.action().answer(request);
    } catch (ApiException e) {
      return Reply.error(e);
    } catch (Exception e) {
      log.error("A request failed path={}", request.path(), e);
      return Reply.error(500, "this failed inside the daemon; its log says why");
    }
  }

  /** Sends an answer; HEAD gets its headers only. */
  static void send(HttpServerExchange exchange, Reply reply) {
    log.debug(
        "Request method={} path={} status={}",
        exchange.getRequestMethod(),
        exchange.getRequestPath(),
        reply.status());
    exchange.setStatusCode(reply.status());
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, reply.contentType());
    reply
        .headers()
        .forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
    if (isKnown(exchange, reply)) {
      exchange.setStatusCode(304);
      exchange.endExchange();
      return;
    }
    Optional<Download.Content> stream = reply.stream();
    if (stream.isPresent()) {
      StreamSending.send(exchange, stream.get());
    } else {
      BodySending.send(exchange, reply);
    }
  }

  /** Whether the asker has this very content. */
  private static boolean isKnown(HttpServerExchange exchange, Reply reply) {
    String tag = reply.headers().get("ETag");
    return tag != null
        && reply.status() == 200
        && tag.equals(header(exchange, Headers.IF_NONE_MATCH));
  }

  /** Browsers say where a request comes from; with Basic they would add the credential to it. */
  static boolean isCrossSite(HttpServerExchange exchange) {
    String site = header(exchange, new HttpString("Sec-Fetch-Site"));
    return site != null && !site.equals("same-origin") && !site.equals("none");
  }

  private static @Nullable String header(HttpServerExchange exchange, HttpString name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  private static Map<String, List<String>> query(HttpServerExchange exchange) {
    Map<String, List<String>> query = new HashMap<>();
    exchange
        .getQueryParameters()
        .forEach((name, values) -> query.put(name, new ArrayList<>(values)));
    return query;
  }
}
