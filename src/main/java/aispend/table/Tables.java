// SPDX-License-Identifier: Apache-2.0
package aispend.table;

import aispend.provider.ProviderType;
import java.util.List;

/** The databases whose tables can be read, one line each. */
public final class Tables {
  private static final List<ProviderType> ALL =
      List.of(PostgresTableProvider.TYPE, InfluxProvider.TYPE);

  private Tables() {}

  public static List<ProviderType> all() {
    return ALL;
  }
}
