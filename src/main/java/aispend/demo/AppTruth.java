// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import aispend.model.Money;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What the applications sent and the daemon acknowledged. Safe for use by several threads. */
final class AppTruth {
  private record Key(Instant day, String project, String model, String feature)
      implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::day)
            .thenComparing(Key::project)
            .thenComparing(Key::model)
            .thenComparing(Key::feature);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private record Sum(long requests, long nanos) {
    Sum plus(Sum other) {
      return new Sum(requests + other.requests, Math.addExact(nanos, other.nanos));
    }
  }

  private final Map<Key, Sum> sums = new TreeMap<>();

  synchronized void add(AppEvent event) {
    Key key =
        new Key(
            ChargePeriod.dayOf(event.at()).start(),
            event.flow().who().project(),
            event.flow().model(),
            event.feature());
    sums.merge(key, new Sum(1, event.nanos()), Sum::plus);
  }

  /** The UTC days that overlap a stretch of time. */
  synchronized ObjectNode json(Instant from, Instant to) {
    ObjectNode json = Json.object();
    ArrayNode rows = json.putArray("rows");
    Sum total = new Sum(0, 0);
    for (Map.Entry<Key, Sum> entry : sums.entrySet()) {
      Key key = entry.getKey();
      ChargePeriod day = ChargePeriod.dayOf(key.day());
      if (day.end().isAfter(from) && day.start().isBefore(to)) {
        ObjectNode row = rows.addObject().put("day", key.day().toString().substring(0, 10));
        row.put("provider", AppEvent.PROVIDER).put("project", key.project());
        row.put("model", key.model()).put("feature", key.feature());
        write(row, entry.getValue());
        total = total.plus(entry.getValue());
      }
    }
    write(json.putObject("totals"), total);
    return json;
  }

  private static void write(ObjectNode json, Sum sum) {
    json.put("requests", sum.requests()).put("nanos", sum.nanos());
    json.put("amount", Money.usd(sum.nanos()).decimal());
  }
}
