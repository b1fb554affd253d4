// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.config.ProviderConfig;
import aispend.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A short name for what a configuration says, files that it names and keys included: equal for
 * daemons that would do the same. Where a daemon listens, and how it reaches the ledger, is its own
 * matter and left out. Nothing can be read out of it.
 */
final class Fingerprint {
  private static final int LENGTH = 16;

  private Fingerprint() {}

  static String of(Config config) {
    Stream<Object> told =
        Stream.of(
            config.http(),
            config.prices(),
            config.currency(),
            config.providers(),
            config.labels(),
            config.events(),
            config.otlp(),
            config.proxy(),
            config.budgets(),
            config.runaway(),
            config.anomaly(),
            config.alerts(),
            config.prepaid(),
            config.history(),
            config.close(),
            config.meters(),
            config.tenants(),
            config.demo(),
            config.kafka().topics(),
            config.kafka().stream().applicationId(),
            config.kafka().stream().dedupeRetention(),
            config.ledger().rawRetention(),
            config.ledger().hourlyRetention());
    Stream<Path> files =
        Stream.concat(
            config.prices().file().stream(),
            config.providers().stream().map(ProviderConfig::recipe).flatMap(Optional::stream));
    String text =
        Stream.concat(told.map(Fingerprint::text), files.map(Fingerprint::content))
            .collect(Collectors.joining("\n"));
    return HexFormat.of()
        .formatHex(digest(text.getBytes(StandardCharsets.UTF_8)))
        .substring(0, LENGTH);
  }

  /** The same in every process: maps and sets have an order of their own in each. */
  private static String text(@Nullable Object value) {
    if (value instanceof Secret secret) {
      return secret.reveal();
    }
    if (value instanceof Path path) {
      return String.valueOf(path.getFileName());
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(Fingerprint::text).orElse("none");
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
          .sorted()
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Collection<?> many) {
      Stream<String> texts = many.stream().map(Fingerprint::text);
      return (value instanceof Set ? texts.sorted() : texts)
          .collect(Collectors.joining(",", "[", "]"));
    }
    return value instanceof Record told ? components(told) : String.valueOf(value);
  }

  private static String components(Record told) {
    StringBuilder text = new StringBuilder(told.getClass().getSimpleName()).append('(');
    for (RecordComponent component : told.getClass().getRecordComponents()) {
      text.append(component.getName()).append('=').append(text(value(told, component))).append(';');
    }
    return text.append(')').toString();
  }

  private static @Nullable Object value(Record told, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(told);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private static String content(Path file) {
    try {
      return HexFormat.of().formatHex(digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return Objects.requireNonNull(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
