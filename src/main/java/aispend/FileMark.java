// SPDX-License-Identifier: Apache-2.0
package aispend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells that a daemon runs on a ledger in a file, and by which prices it writes: a locked file
 * beside the ledger. The lock ends with the process, however it ends.
 */
final class FileMark implements DaemonMark {
  private static final String SQLITE = "jdbc:sqlite:";

  private final FileChannel channel;

  private FileMark(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Marks the ledger as that of a running daemon; where another one runs, its mark stays.
   *
   * @throws UncheckedIOException when the file cannot be made
   */
  static FileMark on(String ledgerUrl) {
    try {
      FileChannel channel =
          FileChannel.open(file(ledgerUrl), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock(channel);
      return new FileMark(channel);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot mark the ledger " + ledgerUrl + " as in use", e);
    }
  }

  @Override
  public void prices(String version) {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(version.getBytes(StandardCharsets.UTF_8)), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tell commands the prices in force", e);
    }
  }

  /** A lock on a file is not lost. */
  @Override
  public void renew() {}

  /** The prices of the daemon that runs on a ledger; empty when none does. */
  static Optional<String> runningWith(String ledgerUrl) {
    Path file = file(ledgerUrl);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return lock(channel) == null ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot see whether a daemon runs on " + ledgerUrl, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot take the mark off the ledger", e);
    }
  }

  /** Null when it is locked, by this process or another. */
  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static Path file(String ledgerUrl) {
    return Path.of(ledgerUrl.substring(SQLITE.length()).replaceFirst("\\?.*", "") + ".daemon");
  }
}
