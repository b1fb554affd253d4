// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

/** Reads a stream of one JSON object a line, as Ollama sends. A line that is no JSON is skipped. */
final class LinesAnswer implements AnswerReader {
  private final Answer answer;
  private final Sieve sieve;

  LinesAnswer(Answer answer) {
    this.answer = answer;
    this.sieve = new Sieve(answer::take);
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

  @Override
  public boolean begun() {
    return answer.begun();
  }

  @Override
  public boolean complete() {
    return answer.ended();
  }

  @Override
  public boolean failed() {
    return answer.failed();
  }

  @Override
  public CallUsage usage() {
    return answer.usage();
  }
}
