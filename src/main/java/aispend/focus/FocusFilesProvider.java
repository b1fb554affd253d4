// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import aispend.http.JsonClient;
import aispend.model.ChargePeriod;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBucket;
import aispend.model.Source.Timeliness;
import aispend.provider.AdapterOptions;
import aispend.provider.AssembledProvider;
import aispend.provider.Provider;
import aispend.provider.ProviderSettings;
import aispend.provider.ProviderType;
import aispend.provider.Rhythm;
import aispend.store.FileStore;
import aispend.store.StoreException;
import aispend.store.StoredFile;
import aispend.store.Stores;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of FOCUS 1.0 to 1.2 files, here or in an object store, as clouds export their bills
 * (FOCUS specification 1.2; Microsoft Learn, "Improved exports"; AWS Data Exports, "Understanding
 * export delivery"; read 2026-11-22): {@code NAME:bill}, UTC days or hours.
 *
 * <p>Bills are exported anew for weeks after their month, so they are read back {@value
 * #LOOKBACK_DAYS} days. A charge counts at the time at which its charge period begins.
 */
public final class FocusFilesProvider implements AssembledProvider.Report {
  private static final Logger log = LoggerFactory.getLogger(FocusFilesProvider.class);

  public static final ProviderType TYPE =
      new ProviderType(
          "focus-files",
          "https://s3.amazonaws.com",
          "FOCUS_FILES_KEY",
          Pattern.compile("(?s).*"),
          Stores.KEY_HINT,
          FocusOptions.NAMES,
          FocusFilesProvider::create);

  private static final String PART = "bill";
  private static final int LOOKBACK_DAYS = 45;

  private final String name;
  private final Clock clock;
  private final FileStore store;
  private final Deliveries deliveries;
  private final DeliveryReader reader;
  private final KeptDeliveries ledger = new KeptDeliveries();
  private final Set<String> saidUnfinished = new HashSet<>();

  private FocusFilesProvider(String name, FileStore store, FocusOptions options, Clock clock) {
    this.name = name;
    this.clock = clock;
    this.store = store;
    this.deliveries = new Deliveries(store, options.quiet());
    this.reader = new DeliveryReader(store, options);
  }

  private static Provider create(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions texts = new AdapterOptions(settings.options());
    FocusOptions options = FocusOptions.of(texts);
    FileStore store = Stores.of(settings, http, clock);
    FocusFilesProvider files = new FocusFilesProvider(settings.name(), store, options, clock);
    return new AssembledProvider.Parts("focus-files", settings.name())
        .wholeWindows()
        .report(PART, Layer.BILLED, rhythm(options), files)
        .checkedBy(files::check);
  }

  private static Rhythm rhythm(FocusOptions options) {
    return new Rhythm(
        Timeliness.DAILY,
        options.bucket(),
        Duration.ofDays(31),
        Duration.ofDays(LOOKBACK_DAYS),
        Duration.ofDays(3));
  }

  /** What changed since it was read last, and what was never read. */
  @Override
  public List<ReportedBucket> fetch(ChargePeriod window)
      throws ProviderException, InterruptedException {
    List<Delivery> all = deliveries.of(window, clock.instant());
    List<ReportedBucket> buckets = new ArrayList<>();
    ledger.begin();
    // The newest first: what cannot be read must not take its days away from the ones before.
    List<Delivery> known = new ArrayList<>(all);
    known.sort(Comparator.comparing(Delivery::at).reversed());
    for (int i = 0; i < known.size(); i++) {
      Delivery delivery = known.get(i);
      if (delivery.whole()) {
        DeliveryReader.Told told = read(delivery, window, known);
        buckets.addAll(told.buckets());
        if (!told.readable()) {
          known.set(i, delivery.unreadable());
        }
      }
    }
    sayUnfinished(all);
    return List.copyOf(buckets);
  }

  private DeliveryReader.Told read(Delivery delivery, ChargePeriod window, List<Delivery> known)
      throws ProviderException, InterruptedException {
    Optional<ChargePeriod> missing = ledger.missing(delivery, window, known);
    if (missing.isEmpty()) {
      return DeliveryReader.Told.NOTHING_NEW;
    }
    ledger.outdate(delivery, known);
    DeliveryReader.Told told = reader.read(delivery, missing.get(), known);
    if (told.faultless()) {
      ledger.read(delivery, missing.get(), known);
    }
    return told;
  }

  @Override
  public void kept(ChargePeriod window) {
    ledger.kept();
  }

  /** Once when it begins, as long as the same deliveries are unfinished. */
  private void sayUnfinished(List<Delivery> all) {
    Set<String> unfinished = new TreeSet<>();
    all.stream().filter(each -> !each.whole()).map(Delivery::part).forEach(unfinished::add);
    for (String part : unfinished) {
      if (saidUnfinished.add(part)) {
        log.info(
            "A delivery is not whole yet and is left for later. source={} part={}",
            name + ":" + PART,
            part);
      }
    }
    saidUnfinished.retainAll(unfinished);
  }

  /** Lists the folder and looks at the columns of the newest file. */
  private void check() throws ProviderException, InterruptedException {
    List<StoredFile> files = store.list().stream().filter(StoredFile::isData).toList();
    if (files.isEmpty()) {
      return;
    }
    StoredFile newest = Run.newest(files);
    try {
      reader.check(newest);
    } catch (IOException e) {
      StoreException.unwrap(e);
      throw new ProviderException(
          name,
          Kind.BAD_RESPONSE,
          name + ": " + newest.path() + " is no FOCUS bill: " + e.getMessage(),
          e);
    }
  }
}
