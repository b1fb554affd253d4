// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import aispend.model.Dimensions;
import aispend.model.Outcome;
import aispend.model.ReportedCost;
import aispend.model.ReportedEvent;
import aispend.model.ReportedTokens;
import aispend.model.ReportedUsage;
import aispend.model.Sender;
import aispend.model.SeriesReading;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The points of one request that tell of the same calls: the same process, attributes and end of
 * the interval, but other tokens, or the cost. They become one event, so that parts can be taken
 * out of their totals and money stands beside its tokens.
 *
 * <p>Money of Claude Code is told once and never worked out as well: where its cost is taken, its
 * tokens have a told cost of 0 when no cost came with them. So tokens and their cost may come in
 * two requests without counting twice, and a cost without tokens is kept too.
 */
final class MeteredCalls {
  private static final String AUDIO = "audio";
  private static final String IMAGE = "image";

  private final List<Point> points = new ArrayList<>();
  private final ProviderNames providers;
  private final boolean costTold;

  /**
   * Begins with no points.
   *
   * @param costTold whether the money of Claude Code is what it says
   */
  MeteredCalls(ProviderNames providers, boolean costTold) {
    this.providers = providers;
    this.costTold = costTold;
  }

  void add(Point point) {
    points.add(point);
  }

  /** How many points tell of these calls. */
  int size() {
    return points.size();
  }

  /** All of them as one event in the last instant before the interval's end. */
  ReportedEvent event() throws BadFieldException {
    Point first = points.get(0);
    Instant at = first.at().minusNanos(1);
    ReportedUsage usage =
        new ReportedUsage(
            dimensions(first), tokens(first.family()), calls(first.family()), Map.of(), cost());
    return new ReportedEvent(
        Sender.OTLP,
        new ReportedEvent.Identity(
            id(), at, Calls.hash(at, usage, ReportedEvent.Timing.UNKNOWN, Outcome.SUCCESS), null),
        usage,
        Outcome.SUCCESS,
        ReportedEvent.Timing.UNKNOWN,
        "");
  }

  /** The same for the same series, starts and end. */
  private String id() {
    Digest digest = new Digest().add(points.get(0).group()).add(points.get(0).nanos());
    points.stream()
        .map(Point::series)
        .sorted(
            Comparator.comparingLong((SeriesReading.Key key) -> key.high())
                .thenComparingLong(SeriesReading.Key::low))
        .forEach(key -> digest.add(key.high()).add(key.low()));
    return digest.hex();
  }

  private Dimensions dimensions(Point first) throws BadFieldException {
    Attributes said = first.said();
    return switch (first.family()) {
      case GEN_AI -> Calls.genAi(said, providers);
      case CLAUDE_CODE -> agent(said, "anthropic");
      case CODEX -> agent(said, "openai");
    };
  }

  private Dimensions agent(Attributes said, String vendor) throws BadFieldException {
    // claude-opus-4-8[1m] is the model with a longer context, not another one.
    String model = Calls.model(said, "model").replaceFirst("\\[[0-9a-z]+]$", "");
    String provider = said.text("aispend.provider");
    return Attribution.of(
        said,
        provider == null ? providers.of(vendor) : provider,
        model,
        SpanReader.USUAL_OPERATION);
  }

  private @Nullable ReportedTokens tokens(Instrument.Family family) throws BadFieldException {
    Map<Instrument.Role, Long> counts = new EnumMap<>(Instrument.Role.class);
    for (Point point : points) {
      if (point.role() != Instrument.Role.COST) {
        long count = Attributes.wholeTokens("value", point.value().toPlainString());
        counts.merge(point.role(), count, Math::addExact);
      }
    }
    if (counts.isEmpty()) {
      return null;
    }
    Long input = counts.get(Instrument.Role.INPUT);
    Long read = counts.get(Instrument.Role.CACHE_READ);
    Long written = counts.get(Instrument.Role.CACHE_WRITE);
    Long output = counts.get(Instrument.Role.OUTPUT);
    return switch (family) {
      case CLAUDE_CODE ->
          new ReportedTokens(
              ReportedTokens.Accounting.EXCLUSIVE,
              input,
              null,
              read,
              new ReportedTokens.CacheWrites(written, null, null),
              output,
              null,
              ReportedTokens.Modalities.NONE);
      case GEN_AI, CODEX ->
          InclusiveTokens.of(
              "",
              input,
              read,
              written,
              output,
              counts.get(Instrument.Role.REASONING),
              modalities());
    };
  }

  /** What a vendor counts apart is not in what it reads from or writes to its cache. */
  private ReportedTokens.Modalities modalities() {
    long cachedAudio = count(Instrument.Role.CACHE_READ, AUDIO);
    long cachedImage = count(Instrument.Role.CACHE_READ, IMAGE);
    return new ReportedTokens.Modalities(
        Math.max(0, count(Instrument.Role.INPUT, AUDIO) - cachedAudio),
        cachedAudio,
        Math.max(0, count(Instrument.Role.INPUT, IMAGE) - cachedImage),
        cachedImage,
        count(Instrument.Role.OUTPUT, AUDIO),
        count(Instrument.Role.OUTPUT, IMAGE));
  }

  private long count(Instrument.Role role, String modality) {
    return points.stream()
        .filter(point -> point.role() == role && point.modality().equals(modality))
        .mapToLong(point -> point.value().longValue())
        .sum();
  }

  /**
   * Each call is measured once for its input and once for its output; a turn of Codex is any number
   * of calls.
   */
  private @Nullable Long calls(Instrument.Family family) {
    Map<Instrument.Role, Long> byRole = new EnumMap<>(Instrument.Role.class);
    points.forEach(point -> byRole.merge(point.role(), point.calls(), Math::addExact));
    long most = byRole.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return family == Instrument.Family.GEN_AI && most > 0 ? most : null;
  }

  private @Nullable ReportedCost cost() throws BadFieldException {
    if (points.get(0).family() != Instrument.Family.CLAUDE_CODE || !costTold) {
      return null;
    }
    BigDecimal dollars =
        points.stream()
            .filter(point -> point.role() == Instrument.Role.COST)
            .map(Point::value)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    if (dollars.compareTo(PointReader.MOST_USD) > 0) {
      throw BadFieldException.bad(
          "value", dollars.toPlainString(), "must be dollars from 0 to " + PointReader.MOST_USD);
    }
    return new ReportedCost(dollars.toPlainString(), ReportedCost.Unit.MAJOR, "USD");
  }
}
