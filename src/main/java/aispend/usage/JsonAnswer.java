// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

/**
 * Reads a JSON body: one object, which has no first token, or Gemini's stream, which is a list of
 * objects.
 */
final class JsonAnswer implements ReadAnswer {
  private final Answer answer;
  private final Sieve sieve;
  private boolean begun;

  JsonAnswer(Answer answer) {
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
      sieve.take(bytes[i]);
      begun |= answer.begun() && sieve.inList();
    }
  }

  @Override
  public boolean begun() {
    return begun;
  }

  @Override
  public boolean complete() {
    return sieve.closed();
  }
}
