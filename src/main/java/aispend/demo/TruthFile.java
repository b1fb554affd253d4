// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The truth on disk, always whole. Safe for use by several threads. */
final class TruthFile {
  private final Path file;
  private final Truth truth;

  TruthFile(Path file, Truth truth) {
    this.file = file.toAbsolutePath();
    this.truth = truth;
  }

  /**
   * Replaces the file by the truth of now.
   *
   * @throws IOException when it cannot be written; what was there stays
   */
  synchronized void write() throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(truth.json()));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
