// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagesTest {
  private final List<@Nullable String> cursors = new ArrayList<>();
  private final List<Integer> taken = new ArrayList<>();

  private void read(int maxPages, String... pages) throws Exception {
    Queue<JsonNode> answers = new ArrayDeque<>();
    for (String page : pages) {
      answers.add(json(page));
    }
    new Pages("mine", "next_page", maxPages)
        .forEach(
            cursor -> {
              cursors.add(cursor);
              return answers.remove();
            },
            element -> taken.add(element.intValue()));
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return Json.read(text.replace('\'', '"'));
  }

  @Test
  void pages_areReadInOrderToTheLast() throws Exception {
    read(
        3,
        "{'data':[1,2],'has_more':true,'next_page':'b'}",
        "{'data':[],'has_more':true,'next_page':'c'}",
        "{'data':[3],'has_more':false,'next_page':null}");

    assertThat(taken).containsExactly(1, 2, 3);
    assertThat(cursors).containsExactly(null, "b", "c");
  }

  @Test
  void lastPageWithACursor_ends() throws Exception {
    read(3, "{'data':[1],'has_more':false,'next_page':'b'}");

    assertThat(taken).containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'data':[1],'has_more':true,'next_page':null}; next_page is empty",
        "{'data':[1],'has_more':true,'next_page':''}; next_page is empty",
        "{'data':[1],'has_more':true}; next_page is empty",
        "{'data':[1],'has_more':'no','next_page':null}; has_more",
        "{'data':[1]}; has_more",
        "{'data':{},'has_more':false}; no list named data",
        "{'has_more':false}; no list named data"
      })
  void brokenPage_isBadResponse(String page, String message) {
    assertThatThrownBy(() -> read(3, page))
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE));
  }

  @Test
  void repeatedCursor_isBadResponse() {
    assertThatThrownBy(
            () ->
                read(
                    9,
                    "{'data':[1],'has_more':true,'next_page':'b'}",
                    "{'data':[2],'has_more':true,'next_page':'c'}",
                    "{'data':[3],'has_more':true,'next_page':'b'}"))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("repeats the cursor b");
  }

  @Test
  void endlessList_isBadResponse() {
    assertThatThrownBy(
            () ->
                read(
                    2,
                    "{'data':[1],'has_more':true,'next_page':'b'}",
                    "{'data':[2],'has_more':true,'next_page':'c'}"))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("does not end after 2 pages");
  }
}
