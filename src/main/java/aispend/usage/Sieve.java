// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets JSON through byte by byte and keeps only what is wanted of it, so that an answer of any size
 * needs a few kilobytes and may be cut anywhere. Each object at the top, or in a list at the top,
 * is one document. It does not check grammar: what is no JSON gives nothing, or nonsense that is
 * refused later. Used by one thread.
 */
final class Sieve {
  private static final int MOST_KEPT = 64 * 1024;
  private static final int LONGEST_NAME = 64;
  private static final int MOST_DEPTH = 16;

  private static final Wanted ALL = Wanted.all();

  private enum Mode {
    BETWEEN,
    NAME,
    STRING,
    LITERAL
  }

  private final Consumer<Map<Mark, byte[]>> documents;
  private final @Nullable Wanted[] places = new @Nullable Wanted[MOST_DEPTH];
  private final boolean[] lists = new boolean[MOST_DEPTH];
  private final ByteArrayOutputStream name = new ByteArrayOutputStream(LONGEST_NAME);
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  private Map<Mark, byte[]> found = new EnumMap<>(Mark.class);
  private Mode mode = Mode.BETWEEN;
  private boolean escaped;
  private int depth;
  private int skipped;
  private boolean nameNext;
  private @Nullable Wanted next;
  private @Nullable Mark keeping;
  private @Nullable Mark noticing;
  private boolean broken;
  private boolean closed;

  /**
   * A sieve.
   *
   * @param documents is given what was found in each document when it ends
   */
  Sieve(Consumer<Map<Mark, byte[]>> documents) {
    this.documents = documents;
  }

  /** Forgets what was begun and expects a new document. */
  void reset() {
    found = new EnumMap<>(Mark.class);
    mode = Mode.BETWEEN;
    escaped = false;
    depth = 0;
    skipped = 0;
    next = null;
    keeping = null;
    noticing = null;
    broken = false;
  }

  /** Whether a list or an object at the top came to its end. */
  boolean closed() {
    return closed;
  }

  /** Whether the documents stand in a list. */
  boolean inList() {
    return depth > 0 && lists[0];
  }

  void take(byte next) {
    if (broken) {
      return;
    }
    switch (mode) {
      case BETWEEN -> between(next);
      case NAME -> inName(next);
      case STRING -> inString(next);
      case LITERAL -> inLiteral(next);
    }
  }

  private void between(byte next) {
    if (isSpace(next)) {
      return;
    }
    if (skipped > 0) {
      inSkipped(next);
      return;
    }
    switch (next) {
      case '"' -> {
        if (depth > 0 && !lists[depth - 1] && nameNext) {
          name.reset();
          mode = Mode.NAME;
        } else {
          beginValue(next);
          mode = Mode.STRING;
        }
      }
      case ':' -> nameNext = false;
      case ',' -> nextOne();
      case '{', '[' -> open(next);
      case '}', ']' -> close(next == ']');
      default -> {
        beginValue(next);
        notice(next != 'n' && next != 'f');
        mode = Mode.LITERAL;
      }
    }
  }

  /** Inside of a value whose members are not looked at. */
  private void inSkipped(byte next) {
    notice(next != '}' && next != ']');
    keep(next);
    switch (next) {
      case '"' -> mode = Mode.STRING;
      case '{', '[' -> skipped++;
      case '}', ']' -> {
        skipped--;
        if (skipped == 0) {
          endValue();
        }
      }
      default -> {}
    }
  }

  private void inName(byte next) {
    if (escaped) {
      escaped = false;
    } else if (next == '\\') {
      escaped = true;
    } else if (next == '"') {
      Wanted place = places[depth - 1];
      this.next = place == null ? null : place.member(name.toString(StandardCharsets.UTF_8));
      mode = Mode.BETWEEN;
      return;
    }
    if (name.size() < LONGEST_NAME) {
      name.write(next);
    }
  }

  private void inString(byte next) {
    if (skipped == 0) {
      notice(next != '"');
    }
    keep(next);
    if (escaped) {
      escaped = false;
    } else if (next == '\\') {
      escaped = true;
    } else if (next == '"') {
      mode = Mode.BETWEEN;
      if (skipped == 0) {
        endValue();
      }
    }
  }

  private void inLiteral(byte next) {
    if (isSpace(next) || next == ',' || next == '}' || next == ']') {
      mode = Mode.BETWEEN;
      endValue();
      between(next);
    } else {
      keep(next);
    }
  }

  private void open(byte bracket) {
    boolean list = bracket == '[';
    if (depth == 0) {
      push(list ? null : ALL, list);
    } else if (depth == 1 && lists[0] && places[0] == null && !list) {
      push(ALL, false);
    } else if (next != null && (list ? next.isList() : next.isObject())) {
      push(next, list);
    } else {
      beginValue(bracket);
      skipped = 1;
    }
  }

  private void push(@Nullable Wanted place, boolean list) {
    if (depth == MOST_DEPTH) {
      broken = true;
      return;
    }
    places[depth] = place;
    lists[depth] = list;
    depth++;
    nextOne();
  }

  private void close(boolean list) {
    if (depth == 0 || lists[depth - 1] != list) {
      broken = true;
      return;
    }
    depth--;
    next = null;
    if (!list && (depth == 0 || (inList() && depth == 1))) {
      Map<Mark, byte[]> document = found;
      found = new EnumMap<>(Mark.class);
      documents.accept(document);
    }
    closed |= depth == 0;
  }

  /** Behind an opening bracket or a comma. */
  private void nextOne() {
    if (depth == 0) {
      return;
    }
    nameNext = !lists[depth - 1];
    Wanted place = places[depth - 1];
    next = nameNext || place == null ? null : place.element();
  }

  private void beginValue(byte first) {
    Mark mark = next == null ? null : next.mark();
    if (next == null || mark == null) {
      return;
    }
    if (next.isKept()) {
      keeping = mark;
      kept.reset();
      keep(first);
    } else {
      noticing = mark;
    }
  }

  private void endValue() {
    if (keeping != null && kept.size() <= MOST_KEPT) {
      found.put(keeping, kept.toByteArray());
    }
    keeping = null;
    noticing = null;
  }

  private void keep(byte next) {
    if (keeping != null && kept.size() <= MOST_KEPT) {
      kept.write(next);
    }
  }

  /** Decides whether a value that is only noticed is one: not null, not empty. */
  private void notice(boolean isOne) {
    if (noticing != null && isOne) {
      found.put(noticing, new byte[0]);
    }
    noticing = null;
  }

  private static boolean isSpace(byte next) {
    return next == ' ' || next == '\n' || next == '\r' || next == '\t';
  }
}
