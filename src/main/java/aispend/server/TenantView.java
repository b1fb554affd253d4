// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static java.util.Objects.requireNonNull;

import aispend.api.Api;
import aispend.metrics.Exposition;
import aispend.model.Tenant;

/**
 * What a tenant sees. Both read the tenant's own view of the ledger and no other.
 *
 * @param tenant not everybody
 * @param exposition {@code /metrics}
 * @param api {@code /api} and the status page
 */
public record TenantView(Tenant tenant, Exposition exposition, Api api) {
  public TenantView {
    requireNonNull(exposition, "exposition");
    requireNonNull(api, "api");
    if (tenant.isAll()) {
      throw new IllegalArgumentException("everybody is no tenant");
    }
  }
}
