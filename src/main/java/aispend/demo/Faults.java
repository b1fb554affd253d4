// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which requests go wrong; the same sequence of requests always the same way. Thread-safe. */
final class Faults {
  private static final int PROBABILITY_STEPS = 1_000_000;

  /** How many requests a demo answers before it asks one to wait for a second. */
  private static final int MILD_EVERY = 29;

  private static final class Order {
    private final Fault fault;
    private int matched;
    private int fired;

    private Order(Fault fault) {
      this.fault = fault;
    }
  }

  private final long seed;
  private final List<Order> orders = new ArrayList<>();

  Faults(long seed) {
    this.seed = seed;
  }

  /** What a demo shows now and then: each vendor's way to say that it is asked too often. */
  static List<Fault> mild() {
    return List.of(
        Fault.next(FaultKind.RATE_LIMITED_SECONDS, "/v1/organization/").eachOf(MILD_EVERY),
        Fault.next(FaultKind.RATE_LIMITED_RESET, "/v1/organizations/").eachOf(MILD_EVERY));
  }

  synchronized void add(List<Fault> faults) {
    faults.forEach(fault -> orders.add(new Order(fault)));
  }

  synchronized void clear() {
    orders.clear();
  }

  /** What happens to a request, if anything; the earliest order that applies wins. */
  synchronized Optional<Fault> next(String path) {
    for (Order order : orders) {
      if (path.startsWith(order.fault.path()) && fires(order)) {
        return Optional.of(order.fault);
      }
    }
    return Optional.empty();
  }

  /** All orders with how often each fired, as the control interface shows them. */
  synchronized ObjectNode json() {
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("faults");
    for (Order order : orders) {
      list.addObject()
          .put("fault", order.fault.kind().code())
          .put("path", order.fault.path())
          .put("matched", order.matched)
          .put("fired", order.fired)
          .put("exhausted", order.fired >= order.fault.count());
    }
    return json;
  }

  private boolean fires(Order order) {
    if (order.fired >= order.fault.count()) {
      return false;
    }
    order.matched++;
    int dice =
        Dice.upTo(PROBABILITY_STEPS, seed, order.matched, order.fault.kind().code().hashCode());
    int bound = order.fault.probability().movePointRight(6).intValue();
    if (order.matched % order.fault.every() != 0 || dice >= bound) {
      return false;
    }
    order.fired++;
    return true;
  }
}
