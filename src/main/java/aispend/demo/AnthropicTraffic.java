// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.util.List;
import java.util.Map;

/**
 * Who uses Anthropic; one flow a line, however long it gets. A dash for the workspace is the
 * default workspace, which this vendor tells as null; {@code claude-meadow-preview} is in no public
 * price list.
 */
final class AnthropicTraffic {
  /** The key whose daily row at 10:00 UTC costs 4, then 10, then 9.5 dollars by list price. */
  static final String REVISED_KEY = "apikey_01Revised";

  /** The key whose daily row at 15:00 UTC moves to another workspace. */
  static final String MOVED_KEY = "apikey_01Moved";

  private static final String TABLE =
      """
      messages wrkspc_01Support apikey_01Support - claude-sonnet-4-5-20250929 calls=260 input=700 cache_read=5200 cache_write=300 output=420
      messages wrkspc_01Support apikey_01Support - claude-haiku-4-5-20251001 calls=800 input=500 cache_read=900 output=160
      messages wrkspc_01Support apikey_01SupportEu - claude-sonnet-4-5-20250929 calls=50 input=900 cache_read=2000 output=400 inference_geo=us
      messages wrkspc_01Support apikey_01Support - claude-haiku-4-5-20251001 calls=300 input=1200 output=200 service_tier=batch
      messages wrkspc_01Coding apikey_01Coding - claude-opus-5 calls=45 input=2500 cache_read=38000 cache_write=2200 cache_write_long=800 output=1400
      messages wrkspc_01Coding apikey_01Coding - claude-sonnet-4-5-20250929 calls=60 input=1800 cache_read=20000 cache_write=1500 output=900
      messages wrkspc_01Coding apikey_01CodingCi - claude-sonnet-4-5-20250929 calls=20 input=6000 output=1100 service_tier=batch
      messages wrkspc_01Coding apikey_01Coding - claude-sonnet-4-5-20250929 calls=1.5 input=240000 output=3000 context_window=200k-1M
      messages wrkspc_01Coding - user_01Fay claude-opus-5 calls=8 input=1500 cache_read=12000 output=800
      messages wrkspc_01Coding - user_01Gil claude-sonnet-4-5-20250929 calls=12 input=1200 cache_read=9000 output=700
      messages wrkspc_01Research apikey_01Research - claude-opus-5 calls=10 input=12000 cache_write_long=4000 cache_read=6000 output=3000 searches=2
      messages wrkspc_01Research apikey_01Research - claude-opus-4-1-20250805 calls=3 input=6000 output=1500
      messages wrkspc_01Research apikey_01Research - claude-meadow-preview calls=1 input=3000 output=1200
      messages wrkspc_01Research apikey_01Research - claude-haiku-4-5-20251001 calls=90 input=3000 output=250 service_tier=batch
      messages - apikey_01Default - claude-sonnet-4-5-20250929 calls=15 input=1100 output=500
      messages - - - claude-haiku-4-5-20251001 calls=5 input=900 output=300
      messages - apikey_01Default - claude-sonnet-4-5-20250929 calls=4 input=900 output=400 service_tier=priority
      messages wrkspc_01Legacy apikey_01Legacy - claude-haiku-4-5-20251001 calls=4 input=700 output=150
      messages wrkspc_01Coding apikey_01Revised - claude-opus-5 input=1900000 fate=four_ten_nine_and_a_half
      messages wrkspc_01Coding apikey_01Moved - claude-sonnet-4-5-20250929 input=150000 output=40000 fate=moved from=wrkspc_01Support
      """;

  private AnthropicTraffic() {}

  static List<Traffic> flows() {
    return new TrafficTable(
            Vendor.ANTHROPIC,
            List.of("workspace_id", "api_key_id", "account_id", "model"),
            Map.of(
                "service_tier", "standard",
                "context_window", "0-200k",
                "inference_geo", "global",
                "speed", "standard"))
        .read(TABLE);
  }
}
