// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

/** Reads a stream of one JSON object a line, as Ollama sends. A line that is no JSON is skipped. */
final class LinesAnswer implements ReadAnswer {
  private final Answer answer;
  private final Sieve sieve;

  LinesAnswer(Answer answer) {
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
      if (bytes[i] == '\n') {
        sieve.reset();
      } else {
        sieve.take(bytes[i]);
      }
    }
  }
}
