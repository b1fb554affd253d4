// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.testing.ApiDocument;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every documented path over a real connection: its answer, its errors, its headers. */
final class ApiOverHttpTest {
  private static final String OPENAPI = "/api/openapi.json";

  @TempDir private Path folder;
  private Daemon daemon;
  private ApiDocument document;

  @BeforeEach
  void start() throws Exception {
    daemon = new Daemon(folder).start();
    document = new ApiDocument(bytes(daemon.get(OPENAPI)));
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @Test
  void everyPath_answersAsDocumented() throws Exception {
    assertThat(document.paths()).hasSizeGreaterThan(10);
    for (String path : document.paths()) {
      HttpResponse<String> answer = daemon.get(at(path));
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(document.problems(path, 200, bytes(answer))).isEmpty();
    }
  }

  @Test
  void everyPath_refusesWhatItDoesNotKnow() throws Exception {
    for (String path : document.paths()) {
      HttpResponse<String> answer = daemon.get(at(path) + "?colour=red");
      assertThat(answer.statusCode()).as(path).isEqualTo(400);
      assertThat(document.problems(path, 400, bytes(answer))).isEmpty();
      assertThat(answer.body()).contains("\"parameter\":\"colour\"").contains("\"allowed\":");
    }
  }

  @Test
  void everyAnswer_saysWhenAndHowSettledItIs() throws Exception {
    for (String path : document.paths()) {
      assertThat(daemon.get(at(path)).body())
          .as(path)
          .contains("\"as_of\":\"2026-11-21T12:34:56Z\"")
          .contains("\"settled_until\":")
          .contains("\"unpriced_tokens\":");
    }
  }

  @Test
  void pagesOfOtherSites_areNotInvited() throws Exception {
    HttpResponse<String> answer =
        daemon.get("/api/costs/today", "Origin", "https://elsewhere.example");
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
    assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy")).hasValue("same-origin");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void document_isSentOnlyWhereItChanged() throws Exception {
    HttpResponse<String> first = daemon.get(OPENAPI);
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");

    HttpResponse<String> again = daemon.get(OPENAPI, "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(daemon.get(OPENAPI, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  private static String at(String path) {
    return path.replace("{dimension}", "model");
  }

  private static byte[] bytes(HttpResponse<String> answer) {
    return answer.body().getBytes(StandardCharsets.UTF_8);
  }
}
