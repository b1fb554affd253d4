// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of this machine and all folders below it; links are followed. */
final class LocalFolder implements FileStore {
  private static final int MAX_DEPTH = 32;

  private final String provider;
  private final Path folder;

  LocalFolder(String provider, Path folder) {
    this.provider = provider;
    this.folder = folder;
  }

  @Override
  public List<StoredFile> list() throws ProviderException {
    try (Stream<Path> paths = Files.walk(folder, MAX_DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      return paths
          .filter(Files::isRegularFile)
          .map(this::stored)
          .sorted(Comparator.comparing(StoredFile::path))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new ProviderException(
          provider,
          Kind.UNAVAILABLE,
          provider
              + ": the folder "
              + folder
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "); create or mount it, and let the daemon's user read it and what is in it",
          e);
    }
  }

  @Override
  public FileBytes open(StoredFile file, Reading reading) throws IOException {
    return new LocalBytes(local(file));
  }

  private Path local(StoredFile file) {
    return folder.resolve(file.path());
  }

  @Override
  public boolean isCurrent(StoredFile file) throws IOException {
    try {
      return stored(local(file)).equals(file);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return false;
      }
      throw e.getCause();
    }
  }

  private StoredFile stored(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new StoredFile(
          folder.relativize(path).toString().replace('\\', '/'),
          attributes.size(),
          attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS),
          "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
