// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.util.Objects.requireNonNull;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ReportedBalance;
import aispend.model.ReportedBucket;
import aispend.model.ReportedLimit;
import aispend.model.Source;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider put together from what a vendor's class can do: its reports, its name look-ups, its
 * balance, its limits and its check. What is left out the vendor does not offer.
 */
public final class AssembledProvider implements Provider {
  /** Reads one report of a vendor. */
  @FunctionalInterface
  public interface Report {
    /** What is reported for a window; shape and errors as {@link Provider#fetch}. */
    List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException;

    /** What the last fetch gave is kept; as {@link Provider#kept}. */
    default void kept(ChargePeriod window) {}
  }

  /** Looks up names by id; errors as {@link Provider#names}. */
  @FunctionalInterface
  public interface Names {
    Map<String, String> lookUp() throws ProviderException, InterruptedException;
  }

  /** Reads what is left; errors as {@link Provider#balances}. */
  @FunctionalInterface
  public interface Balances {
    List<ReportedBalance> read() throws ProviderException, InterruptedException;
  }

  /** Reads what may be spent; errors as {@link Provider#limits}. */
  @FunctionalInterface
  public interface Limits {
    List<ReportedLimit> read() throws ProviderException, InterruptedException;
  }

  /** Proves that the key works; errors as {@link Provider#check}. */
  @FunctionalInterface
  public interface Check {
    void run() throws ProviderException, InterruptedException;
  }

  /** Collects the parts; sources are asked for in the order in which they are added. */
  public static final class Parts {
    private final String type;
    private final String name;
    private final Map<Source, Report> reports = new LinkedHashMap<>();
    private final Map<Dimension, Names> names = new EnumMap<>(Dimension.class);
    private Balances balances = List::of;
    private @Nullable Limits limits;
    private @Nullable Source inferred;
    private boolean wholeWindows;

    /**
     * Parts of a provider.
     *
     * @param type as in {@link ProviderType}, for {@code toString}
     * @param name the configured one
     */
    public Parts(String type, String name) {
      this.type = requireNonNull(type, "type");
      this.name = requireNonNull(name, "name");
    }

    /**
     * Adds the source {@code NAME:part}.
     *
     * @throws IllegalArgumentException when it was added before
     */
    public Parts report(String part, Layer layer, Rhythm rhythm, Report report) {
      Source source = source(part, layer, rhythm);
      if (reports.put(source, report) != null) {
        throw new IllegalArgumentException(source.name() + " is reported twice");
      }
      return this;
    }

    /** Adds a look-up of names; of two for one dimension the later one holds. */
    public Parts names(Dimension dimension, Names lookUp) {
      names.put(dimension, lookUp);
      return this;
    }

    /** Lets no window be shorter than need be, as {@link Provider#wholeWindows} says. */
    public Parts wholeWindows() {
      this.wholeWindows = true;
      return this;
    }

    /** Says what is left of prepaid credit. */
    public Parts balances(Balances reading) {
      this.balances = reading;
      return this;
    }

    /** Says what may be spent. */
    public Parts limits(Limits reading) {
      this.limits = reading;
      return this;
    }

    /** Lets spend be inferred from the balance, as the source {@code NAME:part}. */
    public Parts infer(String part, Layer layer, Rhythm rhythm) {
      this.inferred = source(part, layer, rhythm);
      return this;
    }

    /** The provider, with the check that proves its key. */
    public Provider checkedBy(Check check) {
      return new AssembledProvider(this, check);
    }

    private Source source(String part, Layer layer, Rhythm rhythm) {
      return new Source(
          name + ":" + part,
          name,
          layer,
          rhythm.timeliness(),
          rhythm.bucket(),
          rhythm.maxWindow(),
          rhythm.lookback(),
          rhythm.settleAfter());
    }
  }

  private final String type;
  private final String name;
  private final Map<Source, Report> reports;
  private final Map<Dimension, Names> names;
  private final Balances balances;
  private final @Nullable Limits limits;
  private final Optional<Source> inferred;
  private final boolean wholeWindows;
  private final Check check;

  private AssembledProvider(Parts parts, Check check) {
    this.type = parts.type;
    this.name = parts.name;
    this.reports = Collections.unmodifiableMap(new LinkedHashMap<>(parts.reports));
    this.names = Map.copyOf(parts.names);
    this.balances = parts.balances;
    this.limits = parts.limits;
    this.inferred = Optional.ofNullable(parts.inferred);
    this.wholeWindows = parts.wholeWindows;
    this.check = requireNonNull(check, "check");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Source> sources() {
    return List.copyOf(reports.keySet());
  }

  @Override
  public List<ReportedBucket> fetch(Source source, ChargePeriod window)
      throws ProviderException, InterruptedException {
    return report(source).fetch(window);
  }

  @Override
  public void kept(Source source, ChargePeriod window) {
    report(source).kept(window);
  }

  /** Found by the source's name alone: its look-back may be the configuration's. */
  private Report report(Source source) {
    return reports.entrySet().stream()
        .filter(each -> each.getKey().name().equals(source.name()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no source " + source.name()));
  }

  @Override
  public List<ReportedBalance> balances() throws ProviderException, InterruptedException {
    return balances.read();
  }

  @Override
  public List<ReportedLimit> limits() throws ProviderException, InterruptedException {
    return limits == null ? List.of() : limits.read();
  }

  @Override
  public boolean tellsLimits() {
    return limits != null;
  }

  @Override
  public Optional<Source> inferred() {
    return inferred;
  }

  @Override
  public boolean wholeWindows() {
    return wholeWindows;
  }

  @Override
  public Set<Dimension> namedDimensions() {
    return names.keySet();
  }

  @Override
  public Map<String, String> names(Dimension dimension)
      throws ProviderException, InterruptedException {
    Names lookUp = names.get(dimension);
    if (lookUp == null) {
      throw new IllegalArgumentException(name + " has no names for " + dimension.code());
    }
    return lookUp.lookUp();
  }

  @Override
  public void check() throws ProviderException, InterruptedException {
    check.run();
  }

  @Override
  public String toString() {
    return type + " provider " + name;
  }
}
