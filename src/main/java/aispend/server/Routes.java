// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.api.Api;
import aispend.api.ApiException;
import aispend.metrics.ExpositionFormat;
import aispend.metrics.ExpositionText;
import aispend.model.Tenant;
import aispend.otlp.OtlpAnswer;
import aispend.otlp.OtlpBody;
import aispend.otlp.OtlpReceiver;
import aispend.otlp.OtlpRefusedException;
import aispend.receive.Body;
import aispend.receive.Receipt;
import aispend.receive.RefusedException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every path of the server and what answers it. */
final class Routes {
  private static final Logger log = LoggerFactory.getLogger(Routes.class);

  private final ServerParts parts;
  private final AlertInbox alerts;
  private final Closes closes;
  private final Map<Tenant, Views> views = new HashMap<>();
  private final ReentrantLock reloading = new ReentrantLock();

  Routes(ServerParts parts, Clock clock) {
    this.parts = parts;
    this.alerts = new AlertInbox(parts.telemetry(), clock);
    this.closes = new Closes(parts.closing());
    views.put(
        Tenant.ALL,
        new Views(
            new Scrapes<>(parts.exposition()::render),
            parts.api(),
            new StatusPage(Tenant.ALL, parts.api(), alerts, parts.page(), clock)));
    for (TenantView own : parts.tenants()) {
      // What alerts say is of all tenants.
      AlertInbox none = new AlertInbox(parts.telemetry(), clock);
      views.put(
          own.tenant(),
          new Views(
              new Scrapes<>(own.exposition()::render),
              own.api(),
              new StatusPage(own.tenant(), own.api(), none, parts.page(), clock)));
    }
  }

  /** What those with one kind of token see. */
  private record Views(Scrapes<ExpositionText> scrapes, Api api, StatusPage page) {}

  private Views views(Request request) {
    Views own = views.get(request.tenant());
    if (own == null) {
      throw new IllegalStateException("no view of the tenant " + request.tenant().name());
    }
    return own;
  }

  List<Route> all() {
    List<Route> routes = new ArrayList<>();
    for (String path : parts.api().filePaths()) {
      routes.add(Route.get(path, Role.READ, this::file).forTenants().streaming());
    }
    routes.addAll(others());
    return routes;
  }

  private List<Route> others() {
    return List.of(
        Route.get("/metrics", Role.READ, this::metrics).forTenants(),
        Route.get("/api/", Role.READ, this::api).forTenants(),
        Route.post(
                "/api/events", Role.WRITE, new Route.Bodies(Body.MEDIA_TYPES, true), this::events)
            .forTenants(),
        Route.post(Closes.PATH, Role.ADMIN, Route.Bodies.JSON, closes::close),
        otlp("/v1/traces", OtlpReceiver.Signal.TRACES),
        otlp("/v1/metrics", OtlpReceiver.Signal.METRICS),
        otlp("/v1/logs", OtlpReceiver.Signal.LOGS),
        Route.get("/", Role.READ, this::page).forTenants(),
        Route.atOnce("/-/healthy", request -> Reply.json(200, Map.of("status", "healthy"))),
        Route.get("/-/ready", null, request -> ready()),
        Route.post("/-/reload", Role.ADMIN, Route.Bodies.NONE, request -> reload()),
        Route.post("/-/alerts", Role.WRITE, Route.Bodies.JSON, this::alerts));
  }

  private Reply file(Request request) throws ApiException {
    return Reply.of(views(request).api().file(request.path(), request.query()));
  }

  private Reply metrics(Request request) {
    ExpositionFormat format = ExpositionFormat.negotiate(request.accept());
    ExpositionText text = views(request).scrapes().render(format);
    return Reply.of(format.contentType(), text.pieces())
        .withPacked(text::gzip)
        .with("Vary", "Accept, Accept-Encoding");
  }

  /** Money is never kept by a cache; the document is, until it changes. */
  private Reply api(Request request) throws ApiException {
    byte[] json = views(request).api().json(request.path(), request.query());
    if (!request.path().equals(Api.OPENAPI_PATH)) {
      return Reply.json(json);
    }
    CRC32 content = new CRC32();
    content.update(json);
    return Reply.json(json)
        .with("Cache-Control", "no-cache")
        .with("ETag", '"' + Long.toHexString(content.getValue()) + '"');
  }

  private Reply page(Request request) {
    StatusPage page = views(request).page();
    return Reply.of("text/html; charset=utf-8", page.render())
        .with("Content-Security-Policy", page.contentSecurityPolicy());
  }

  private Reply ready() {
    List<String> problems = parts.readiness().problems();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", problems.isEmpty() ? "ready" : "not ready");
    answer.put("reasons", problems);
    return Reply.json(problems.isEmpty() ? 200 : 503, answer);
  }

  /** One at a time; a refused configuration is the asker's error, and the old one stays. */
  private Reply reload() {
    ReloadOutcome outcome;
    reloading.lock();
    try {
      outcome = parts.reload().get();
    } finally {
      reloading.unlock();
    }
    log.info("Reload asked for accepted={} message={}", outcome.accepted(), outcome.message());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("accepted", outcome.accepted());
    answer.put("message", outcome.message());
    answer.put("problems", outcome.problems());
    return Reply.json(outcome.accepted() ? 200 : 400, answer);
  }

  /** 200 when anything is kept; a body of which nothing can be kept is the sender's error. */
  private Reply events(Request request) {
    Request.Sent sent = request.sent();
    try {
      Receipt receipt =
          parts
              .receiver()
              .get()
              .accept(Body.of(sent.mediaType(), sent.packed(), sent.body()), request.tenant());
      return Reply.json(receipt.nothingKept() ? 422 : 200, receipt);
    } catch (RefusedException e) {
      Reply reply = Reply.error(e.status(), String.valueOf(e.getMessage()));
      return e.temporary() ? reply.with("Retry-After", "5") : reply;
    }
  }

  private Route otlp(String path, OtlpReceiver.Signal signal) {
    Route.Bodies bodies = new Route.Bodies(OtlpBody.MEDIA_TYPES, true);
    return Route.post(path, Role.WRITE, bodies, request -> otlp(signal, request)).forTenants();
  }

  private Reply otlp(OtlpReceiver.Signal signal, Request request) {
    Request.Sent sent = request.sent();
    OtlpBody body = OtlpBody.of(sent.mediaType(), sent.packed(), sent.body());
    try {
      OtlpAnswer answer = parts.otlp().get().accept(signal, body, request.tenant());
      return Reply.of(answer.contentType(), answer.bytes());
    } catch (OtlpRefusedException e) {
      OtlpAnswer error = OtlpAnswer.error(body.json(), e);
      Reply reply = Reply.of(e.status(), error.contentType(), error.bytes());
      return e.temporary() ? reply.with("Retry-After", "5") : reply;
    }
  }

  private Reply alerts(Request request) {
    try {
      return Reply.json(200, Map.of("received", alerts.accept(request.body())));
    } catch (IllegalArgumentException e) {
      return Reply.error(400, String.valueOf(e.getMessage()));
    }
  }
}
