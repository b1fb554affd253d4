// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.util.List;
import java.util.Optional;

/**
 * One application's calls of one model or tool. Prices are nanodollars.
 *
 * @param share how many of a thousand calls are its
 * @param input mean input tokens of a call
 * @param output mean output tokens of a call
 * @param cachedPercent how much of the input is read from a cache, at a tenth of its price
 * @param latencyMillis a usual call's
 */
record AppFlow(
    Who who,
    String model,
    Price price,
    int share,
    int input,
    int output,
    int cachedPercent,
    int latencyMillis) {
  /** Whom calls are attributed to. */
  record Who(String feature, String project, String team, boolean agent) {}

  /** Of one token, and of one call beside its tokens. */
  record Price(int input, int output, int call) {
    Price(int input, int output) {
      this(input, output, 0);
    }
  }

  private static final String SONNET = "anthropic.claude-sonnet-4";
  private static final String HAIKU = "anthropic.claude-haiku-3-5";
  private static final String PRO = "amazon.nova-pro";
  private static final String LITE = "amazon.nova-lite";
  private static final String EMBED = "amazon.titan-embed-text-v2";
  private static final String SANDBOX = "code-interpreter";

  private static final Price SONNET_PRICE = new Price(3_000, 15_000);
  private static final Price HAIKU_PRICE = new Price(800, 4_000);
  private static final Price PRO_PRICE = new Price(800, 3_200);
  private static final Price LITE_PRICE = new Price(60, 240);

  private static final Price EMBED_PRICE = new Price(20, 0);
  private static final Price SANDBOX_PRICE = new Price(0, 0, 2_500_000);

  private static final Who SEARCH = new Who("search", "storefront", "discovery", false);
  private static final Who SUPPORT = new Who("support-bot", "helpdesk", "care", false);
  private static final Who REVIEW = new Who("code-review", "platform", "tooling", true);
  private static final Who SUMMARIES = new Who("summaries", "helpdesk", "care", false);

  static final List<AppFlow> ALL =
      List.of(
          new AppFlow(SEARCH, EMBED, EMBED_PRICE, 120, 400, 0, 0, 90),
          new AppFlow(SEARCH, LITE, LITE_PRICE, 285, 600, 90, 0, 450),
          new AppFlow(SEARCH, PRO, PRO_PRICE, 120, 700, 160, 20, 900),
          new AppFlow(SUPPORT, HAIKU, HAIKU_PRICE, 210, 650, 140, 40, 1_300),
          new AppFlow(SUPPORT, SONNET, SONNET_PRICE, 30, 900, 220, 50, 3_200),
          new AppFlow(REVIEW, SANDBOX, SANDBOX_PRICE, 15, 0, 0, 0, 2_400),
          new AppFlow(REVIEW, SONNET, SONNET_PRICE, 40, 1_500, 350, 30, 6_500),
          new AppFlow(SUMMARIES, LITE, LITE_PRICE, 130, 1_200, 200, 0, 1_100),
          new AppFlow(SUMMARIES, PRO, PRO_PRICE, 50, 1_400, 240, 0, 1_900));

  /** The flow of a feature that costs most a call; another feature's is search's. */
  static AppFlow dearest(String feature) {
    AppFlow found = ALL.get(2);
    for (AppFlow flow : ALL) {
      if (flow.who().feature().equals(feature)) {
        found = flow;
      }
    }
    return found;
  }

  /** What kind of call it is, as events name it. */
  String type() {
    return switch (model) {
      case EMBED -> "embedding";
      case SANDBOX -> "tool_call";
      default -> "llm_call";
    };
  }

  /** The same application's calls of the cheaper model that it asks when this one fails. */
  Optional<AppFlow> fallback() {
    String cheaper = model.equals(SONNET) ? HAIKU : model.equals(PRO) ? LITE : "";
    return ALL.stream()
        .filter(flow -> flow.who().equals(who) && flow.model().equals(cheaper))
        .findFirst();
  }

  static AppFlow of(int dice) {
    int left = dice;
    for (AppFlow flow : ALL) {
      left -= flow.share();
      if (left < 0) {
        return flow;
      }
    }
    return ALL.get(0);
  }
}
