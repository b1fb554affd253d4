// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Outcome;
import aispend.model.ReportedCost;
import aispend.model.ReportedEvent;
import aispend.model.ReportedUsage;
import aispend.model.Sender;
import aispend.usage.CallUsage;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a call. Its id is our own: a call goes through the proxy once, and there are
 * servers that give all their answers the same id.
 */
final class CallRecord {
  private CallRecord() {}

  /**
   * The event of a call.
   *
   * @param at when it was made
   * @param dimensions known before it was made
   * @param fingerprint of what was asked
   * @param status the vendor's; 0 when it did not answer
   */
  static ReportedEvent event(
      Instant at,
      Dimensions dimensions,
      @Nullable Long fingerprint,
      int status,
      CallUsage usage,
      Outcome outcome,
      ReportedEvent.Timing timing) {
    UUID id = UUID.randomUUID();
    return new ReportedEvent(
        Sender.PROXY,
        new ReportedEvent.Identity(id.toString(), at, id.getMostSignificantBits(), fingerprint),
        used(dimensions, usage),
        outcome,
        timing,
        extra(status, usage));
  }

  private static ReportedUsage used(Dimensions dimensions, CallUsage usage) {
    String model = usage.model();
    String cost = usage.costUsd();
    Dimensions answered = model == null ? dimensions : dimensions.with(Dimension.MODEL, model);
    return new ReportedUsage(
        usage.onto(answered),
        usage.tokens(),
        1L,
        usage.units(),
        cost == null ? null : new ReportedCost(cost, ReportedCost.Unit.MAJOR, "USD"));
  }

  private static String extra(int status, CallUsage usage) {
    ObjectNode extra = JsonNodeFactory.instance.objectNode();
    extra.put("status", status);
    if (usage.responseId() != null) {
      extra.put("response_id", usage.responseId());
    }
    return extra.toString();
  }
}
