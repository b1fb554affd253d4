// SPDX-License-Identifier: Apache-2.0
package aispend.testing;

import aispend.ledger.Event;
import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Outcome;
import aispend.model.ReportedEvent.Identity;
import aispend.model.ReportedEvent.Timing;
import aispend.model.Sender;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call of an application, with what a test wants to tell about it. */
public final class Call {
  private final String id;
  private final Instant at;
  private Sender sender = Sender.EVENTS;
  private Dimensions dimensions =
      Dimensions.of(Dimension.PROVIDER, "bedrock")
          .with(Dimension.MODEL, "nova")
          .with(Dimension.FEATURE, "search")
          .with(Dimension.OPERATION, "llm_call");
  private Cost cost = new Cost.Estimated(Money.usd("1"));
  private boolean told;
  private @Nullable Money listCost;
  private Outcome outcome = Outcome.SUCCESS;
  private Timing timing = Timing.UNKNOWN;
  private @Nullable Long fingerprint;
  private String extra = "";

  public Call(String id, String at) {
    this.id = id;
    this.at = Instant.parse(at);
  }

  public Call by(Sender other) {
    sender = other;
    return this;
  }

  public Call of(Dimension dimension, String value) {
    dimensions = dimensions.with(dimension, value);
    return this;
  }

  public Call unpriced() {
    cost = new Cost.Unpriced("no price");
    return this;
  }

  public Call told(String dollars, @Nullable String list) {
    cost = new Cost.Estimated(Money.usd(dollars));
    told = true;
    listCost = list == null ? null : Money.usd(list);
    return this;
  }

  public Call ended(Outcome other) {
    outcome = other;
    return this;
  }

  public Call took(@Nullable Long latencyMillis, @Nullable Long firstTokenMillis) {
    timing = new Timing(latencyMillis, firstTokenMillis);
    return this;
  }

  public Call asked(long request) {
    fingerprint = request;
    return this;
  }

  public Call extra(String json) {
    extra = json;
    return this;
  }

  public Event event() {
    return new Event(
        sender,
        new Identity(id, at, (id + cost).hashCode(), fingerprint),
        new UsageRecord(
            ChargePeriod.hourOf(at),
            dimensions,
            Tokens.of(TokenType.INPUT, 10),
            1L,
            Map.of("searches", new BigDecimal("1.5")),
            cost),
        told,
        told ? listCost : cost.amount(),
        outcome,
        timing,
        extra);
  }
}
