// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which dimension each label of a family's totals is, in their order; some are none. */
final class CounterLabels {
  private static final Optional<Dimension> NONE = Optional.empty();
  private static final Optional<Dimension> PROVIDER = Optional.of(Dimension.PROVIDER);

  private final List<Dimension> labels;

  /**
   * The labels of a configuration.
   *
   * @param labels the dimensions that are labels of the canonical families
   */
  CounterLabels(List<Dimension> labels) {
    this.labels = List.copyOf(labels);
  }

  List<Optional<Dimension>> of(CounterFamily family) {
    return switch (family) {
      case COST -> labelled();
      case TOKENS, REQUESTS -> {
        List<Optional<Dimension>> all = labelled();
        all.add(NONE);
        yield all;
      }
      case UNITS -> List.of(PROVIDER, Optional.of(Dimension.PROJECT), NONE);
      case UNPRICED, TOLD_COST, TOLD_LIST_COST -> List.of(PROVIDER, Optional.of(Dimension.MODEL));
      case CREDITS, SOURCE_COST -> List.of(NONE, PROVIDER);
      case SOURCE_TOKENS, RESTATED -> List.of(NONE, PROVIDER, NONE);
    };
  }

  private List<Optional<Dimension>> labelled() {
    List<Optional<Dimension>> all = new ArrayList<>();
    all.add(NONE);
    labels.forEach(label -> all.add(Optional.of(label)));
    return all;
  }
}
