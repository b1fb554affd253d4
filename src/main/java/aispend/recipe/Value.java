// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A dimension's value.
 *
 * @param pointers where its parts are; empty when it is the text
 * @param text filled in when there are no pointers
 * @param with what joins several parts
 * @param match what is taken out of the found text: its first group, or all that matches; null for
 *     the whole text. What does not match gives no value
 * @param hash whether only a hash of it is kept, 16 hexadecimal digits of SHA-256
 * @param lower whether it is put in lower case
 */
record Value(
    List<Pointer> pointers,
    Template text,
    String with,
    @Nullable Pattern match,
    boolean hash,
    boolean lower) {
  private static final int HASH_DIGITS = 16;

  Value {
    pointers = List.copyOf(pointers);
  }

  /** The value in a row; null when there is none. */
  @Nullable String in(Place row, Template.Values values) {
    String found = pointers.isEmpty() ? text.filled(values) : joined(row);
    if (match != null) {
      Matcher matcher = match.matcher(found);
      String group = matcher.find() ? matcher.group(Math.min(1, matcher.groupCount())) : "";
      found = group == null ? "" : group;
    }
    if (found.isEmpty()) {
      return null;
    }
    String cased = lower ? found.toLowerCase(Locale.ROOT) : found;
    return hash ? hashed(cased) : cased;
  }

  private String joined(Place row) {
    List<String> parts = new ArrayList<>();
    for (Pointer pointer : pointers) {
      String part = text(pointer.find(row));
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return String.join(with, parts);
  }

  /** A value's text; a list's texts with commas. */
  private static String text(JsonNode node) {
    if (node.isArray()) {
      List<String> texts = new ArrayList<>();
      node.forEach(each -> texts.add(each.asText()));
      return String.join(",", texts);
    }
    return node.isNull() || node.isMissingNode() ? "" : node.asText();
  }

  private static String hashed(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
