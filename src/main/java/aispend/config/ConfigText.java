// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file's text, or a problem that says why there is none. */
final class ConfigText {
  /** A configuration is a few kilobytes; more is another file. */
  private static final int MAX_BYTES = 1 << 20;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private ConfigText() {}

  /** The text without a byte order mark; empty when a problem was reported. */
  static Optional<String> of(Path file, Findings findings) {
    if (!Files.exists(file)) {
      return refuse(findings, "no such file", "create it, or name another with --config FILE");
    }
    if (Files.isDirectory(file)) {
      return refuse(findings, "a directory", "name the file in it");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      return bytes.length > MAX_BYTES
          ? refuse(findings, "larger than " + MAX_BYTES + " bytes", "name a configuration file")
          : decode(bytes, findings);
    } catch (AccessDeniedException denied) {
      return refuse(findings, "may not be read", "let the daemon's user read it");
    } catch (IOException failure) {
      return refuse(findings, "cannot be read (" + failure + ")", "look at its disk");
    }
  }

  private static Optional<String> refuse(Findings findings, String what, String remedy) {
    findings.problem(ConfigProblem.ofFile(what, remedy));
    return Optional.empty();
  }

  private static Optional<String> decode(byte[] bytes, Findings findings) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
    text.flip();
    if (result.isError()) {
      long line = 1 + text.chars().filter(each -> each == '\n').count();
      findings.problem(
          new ConfigProblem(
              (int) line, "", null, "not UTF-8", "save the file in the encoding UTF-8"));
      return Optional.empty();
    }
    String read = text.toString();
    return Optional.of(
        !read.isEmpty() && read.charAt(0) == BYTE_ORDER_MARK ? read.substring(1) : read);
  }
}
