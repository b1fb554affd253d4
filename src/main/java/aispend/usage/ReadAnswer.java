// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A reader that takes bytes apart for an {@link Answer}, and tells what that has seen. */
interface ReadAnswer extends AnswerReader {
  Answer answer();

  @Override
  default boolean begun() {
    return answer().begun();
  }

  @Override
  default boolean complete() {
    return answer().ended();
  }

  @Override
  default boolean failed() {
    return answer().failed();
  }

  @Override
  default Optional<ObjectNode> told() {
    return answer().told();
  }

  @Override
  default CallUsage usage() {
    return answer().usage();
  }
}
