// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import static java.util.Objects.requireNonNull;

import aispend.ingest.PricedEvents;
import aispend.model.Tenant;
import java.time.Duration;
import java.util.Map;

/**
 * By what events are judged and priced, as the configuration in force has it.
 *
 * @param futureTolerance how far ahead of the clock an event's time may be
 * @param tenants by name
 */
public record Rules(PricedEvents prices, Duration futureTolerance, Map<String, Tenant> tenants) {
  public Rules {
    requireNonNull(prices, "prices");
    requireNonNull(futureTolerance, "futureTolerance");
    tenants = Map.copyOf(tenants);
  }
}
