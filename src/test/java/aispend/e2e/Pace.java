// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import java.util.Map;

/** How often Prometheus looks, and how long Alertmanager gathers. */
enum Pace {
  /** As quick as a test wants it. */
  QUICK {
    @Override
    String prometheus(String shipped) {
      return shipped.replaceAll("(scrape|evaluation)_interval: 15s", "$1_interval: 1s");
    }

    @Override
    Map<String, String> alertmanager() {
      // What ended before it was told must not wait five minutes to be told anew.
      return Map.of("ALERT_GROUP_WAIT", "3s", "ALERT_GROUP_INTERVAL", "5s");
    }
  },
  /** As people get it. */
  SHIPPED {
    @Override
    String prometheus(String shipped) {
      return shipped;
    }

    @Override
    Map<String, String> alertmanager() {
      return Map.of();
    }
  };

  /** Prometheus' configuration, made from the shipped one. */
  abstract String prometheus(String shipped);

  /** What render.sh is to know. */
  abstract Map<String, String> alertmanager();
}
