// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Under which label set an amount is added up: the one it has, one in which values that are not
 * members are "other", or, when its family is full, one in which all but the source, the provider
 * and labels with few values are. When that is too much, too, the provider is "other" as well. A
 * label set that has a total keeps it. Lives as long as one transaction.
 */
final class CounterPlaces implements AutoCloseable {
  private final LabelBounds bounds;
  private final CounterLabels labels;
  private final LabelMembers members;
  private final KeptTotals kept;

  CounterPlaces(Handle handle, LabelBounds bounds, List<Dimension> labels, Instant now) {
    this.bounds = bounds;
    this.labels = new CounterLabels(labels);
    this.members = new LabelMembers(handle, now);
    this.kept = new KeptTotals(handle);
  }

  /** The label set that stands for the given one from now on; it is about to have a total. */
  List<String> of(CounterFamily family, List<String> wanted) {
    return choose(family, ofMembers(family, wanted));
  }

  /** The label set with "other" for each value without a place among its dimension's. */
  List<String> ofMembers(CounterFamily family, List<String> wanted) {
    if (bounds.top().isEmpty()) {
      return wanted;
    }
    List<Optional<Dimension>> dimensions = labels.of(family);
    List<String> shown = new ArrayList<>(wanted);
    for (int i = 0; i < shown.size(); i++) {
      Dimension dimension = dimensions.get(i).orElse(null);
      Integer top = dimension == null ? null : bounds.top().get(dimension);
      if (dimension != null && top != null) {
        shown.set(i, members.shown(dimension, shown.get(i), top));
      }
    }
    return List.copyOf(shown);
  }

  /** The common set of all that have the same provider. */
  List<String> common(CounterFamily family, List<String> set) {
    return folded(family, set, Set.of(Dimension.PROVIDER));
  }

  void fold(CounterFamily family, List<String> set) {
    List<Optional<Dimension>> dimensions = labels.of(family);
    for (int i = 0; i < set.size(); i++) {
      Dimension dimension = dimensions.get(i).orElse(null);
      if (dimension != null && dimension != Dimension.PROVIDER && !set.get(i).isEmpty()) {
        members.fold(dimension, set.get(i));
      }
    }
  }

  @Override
  public void close() {
    members.close();
    kept.close();
  }

  private List<String> choose(CounterFamily family, List<String> set) {
    LabelBounds.Share share = bounds.series().get(family);
    if (share == null || has(family, set)) {
      return set;
    }
    List<String> common = common(family, set);
    if (!common.equals(set)) {
      if (kept.count(family) < share.named()) {
        return admitted(family, set);
      }
      fold(family, set);
    }
    if (has(family, common)) {
      return common;
    }
    if (kept.count(family) < share.common()) {
      return admitted(family, common);
    }
    members.fold(Dimension.PROVIDER, providerOf(family, set));
    List<String> last = folded(family, common, Set.of());
    return has(family, last) ? last : admitted(family, last);
  }

  private boolean has(CounterFamily family, List<String> set) {
    return kept.has(new CounterKey(family, set));
  }

  private List<String> admitted(CounterFamily family, List<String> set) {
    kept.admit(new CounterKey(family, set));
    return set;
  }

  private String providerOf(CounterFamily family, List<String> set) {
    return set.get(labels.of(family).indexOf(Optional.of(Dimension.PROVIDER)));
  }

  private List<String> folded(CounterFamily family, List<String> set, Set<Dimension> kept) {
    List<Optional<Dimension>> dimensions = labels.of(family);
    List<String> common = new ArrayList<>(set);
    for (int i = 0; i < common.size(); i++) {
      Dimension dimension = dimensions.get(i).orElse(null);
      if (dimension != null && !kept.contains(dimension) && !common.get(i).isEmpty()) {
        common.set(i, LabelMembers.OTHER);
      }
    }
    return List.copyOf(common);
  }
}
