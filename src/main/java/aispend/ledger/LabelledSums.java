// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Outcome;
import aispend.model.TextHash;
import aispend.model.TokenType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What canonical spend changed by within one transaction, by the values of the labels that cost,
 * tokens and requests have in common. A first backfill has tens of thousands of them at once, so
 * each row is added in one place and not in one for each total that it changes.
 */
final class LabelledSums {
  /** Takes what a total changed by. */
  interface Sink {
    void change(CounterFamily family, List<String> labelValues, long by);
  }

  private record LabelSet(List<String> values) {
    @Override
    public int hashCode() {
      return TextHash.of(values);
    }

    List<String> with(String last) {
      List<String> all = new ArrayList<>(values.size() + 1);
      all.addAll(values);
      all.add(last);
      return all;
    }
  }

  private static final class Sums {
    private final Delta all = new Delta();
    private final Map<Outcome, Long> requests = new EnumMap<>(Outcome.class);
  }

  private final Map<LabelSet, Sums> sums = new LinkedHashMap<>();

  /** Adds a change. */
  void add(List<String> labelValues, Delta delta) {
    Sums of = sums.computeIfAbsent(new LabelSet(labelValues), none -> new Sums());
    of.all.add(delta);
    if (delta.requests() != 0) {
      of.requests.merge(delta.outcome(), delta.requests(), Math::addExact);
    }
  }

  /** Tells what each total changed by, in the order in which label sets were first added to. */
  void tell(Sink sink) {
    sums.forEach(
        (set, of) -> {
          sink.change(CounterFamily.COST, set.values(), of.all.costNanos());
          for (TokenType type : TokenType.values()) {
            if (of.all.tokens(type) != 0) {
              sink.change(CounterFamily.TOKENS, set.with(type.label()), of.all.tokens(type));
            }
          }
          of.requests.forEach(
              (outcome, count) ->
                  sink.change(CounterFamily.REQUESTS, set.with(outcome.code()), count));
        });
  }
}
