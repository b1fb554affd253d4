// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static java.util.Objects.requireNonNull;

import aispend.api.Api;
import aispend.books.MonthClosing;
import aispend.metrics.Exposition;
import aispend.otlp.OtlpReceiver;
import aispend.proxy.Proxy;
import aispend.receive.Receiver;
import aispend.telemetry.Telemetry;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the server leads to. All of it is used by several threads at once.
 *
 * @param exposition {@code /metrics}
 * @param api {@code /api}
 * @param receiver {@code POST /api/events}, as the configuration in force wants it
 * @param otlp {@code /v1/traces}, {@code /v1/metrics}, {@code /v1/logs}
 * @param proxy {@code /proxy/...}
 * @param readiness {@code /-/ready}
 * @param reload {@code POST /-/reload}: reads the configuration again
 * @param closing {@code POST /api/months/close}
 * @param telemetry counts received alerts
 * @param page what the status page shows beside the numbers
 * @param tenants what each tenant sees in place of {@code exposition} and {@code api}
 */
public record ServerParts(
    Exposition exposition,
    Api api,
    Supplier<Receiver> receiver,
    Supplier<OtlpReceiver> otlp,
    Proxy proxy,
    Readiness readiness,
    Supplier<ReloadOutcome> reload,
    Supplier<MonthClosing> closing,
    Telemetry telemetry,
    PageSettings page,
    List<TenantView> tenants) {
  public ServerParts {
    requireNonNull(exposition, "exposition");
    requireNonNull(api, "api");
    requireNonNull(receiver, "receiver");
    requireNonNull(otlp, "otlp");
    requireNonNull(proxy, "proxy");
    requireNonNull(readiness, "readiness");
    requireNonNull(reload, "reload");
    requireNonNull(closing, "closing");
    requireNonNull(telemetry, "telemetry");
    requireNonNull(page, "page");
    tenants = List.copyOf(tenants);
  }
}
