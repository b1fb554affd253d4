// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes HTML. Every text and attribute value is escaped, and there is no way around it but for the
 * style sheet, which is ours. Not thread-safe.
 */
final class Html {
  private final StringBuilder out = new StringBuilder(32 * 1024).append("<!doctype html>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn; an attribute without a value is left out
   */
  Html open(String tag, @Nullable String... attributes) {
    tag(tag, attributes);
    open.push(tag);
    return this;
  }

  /** Writes an element that has no content and no end tag. */
  Html empty(String tag, @Nullable String... attributes) {
    tag(tag, attributes);
    return this;
  }

  /** Closes the element opened last. */
  Html close() {
    out.append("</").append(open.pop()).append(">\n");
    return this;
  }

  Html text(String text) {
    escape(text);
    return this;
  }

  /** An element of a class that holds a text. */
  Html element(String tag, @Nullable String cssClass, String text) {
    return open(tag, "class", cssClass).text(text).close();
  }

  /** The style sheet. */
  Html style(String css) {
    out.append("<style>").append(css).append("</style>\n");
    return this;
  }

  byte[] bytes() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("elements are not closed: " + open);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void tag(String tag, @Nullable String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      String value = attributes[i + 1];
      if (value != null) {
        out.append(' ').append(attributes[i]).append("=\"");
        escape(value);
        out.append('"');
      }
    }
    out.append('>');
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(isControl(c) ? '\uFFFD' : c);
      }
    }
  }

  /** Characters that HTML does not allow, and those that turn the reading direction around. */
  private static boolean isControl(char c) {
    boolean control = (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F);
    boolean direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return control || direction;
  }
}
