// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import java.util.Map;

/** What the tests of Cursor's reports have in common. */
abstract class CursorContract extends ProviderContract {
  @Override
  protected final ProviderType type() {
    return CursorProvider.TYPE;
  }

  @Override
  protected final String key() {
    return "crsr_invented-for-tests";
  }

  /** No header carries the key as it is: it is the user of a Basic login. */
  @Override
  protected final Map<String, String> credential() {
    return Map.of();
  }

  @Override
  protected final String scope() {
    return "admin:*";
  }
}
