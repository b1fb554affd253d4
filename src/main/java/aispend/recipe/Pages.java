// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import org.jspecify.annotations.Nullable;

/**
 * How an answer goes on.
 *
 * @param kind what tells where
 * @param parameter the query parameter that carries the place; empty when the body does
 * @param body the pointer into the JSON body that carries it; null when a parameter does
 * @param first the first page's number
 * @param size how many rows a full page has; 0 when that tells nothing
 * @param next where an answer holds the next cursor or URL
 * @param more where it says whether there is another; null when it does not
 * @param total where it says how many pages there are; null when it does not
 * @param max most pages read
 */
record Pages(
    Kind kind,
    String parameter,
    @Nullable Pointer body,
    int first,
    int size,
    @Nullable Pointer next,
    @Nullable Pointer more,
    @Nullable Pointer total,
    int max) {
  enum Kind {
    NONE,
    PAGE,
    OFFSET,
    CURSOR,
    NEXT_URL,
    LINK
  }

  boolean counted() {
    return kind == Kind.PAGE || kind == Kind.OFFSET;
  }
}
