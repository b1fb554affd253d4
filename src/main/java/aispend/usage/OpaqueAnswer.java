// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

/** An answer of which nothing can be told, a sound file say: it ends when its bytes end. */
final class OpaqueAnswer implements AnswerReader {
  private final Answer answer;

  OpaqueAnswer(Answer answer) {
    this.answer = answer;
  }

  @Override
  public void take(byte[] bytes, int offset, int length) {
    // nothing to see
  }

  @Override
  public boolean begun() {
    return false;
  }

  @Override
  public boolean complete() {
    return true;
  }

  @Override
  public boolean failed() {
    return false;
  }

  @Override
  public CallUsage usage() {
    return answer.usage();
  }
}
