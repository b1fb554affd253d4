// SPDX-License-Identifier: Apache-2.0
package aispend.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Damaged copies of good inputs, the same ones in each run: bytes flipped, pieces lost, doubled,
 * moved or taken from another input, numbers and texts replaced by those that break programs.
 * {@code -Dfuzz.tries=100000} makes more of them, {@code -Dfuzz.seed=7} others.
 */
public final class Mutants {
  private static final List<Pattern> TOKENS =
      List.of(
          Pattern.compile("-?\\d+(\\.\\d+)?"),
          Pattern.compile("\"([^\"\\\\]|\\\\.)*\""),
          Pattern.compile("null|true|false"),
          Pattern.compile("\\{[^{}]*}|\\[[^\\[\\]]*]"));

  private static final List<String> STRANGE =
      List.of(
          "0",
          "-1",
          "-0",
          "1e400",
          "-1e400",
          "1e-400",
          "0.1",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "123456789012345678901234567890123456789",
          "1e9999999",
          "NaN",
          "Infinity",
          "null",
          "true",
          "{}",
          "[]",
          "[[[[[[[[]]]]]]]]",
          "\"\"",
          "\" \"",
          "\"0\"",
          "\"-1\"",
          "\"NaN\"",
          "\"1e400\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\u202e\"",
          "\"a\\nb\"",
          "\"=1+1\"",
          "\"<script>\"",
          "\"{{x}}\"",
          "\"%s%n\"",
          "\"${jndi:x}\"",
          "\"../../x\"",
          "\"é\"",
          "\"9999-12-31T23:59:59Z\"",
          "\"1969-12-31T23:59:59Z\"",
          "\"2026-02-30T00:00:00Z\"",
          "\"2026-11-21T00:00:00+18:00\"",
          "\"+1000000000-12-31T23:59:59.999999999Z\"",
          "\"USD\"",
          "\"XXX\"",
          "'",
          "\"",
          "\\",
          ",",
          ":",
          "}",
          "]",
          "{",
          "[",
          "=",
          "#",
          "\n",
          "\r",
          "\t",
          "\u0000",
          "\ufeff",
          "\u2028");

  private final Random random;
  private final List<byte[]> seeds;

  /** Damages these. */
  public Mutants(List<byte[]> seeds) {
    this.random = new Random(Long.getLong("fuzz.seed", 1));
    this.seeds = seeds.stream().map(byte[]::clone).toList();
  }

  public static Mutants ofTexts(List<String> seeds) {
    return new Mutants(seeds.stream().map(seed -> seed.getBytes(UTF_8)).toList());
  }

  /** How many to try where nothing else was asked for. */
  public static int tries(int usually) {
    return Integer.getInteger("fuzz.tries", usually);
  }

  public byte[] next() {
    byte[] bytes = pick(seeds).clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      bytes = changed(bytes);
    }
    return bytes;
  }

  public String nextText() {
    return new String(next(), UTF_8);
  }

  /** Any number from zero to below a bound, by the same dice. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  private byte[] changed(byte[] bytes) {
    if (bytes.length == 0) {
      return pick(seeds).clone();
    }
    return switch (random.nextInt(8)) {
      case 0 -> flipped(bytes);
      case 1 -> joined(bytes, random.nextInt(bytes.length), new byte[0]); // cut off
      case 2 -> without(bytes);
      case 3 -> doubled(bytes);
      case 4 -> joined(bytes, random.nextInt(bytes.length), tail(pick(seeds)));
      case 5 -> inserted(bytes);
      default -> replaced(bytes);
    };
  }

  private byte[] flipped(byte[] bytes) {
    byte[] flipped = bytes.clone();
    flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  private byte[] without(byte[] bytes) {
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(20));
    return joined(bytes, from, slice(bytes, to, bytes.length));
  }

  private byte[] doubled(byte[] bytes) {
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(200));
    return joined(bytes, to, slice(bytes, from, bytes.length));
  }

  private byte[] inserted(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    byte[] rest = joined(pick(STRANGE).getBytes(UTF_8), -1, slice(bytes, at, bytes.length));
    return joined(bytes, at, rest);
  }

  /** A number, a text, a word or a flat object becomes something else. */
  private byte[] replaced(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    List<MatchResult> tokens = pick(TOKENS).matcher(text).results().toList();
    if (tokens.isEmpty()) {
      return flipped(bytes);
    }
    MatchResult token = pick(tokens);
    String other = random.nextInt(4) == 0 ? pick(tokens).group() : pick(STRANGE);
    return (text.substring(0, token.start()) + other + text.substring(token.end())).getBytes(UTF_8);
  }

  private byte[] tail(byte[] bytes) {
    return slice(bytes, random.nextInt(bytes.length + 1), bytes.length);
  }

  private <T> T pick(List<T> any) {
    return any.get(random.nextInt(any.size()));
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** The first so many bytes, or all for -1, and what follows. */
  private static byte[] joined(byte[] bytes, int first, byte[] rest) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(bytes, 0, first < 0 ? bytes.length : first);
    joined.writeBytes(rest);
    return joined.toByteArray();
  }

  /** Lines of a kept corpus: one input each, so that what once broke something is tried first. */
  public static List<String> lines(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    lines.removeIf(line -> line.isBlank() || line.startsWith("#"));
    return lines;
  }
}
