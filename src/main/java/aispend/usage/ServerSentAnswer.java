// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import java.nio.charset.StandardCharsets;

/**
 * Reads a stream of server-sent events whose data is JSON, as OpenAI, Anthropic and Gemini send.
 * Lines may be of any length and end in any way the standard knows.
 */
final class ServerSentAnswer implements ReadAnswer {
  private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LAST = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final Answer answer;
  private final Sieve sieve;
  private int column;
  private boolean data;
  private int matched;
  private boolean done;
  private boolean returned;

  ServerSentAnswer(Answer answer) {
    this.answer = answer;
    this.sieve = new Sieve(answer::take);
  }

  @Override
  public Answer answer() {
    return answer;
  }

  @Override
  public void take(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      byte next = bytes[i];
      boolean halfEnd = next == '\n' && returned;
      returned = next == '\r';
      if (halfEnd) {
        continue;
      }
      if (next == '\n' || next == '\r') {
        endLine();
      } else if (column < DATA.length) {
        data = (column == 0 || data) && next == DATA[column];
        column++;
      } else if (data) {
        takeData(next);
      }
    }
  }

  private void takeData(byte next) {
    if (matched == 0 && next == ' ') {
      return;
    }
    if (matched >= 0) {
      boolean same = matched < LAST.length && next == LAST[matched];
      matched = same ? matched + 1 : -1;
      done |= matched == LAST.length;
    }
    sieve.take(next);
  }

  /** An event ends with an empty line; its data may have several. */
  private void endLine() {
    if (column == 0) {
      sieve.reset();
    }
    column = 0;
    data = false;
    matched = 0;
  }

  @Override
  public boolean complete() {
    return done || answer.ended();
  }
}
