// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The text of {@code /metrics}. Families come in the order of their importance. A section that
 * fails is left out, counted in {@code aispend_scrape_errors_total}, and logged when that starts
 * and ends; the rest of the scrape is whole. Any thread may render, several at a time.
 */
public final class Exposition {
  private static final Logger log = LoggerFactory.getLogger(Exposition.class);

  private final List<FamilySource> sources;
  private final Map<String, CollectorRegistry> registries;
  private final Map<String, AtomicLong> errors = new LinkedHashMap<>();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final FamilyTexts texts = new FamilyTexts();
  private final BooleanSupplier leading;

  /** Of a daemon that has its ledger for itself. */
  public Exposition(MetricsSettings settings, MetricsInputs inputs, Clock clock) {
    this(settings, inputs, clock, () -> true);
  }

  /**
   * Of one of the daemons on a ledger.
   *
   * @param leading whether it leads at this moment, and so shows what is in the ledger
   */
  public Exposition(
      MetricsSettings settings, MetricsInputs inputs, Clock clock, BooleanSupplier leading) {
    this(sources(settings, inputs, clock), registries(inputs.telemetry()), leading);
  }

  /**
   * What a tenant may scrape: spend, budgets and what follows from them, read through its own view
   * of the ledger; nothing of the daemon, whose series name providers and models of all.
   */
  public static Exposition ofTenant(MetricsSettings settings, MetricsInputs inputs, Clock clock) {
    return new Exposition(spend(settings, inputs, clock), Map.of());
  }

  Exposition(List<FamilySource> sources, Map<String, CollectorRegistry> registries) {
    this(sources, registries, () -> true);
  }

  private Exposition(
      List<FamilySource> sources,
      Map<String, CollectorRegistry> registries,
      BooleanSupplier leading) {
    this.leading = leading;
    this.sources = List.copyOf(sources);
    this.registries = new LinkedHashMap<>(registries);
    sources.forEach(source -> errors.put(source.section(), new AtomicLong()));
    registries.keySet().forEach(section -> errors.put(section, new AtomicLong()));
  }

  /**
   * The whole exposition; never fails because of a part. What was read while this daemon led is
   * shown only if it led up to the end: what the next leader shows is then surely newer.
   */
  public ExpositionText render(ExpositionFormat format) {
    if (leading.getAsBoolean()) {
      ExpositionText whole = render(format, sources, name -> true);
      if (leading.getAsBoolean()) {
        return whole;
      }
    }
    return render(format, List.of(), name -> !LedMetrics.isLedOfSelf(name));
  }

  private ExpositionText render(
      ExpositionFormat format, List<FamilySource> shown, Predicate<String> wanted) {
    ExpositionText out = new ExpositionText();
    for (FamilySource source : shown) {
      List<Family> families = guarded(source.section(), source::families, List.of());
      families.forEach(family -> FamilyWriter.write(family, format, texts, out));
    }
    registries.forEach(
        (section, registry) ->
            out.add(
                guarded(section, () -> LibraryWriter.write(registry, format, wanted), "")
                    .getBytes(StandardCharsets.UTF_8)));
    FamilyWriter.write(errorFamily(), format, texts, out);
    if (format == ExpositionFormat.OPEN_METRICS) {
      out.add("# EOF\n".getBytes(StandardCharsets.US_ASCII));
    }
    return out;
  }

  private <T> T guarded(String section, Supplier<T> reading, T nothing) {
    T read;
    try {
      read = reading.get();
    } catch (RuntimeException e) {
      count(section);
      if (failing.add(section)) {
        log.error("A part of /metrics is missing until it can be read section={}", section, e);
      }
      return nothing;
    }
    if (failing.remove(section)) {
      log.info("A part of /metrics is back section={}", section);
    }
    return read;
  }

  private void count(String section) {
    AtomicLong counted = errors.get(section);
    if (counted != null) {
      counted.incrementAndGet();
    }
  }

  private Family errorFamily() {
    Family.Builder family = Family.of(Definitions.SCRAPE_ERRORS);
    errors.forEach((section, count) -> family.add(count.get(), section));
    return family.build();
  }

  private static List<FamilySource> sources(
      MetricsSettings settings, MetricsInputs inputs, Clock clock) {
    List<FamilySource> sources = new ArrayList<>(spend(settings, inputs, clock));
    List<GovernedFamilies> governed =
        sources.stream()
            .filter(GovernedFamilies.class::isInstance)
            .map(GovernedFamilies.class::cast)
            .toList();
    sources.add(new StateFamilies(inputs.ledger(), inputs.pricesOf(), inputs.thresholds(), clock));
    sources.add(new SeriesFamilies(governed, inputs.ledger()));
    return sources;
  }

  private static List<FamilySource> spend(
      MetricsSettings settings, MetricsInputs inputs, Clock clock) {
    Catalogue catalogue = new Catalogue(settings.labels());
    List<FamilySource> sources = new ArrayList<>();
    sources.add(new CounterFamilies(inputs.ledger(), settings, catalogue, clock));
    SeriesLimits limits = new SeriesLimits(settings.maxSeries());
    ShownQuotas budgets = new ShownQuotas(inputs.budgets(), limits.quotas());
    sources.add(new BudgetFamilies(budgets));
    sources.add(new RunawayFamilies(inputs.spenders(), limits.runaway()));
    sources.add(new WindowFamilies(inputs.ledger(), settings, clock));
    sources.addAll(InsightFamilies.all(inputs, budgets, limits, clock));
    sources.add(new SourceFamilies(inputs.ledger(), settings));
    return sources;
  }

  private static Map<String, CollectorRegistry> registries(CollectorRegistry telemetry) {
    CollectorRegistry machine = new CollectorRegistry();
    DefaultExports.register(machine);
    Map<String, CollectorRegistry> registries = new LinkedHashMap<>();
    registries.put("telemetry", telemetry);
    registries.put("jvm", machine);
    return registries;
  }
}
