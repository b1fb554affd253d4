// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Kinds of values that name a place: files and addresses on the web. */
final class PlaceKinds {
  /** A file that exists and can be read. */
  static final Kind<Path> FILE = new Kind<>("file", "\"/etc/aispend/file\"", PlaceKinds::file);

  /** An address on the web, without credentials, query or a slash at its end. */
  static final Kind<URI> URL = new Kind<>("URL", "\"https://host/path\"", PlaceKinds::url);

  /** An address on the web or the path of a file, which need not be there yet. */
  static final Kind<URI> URL_OR_FILE =
      new Kind<>("URL or file", "\"https://host/path\"", PlaceKinds::urlOrFile);

  private static final Pattern PRIVATE_HOST =
      Pattern.compile(
          "localhost|127\\..*|\\[?::1\\]?|\\[?f[cd][0-9a-f]{2}:.*|10\\..*|192\\.168\\..*"
              + "|172\\.(1[6-9]|2\\d|3[01])\\..*|[^.:]+|.*\\.(local|internal|lan|svc|test|invalid)");

  private PlaceKinds() {}

  /** Whether what is sent there can be read on its way: no TLS, and not nearby. */
  static boolean inTheClear(URI url) {
    return "http".equals(url.getScheme())
        && !PRIVATE_HOST.matcher(url.getHost().toLowerCase(Locale.ROOT)).matches();
  }

  /** A path as text; says nothing about whether anything is there. */
  static Path path(Object raw) throws BadValue {
    try {
      return Path.of(Kinds.text(raw));
    } catch (InvalidPathException wrong) {
      throw new BadValue("not a path", "write the path of a file");
    }
  }

  private static Path file(Object raw) throws BadValue {
    Path file = path(raw);
    if (!Files.exists(file)) {
      throw new BadValue("no such file", "create it, or correct the path");
    }
    if (Files.isDirectory(file)) {
      throw new BadValue("a directory", "name a file");
    }
    if (!Files.isReadable(file)) {
      throw new BadValue("a file that may not be read", "let the daemon's user read it");
    }
    return file;
  }

  private static URI urlOrFile(Object raw) throws BadValue {
    return Kinds.text(raw).contains("://") ? url(raw) : path(raw).toAbsolutePath().toUri();
  }

  private static URI url(Object raw) throws BadValue {
    String text = Kinds.text(raw);
    URI url;
    try {
      url = new URI(text.replaceAll("/+$", ""));
    } catch (URISyntaxException wrong) {
      throw new BadValue("not a URL");
    }
    if (url.getRawUserInfo() != null) {
      throw new BadValue("a URL with credentials in it", "take the part before the @ out");
    }
    if (!Set.of("http", "https").contains(String.valueOf(url.getScheme()))
        || url.getHost() == null
        || url.getPort() > 65_535) {
      throw new BadValue("not a URL", "write http:// or https:// and a host");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new BadValue("a URL with a query", "take out what stands from the ? or # on");
    }
    return url;
  }
}
