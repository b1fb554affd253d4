// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import aispend.store.StoredFile;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one run of an export left in one folder.
 *
 * @param files the rows; where there is a manifest, those that it names
 * @param manifest null where there is none, or it cannot be read
 * @param whole whether all files are there and written to their end
 */
record Run(List<StoredFile> files, @Nullable Manifest manifest, boolean whole) {
  /** How Azure and AWS begin the name of a run's folder. */
  private static final Pattern TIME =
      Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})T?(\\d{2}):?(\\d{2}).*");

  Run {
    files = List.copyOf(files);
  }

  /** Files of which nothing is told: they are whole when nobody has written to them for a while. */
  static Run plain(List<StoredFile> files, Predicate<StoredFile> quiet) {
    return new Run(files, null, files.stream().allMatch(quiet));
  }

  /** Files that a manifest names. */
  static Run manifested(
      List<StoredFile> files, StoredFile written, Manifest manifest, Predicate<StoredFile> quiet) {
    if (manifest.files().isEmpty()) {
      return plain(files, quiet);
    }
    List<StoredFile> named =
        files.stream().filter(file -> manifest.files().containsKey(file.name())).toList();
    boolean delivered =
        manifest.isDelivered(
            named.stream().collect(Collectors.toMap(StoredFile::name, file -> file)));
    boolean finished =
        manifest.tellsLengths() || (quiet.test(written) && named.stream().allMatch(quiet));
    return new Run(named, manifest, delivered && finished);
  }

  /** The period, where only the manifest names it. */
  Optional<Place> place(String folder) {
    return manifest == null || manifest.period() == null
        ? Optional.empty()
        : Optional.of(Place.manifested(folder, manifest.period()));
  }

  Delivery delivery(Place place) {
    return new Delivery(place.part(), place.export(), place.period(), at(place), files, whole);
  }

  static StoredFile newest(List<StoredFile> files) {
    return files.stream().max(Comparator.comparing(StoredFile::changed)).orElseThrow();
  }

  /** When it was delivered: as the manifest says, else as the folder is called, else as written. */
  private Instant at(Place place) {
    if (manifest != null && manifest.at() != null) {
      return manifest.at();
    }
    return named(place.run())
        .orElseGet(() -> files.isEmpty() ? Instant.EPOCH : newest(files).changed());
  }

  private static Optional<Instant> named(String run) {
    Matcher time = TIME.matcher(run);
    if (!time.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Instant.parse(
              String.format(
                  "%s-%s-%sT%s:%s:00Z",
                  time.group(1), time.group(2), time.group(3), time.group(4), time.group(5))));
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }
}
