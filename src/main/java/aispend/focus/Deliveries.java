// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import aispend.model.ChargePeriod;
import aispend.model.ProviderException;
import aispend.store.FileStore;
import aispend.store.StoreException;
import aispend.store.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Finds out which of a store's files are current. Where the path names an export's period, the
 * newest whole run of it counts and the others do not. All files without a period count together.
 *
 * <p>A file is whole when its manifest names its very length, or when nobody wrote to it for a
 * while. Where no run of a period is whole, its delivery is not whole either, and must not be read:
 * what the ledger has of it stays.
 */
final class Deliveries {
  /** Rows lie this far from the period of their file at most, as corrections do. */
  private static final Duration STRAY = Duration.ofDays(45);

  private static final String LOOSE = "focus";

  private final FileStore store;
  private final Duration quiet;
  private final Map<StoredFile, Manifest> read = new HashMap<>();

  /**
   * Looks into a store.
   *
   * @param quiet how long nobody may have written to a file
   */
  Deliveries(FileStore store, Duration quiet) {
    this.store = store;
    this.quiet = quiet;
  }

  /** What may have rows of a window; one delivery for each period of each export. */
  List<Delivery> of(ChargePeriod window, Instant now)
      throws ProviderException, InterruptedException {
    Map<String, List<StoredFile>> manifests = new TreeMap<>();
    Map<String, List<StoredFile>> folders = new TreeMap<>();
    List<StoredFile> listed = store.list();
    read.keySet().retainAll(Set.copyOf(listed));
    for (StoredFile file : listed) {
      if (file.isManifest()) {
        manifests.computeIfAbsent(dataFolder(file.folder()), any -> new ArrayList<>()).add(file);
      } else if (file.isData()) {
        folders.computeIfAbsent(file.folder(), any -> new ArrayList<>()).add(file);
      }
    }
    ChargePeriod near = new ChargePeriod(window.start().minus(STRAY), window.end().plus(STRAY));
    Map<String, List<Delivery>> runs = new TreeMap<>();
    List<StoredFile> loose = new ArrayList<>();
    for (Map.Entry<String, List<StoredFile>> folder : folders.entrySet()) {
      Optional<Place> place = Place.of(folder.getKey());
      if (place.isPresent() && !overlaps(place.get().period(), near)) {
        continue;
      }
      List<StoredFile> written = manifests.getOrDefault(folder.getKey(), List.of());
      Run run = run(folder.getValue(), written, now);
      Optional<Place> named = place.or(() -> run.place(folder.getKey()));
      if (named.isPresent()) {
        Delivery delivery = run.delivery(named.get());
        runs.computeIfAbsent(delivery.part(), any -> new ArrayList<>()).add(delivery);
      } else if (written.isEmpty()) {
        loose.addAll(folder.getValue());
      } // else a manifest says their period, once it can be read
    }
    List<Delivery> current = new ArrayList<>();
    if (!loose.isEmpty()) {
      current.add(loose(loose, now));
    }
    runs.values().forEach(each -> current.add(current(each)));
    return List.copyOf(current);
  }

  /** AWS keeps manifests in a tree of their own beside the data. */
  private static String dataFolder(String manifestFolder) {
    return ("/" + manifestFolder)
        .replaceFirst("/metadata/(?i)(?=billing_period=)", "/data/")
        .substring(1);
  }

  private static boolean overlaps(ChargePeriod one, ChargePeriod other) {
    return one.start().isBefore(other.end()) && other.start().isBefore(one.end());
  }

  private Run run(List<StoredFile> files, List<StoredFile> manifests, Instant now)
      throws ProviderException, InterruptedException {
    if (manifests.isEmpty()) {
      return Run.plain(files, quietAt(now));
    }
    StoredFile written = Run.newest(manifests);
    try {
      return Run.manifested(files, written, manifest(written), quietAt(now));
    } catch (IOException unfinished) {
      StoreException.unwrap(unfinished);
      return new Run(files, null, false);
    }
  }

  /** Read once, as long as it does not change. */
  private Manifest manifest(StoredFile written) throws IOException {
    Manifest known = read.get(written);
    if (known == null) {
      try (InputStream in = store.open(written, FileStore.Reading.THROUGH)) {
        known = Manifest.read(in);
      }
      if (store.isCurrent(written)) {
        read.put(written, known);
      }
    }
    return known;
  }

  private static Delivery current(List<Delivery> runs) {
    Comparator<Delivery> byTime = Comparator.comparing(Delivery::at);
    return runs.stream()
        .filter(Delivery::whole)
        .max(byTime)
        .orElseGet(() -> runs.stream().max(byTime).orElseThrow());
  }

  private Delivery loose(List<StoredFile> files, Instant now) {
    return new Delivery(
        LOOSE,
        LOOSE,
        null,
        Run.newest(files).changed(),
        files,
        files.stream().allMatch(quietAt(now)));
  }

  private Predicate<StoredFile> quietAt(Instant now) {
    return file -> !file.changed().plus(quiet).isAfter(now);
  }
}
