// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import static aispend.provider.VendorServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.http.CapturedLog;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.provider.UnusableKeyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every object store. */
abstract class StoreContract extends StoreKit {
  private static final int MEBIBYTE = 1 << 20;

  private static byte[] chance(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private StoredFile only() throws Exception {
    List<StoredFile> files = store().list();
    assertThat(files).hasSize(1);
    return files.get(0);
  }

  private List<String> ranges() {
    return requests().stream().flatMap(each -> each.getHeaders().values("Range").stream()).toList();
  }

  @Test
  void list_isReadToItsEndBelowTheFolder() throws Exception {
    for (int i = 0; i < 5; i++) {
      put("focus/BILLING_PERIOD=2026-1" + i + "/a b&c ä.csv", "x".repeat(i));
    }
    put("focus/", "");
    put("focusing.csv", "not below");

    assertThat(store().list())
        .extracting(file -> file.path() + " " + file.bytes() + " " + file.changed())
        .containsExactly(
            "BILLING_PERIOD=2026-10/a b&c ä.csv 0 2026-11-22T11:00:00Z",
            "BILLING_PERIOD=2026-11/a b&c ä.csv 1 2026-11-22T11:00:00Z",
            "BILLING_PERIOD=2026-12/a b&c ä.csv 2 2026-11-22T11:00:00Z",
            "BILLING_PERIOD=2026-13/a b&c ä.csv 3 2026-11-22T11:00:00Z",
            "BILLING_PERIOD=2026-14/a b&c ä.csv 4 2026-11-22T11:00:00Z");
    assertThat(requests()).hasSize(3);
  }

  @Test
  void wholeBucket_isReadWithoutAFolder() throws Exception {
    put("a.csv", "1");

    assertThat(store(scheme() + "://bills", options()).list())
        .extracting(StoredFile::path)
        .containsExactly("a.csv");
  }

  @Test
  void longFile_isReadInPiecesOfBoundedLength() throws Exception {
    byte[] bytes = chance(9 * MEBIBYTE + 5);
    put("focus/a b/ä=1+2.csv", bytes);

    try (FileBytes in = store().open(only(), FileStore.Reading.THROUGH)) {
      assertThat(Arrays.equals(in.readAllBytes(), bytes)).isTrue();
    }
    assertThat(ranges())
        .containsExactly("bytes=0-4194303", "bytes=4194304-8388607", "bytes=8388608-9437188");
  }

  @Test
  void emptyFile_isNotAskedFor() throws Exception {
    put("focus/a.csv", "");

    try (FileBytes in = store().open(only(), FileStore.Reading.THROUGH)) {
      assertThat(in.read()).isEqualTo(-1);
    }
    assertThat(ranges()).isEmpty();
  }

  @Test
  void readInPlaces_asksForTheEndOnceAndNoMoreThanIsNeeded() throws Exception {
    byte[] bytes = chance(3 * MEBIBYTE);
    put("focus/a.parquet", bytes);

    try (FileBytes in = store().open(only(), FileStore.Reading.IN_PLACES)) {
      in.seek(bytes.length - 4);
      assertThat(in.read(new byte[4])).isEqualTo(4);
      in.seek(bytes.length - 5000);
      assertThat(in.read(new byte[5000])).isEqualTo(5000);
      in.seek(100);
      byte[] column = new byte[MEBIBYTE];
      assertThat(in.read(column)).isEqualTo(MEBIBYTE);
      assertThat(column).isEqualTo(Arrays.copyOfRange(bytes, 100, 100 + MEBIBYTE));
    }
    assertThat(ranges()).containsExactly("bytes=3080192-3145727", "bytes=100-1048675");
  }

  @Test
  void fileWrittenAgainMeanwhile_isToldAndNeverMixed() throws Exception {
    put("focus/a.csv", chance(5 * MEBIBYTE));
    StoredFile listed = only();
    try (FileBytes in = store().open(listed, FileStore.Reading.THROUGH)) {
      assertThat(in.readNBytes(MEBIBYTE)).hasSize(MEBIBYTE);
      put("focus/a.csv", chance(5 * MEBIBYTE));

      assertThatThrownBy(in::readAllBytes).isInstanceOf(ChangedException.class);
    }
    assertThat(only()).isNotEqualTo(listed);
  }

  @Test
  void fileTakenAwayMeanwhile_isTold() throws Exception {
    put("focus/a.csv", "1");
    StoredFile listed = only();
    objects.clear();

    try (FileBytes in = store().open(listed, FileStore.Reading.THROUGH)) {
      assertThatThrownBy(in::readAllBytes).isInstanceOf(ChangedException.class);
    }
  }

  @Test
  void storeWithoutRanges_isRefused() throws Exception {
    put("focus/a.csv", chance(5 * MEBIBYTE));
    StoredFile listed = only();
    server()
        .always(
            request ->
                beside(request) == null
                    ? new MockResponse.Builder().body("x".repeat(5 * MEBIBYTE)).build()
                    : answer(request));

    ProviderException failure = readFailure(listed);

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void shorterAnswer_isRefused() throws Exception {
    put("focus/a.csv", "0123456789");
    StoredFile listed = only();
    server()
        .always(
            request ->
                beside(request) == null
                    ? new MockResponse.Builder().code(206).body("01234").build()
                    : answer(request));

    assertThat(readFailure(listed)).hasMessageContainingAll("bytes=0-9", "5 bytes", "Range");
  }

  private ProviderException readFailure(StoredFile file) throws Exception {
    IOException failure;
    try (FileBytes in = store().open(file, FileStore.Reading.THROUGH)) {
      failure = catchThrowableOfType(IOException.class, in::readAllBytes);
    }
    // As readers of files wrap it.
    IOException wrapped = new IOException("cannot be read", failure);
    return catchThrowableOfType(ProviderException.class, () -> StoreException.unwrap(wrapped));
  }

  @Test
  void failingPiece_isAskedForAgain() throws Exception {
    put("focus/a.csv", "0123456789");
    StoredFile listed = only();
    int[] failures = {0};
    server()
        .always(
            request ->
                beside(request) == null && failures[0]++ == 0
                    ? answer(request)
                        .newBuilder()
                        .onResponseBody(new SocketEffect.CloseSocket())
                        .build()
                    : answer(request));

    try (FileBytes in = store().open(listed, FileStore.Reading.THROUGH)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("0123456789");
    }
    assertThat(pause.waits()).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void limit_isWaitedForAsTold() throws Exception {
    put("focus/a.csv", "1");
    int[] limits = {0};
    server()
        .always(
            request ->
                beside(request) == null && limits[0]++ == 0
                    ? json(429, "{}").newBuilder().addHeader("Retry-After", "7").build()
                    : answer(request));

    assertThat(store().list()).hasSize(1);
    assertThat(pause.waits()).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void refusedKey_isSaidWithWhatToCreateWhere() {
    server().always(request -> beside(request) == null ? refusal() : answer(request));

    ProviderException failure = catchThrowableOfType(ProviderException.class, () -> store().list());

    assertThat(failure.kind()).isEqualTo(Kind.AUTH);
    assertThat(failure)
        .hasMessageContainingAll("MY_KEY", "for " + scheme() + "://", "the reason")
        .hasMessageNotContaining("<");
  }

  @Test
  void unknownBucket_isSaidWithWhatToCheck() {
    server().always(request -> beside(request) == null ? json(404, "{}") : answer(request));

    assertThatThrownBy(() -> store().list())
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("check options.folder and base_url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "<a/>", "nonsense", "<!DOCTYPE a [<!ENTITY b \"c\">]><a/>"})
  void unreadableList_isBadResponse(String body) {
    server()
        .always(
            request ->
                beside(request) == null
                    ? new MockResponse.Builder().body(body).build()
                    : answer(request));

    ProviderException failure = catchThrowableOfType(ProviderException.class, () -> store().list());

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void repeatedCursor_isBadResponse() {
    put("focus/a.csv", "1");
    server()
        .always(
            request ->
                beside(request) == null
                    ? new MockResponse.Builder().body(list(objects, "again")).build()
                    : answer(request));

    assertThatThrownBy(() -> store().list())
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("repeats");
    assertThat(requests()).hasSize(2);
  }

  @Test
  void key_appearsNowhere() throws Exception {
    put("focus/a.csv", "1");
    try (CapturedLog log = new CapturedLog()) {
      store().list();
      server()
          .always(
              request ->
                  beside(request) == null
                      ? json(403, "no good: " + secrets() + request.getUrl())
                      : answer(request));
      StringWriter trace = new StringWriter();
      catchThrowableOfType(ProviderException.class, () -> store().list())
          .printStackTrace(new PrintWriter(trace, true));
      for (String secret : secrets()) {
        assertThat(trace.toString()).contains("no good").doesNotContain(secret);
        assertThat(log.lines()).noneMatch(line -> line.contains(secret));
      }
      assertThat(store().toString()).doesNotContain(key());
    }
  }

  @Test
  void missingKey_isSaidWithTheFolder() {
    Map<String, String> options = new HashMap<>(options());
    options.put("folder", scheme() + "://bills");

    assertThatThrownBy(
            () ->
                Stores.of(
                    settings("", options), new aispend.http.Unasked(), java.time.Clock.systemUTC()))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContainingAll(scheme() + "://bills", "FOCUS_FILES_KEY", "create");
  }
}
