// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import java.util.Locale;

/**
 * Which view of the same money a source gives, from the most detailed to the most binding. The
 * layers see the same calls, so they are never added: canonical cost takes the most detailed layer
 * and adds the residual of the next once a period is settled there.
 */
public enum Layer {
  /** Events from applications, the proxy, OpenTelemetry, gateways. */
  ATTRIBUTED,
  /** The provider's usage report, priced by the price book. */
  METERED,
  /** The provider's cost report or invoice lines. */
  BILLED;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
