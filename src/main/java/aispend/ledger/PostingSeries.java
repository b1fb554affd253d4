// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.TextHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * The bounded series of postings. Which values and label sets are shown as "other" is decided when
 * they are first seen and kept, so that a correction always meets what it corrects: a value that
 * was "other" here stays it, even if the totals call it by name once their bound was raised. Lives
 * as long as one transaction.
 */
final class PostingSeries {
  private static final String OTHER = LabelMembers.OTHER;

  /** Labels with few values, which always keep them. */
  private static final Set<String> CLOSED = Set.of("provider", "source", "type", "kind");

  private static final String FIND =
      "select series_id from posting_series where family = ? and labels = ?";

  private static final String INSERT =
      """
      insert into posting_series (series_id, family, provider, labels)
      values ((select coalesce(max(series_id), 0) + 1 from posting_series), :family, :provider,
        :labels)
      """;

  private static final String CHOICE =
      "select shown from posting_choice where scope = ? and wanted = ?";

  private static final String CHOOSE =
      "insert into posting_choice (scope, wanted, shown) values (:scope, :wanted, :shown)";

  private record Wanted(PostingFamily family, SortedMap<String, String> labels) {
    @Override
    public int hashCode() {
      return TextHash.of(labels.values()) + family.hashCode();
    }
  }

  private record Value(Dimension dimension, String value) {}

  private final Handle handle;
  private final Outbox.Settings settings;
  private final Instant now;
  private final Map<Wanted, Long> known = new HashMap<>();
  private final Map<Value, String> values = new HashMap<>();
  private final Map<PostingFamily, Long> counts = new EnumMap<>(PostingFamily.class);
  private final Set<Long> made = new HashSet<>();

  PostingSeries(Handle handle, Outbox.Settings settings, Instant now) {
    this.handle = handle;
    this.settings = settings;
    this.now = now;
  }

  /** The value itself, or "other" when its dimension shows as many as it may. */
  String shown(Dimension dimension, String value) {
    Integer top = settings.top().get(dimension);
    if (top == null || value.isEmpty()) {
      return value;
    }
    return values.computeIfAbsent(new Value(dimension, value), key -> choose(key, top));
  }

  private String choose(Value value, int top) {
    String scope = value.dimension().code();
    return choice(scope, value.value())
        .orElseGet(
            () -> {
              String shown = asExposed(value, top);
              keepChoice(scope, value.value(), shown);
              return shown;
            });
  }

  /** As the exposed totals call it, so that both can be read side by side. */
  private String asExposed(Value value, int top) {
    try (LabelMembers members = new LabelMembers(handle, now)) {
      return members.shown(value.dimension(), value.value(), top);
    }
  }

  /** The id of a label set's series, or of the one that it is folded into. */
  long id(PostingFamily family, SortedMap<String, String> labels) {
    Wanted wanted = new Wanted(family, labels);
    Long id = known.get(wanted);
    if (id == null) {
      id = find(family, labels).orElseGet(() -> admit(family, labels));
      known.put(wanted, id);
    }
    return id;
  }

  /** Whether this transaction made the series, so that it has no posting yet. */
  boolean isNew(long id) {
    return made.contains(id);
  }

  private long admit(PostingFamily family, SortedMap<String, String> labels) {
    String scope = "series " + family.code();
    Optional<String> kept = choice(scope, text(labels));
    if (kept.isPresent()) {
      return id(family, labels(kept.get()));
    }
    SortedMap<String, String> common = folded(labels);
    if (common.equals(labels) || count(family) < settings.maxSeries()) {
      return insert(family, labels);
    }
    keepChoice(scope, text(labels), text(common));
    return id(family, common);
  }

  private long count(PostingFamily family) {
    return counts.computeIfAbsent(
        family,
        one ->
            handle
                .createQuery("select count(*) from posting_series where family = :family")
                .bind("family", one.code())
                .mapTo(Long.class)
                .one());
  }

  private Optional<Long> find(PostingFamily family, SortedMap<String, String> labels) {
    try (Lookup find = new Lookup(handle, FIND)) {
      return find.number(family.code(), text(labels));
    }
  }

  private long insert(PostingFamily family, SortedMap<String, String> labels) {
    handle
        .createUpdate(INSERT)
        .bind("family", family.code())
        .bind("provider", labels.getOrDefault("provider", ""))
        .bind("labels", text(labels))
        .execute();
    counts.computeIfPresent(family, (one, count) -> count + 1);
    long id = find(family, labels).orElseThrow();
    made.add(id);
    return id;
  }

  private Optional<String> choice(String scope, String wanted) {
    try (Lookup choice = new Lookup(handle, CHOICE)) {
      return choice.text(scope, wanted);
    }
  }

  private void keepChoice(String scope, String wanted, String shown) {
    handle
        .createUpdate(CHOOSE)
        .bind("scope", scope)
        .bind("wanted", wanted)
        .bind("shown", shown)
        .execute();
  }

  private static SortedMap<String, String> folded(SortedMap<String, String> labels) {
    SortedMap<String, String> common = new TreeMap<>(labels);
    common.replaceAll((name, value) -> CLOSED.contains(name) ? value : OTHER);
    return common;
  }

  private static String text(SortedMap<String, String> labels) {
    List<String> texts = new ArrayList<>();
    labels.forEach(
        (name, value) -> {
          texts.add(name);
          texts.add(value);
        });
    return JsonText.of(texts);
  }

  /** Labels as they are stored. */
  static SortedMap<String, String> labels(String text) {
    List<String> texts = JsonText.texts(text);
    SortedMap<String, String> labels = new TreeMap<>();
    for (int i = 0; i < texts.size(); i += 2) {
      labels.put(texts.get(i), texts.get(i + 1));
    }
    return labels;
  }
}
