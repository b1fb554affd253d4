// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.UpstreamConfig;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a caller writes, a call goes to a configured upstream or nowhere. */
final class PlaceTest {
  private static final Map<String, UpstreamConfig> UPSTREAMS =
      Map.of(
          "openai",
          new UpstreamConfig("openai", URI.create("https://vendor.example/base"), "openai", false));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "//169.254.169.254/latest",
        "/proxy/",
        "/proxy//169.254.169.254/",
        "/proxy/169.254.169.254/latest",
        "/proxy/http://169.254.169.254/",
        "/proxy/openai@169.254.169.254/",
        "/proxy/openai:80/",
        "/proxy/OPENAI/v1",
        "/proxy/openai/..",
        "/proxy/openai/%2e%2E/admin",
        "/proxy/openai/v1/.%2e/.%2e/admin",
        "/proxy/openai/\\\\169.254.169.254/"
      })
  void pathThatNamesNoUpstreamOrLeadsOutOfIt_isNoPlace(String path) {
    assertThat(Place.of(path, "", UPSTREAMS)).isEmpty();
  }

  @Property
  void anyPathAndQuery_stayWithinTheUpstream(
      @ForAll("texts") String path, @ForAll("texts") String query) {
    Optional<Place> place = Place.of("/proxy/openai" + path, query, UPSTREAMS);

    assertThat(place.map(Place::url).map(PlaceTest::origin))
        .isIn(Optional.empty(), Optional.of("https vendor.example 443"));
    assertThat(place.map(Place::url).map(HttpUrl::encodedPath))
        .satisfies(
            within ->
                assertThat(within.orElse("/base"))
                    .matches("(?s)/base(?:[/%a-zA-Z0-9@:;.,?#\\[\\]~-].*)?"));
  }

  private static String origin(HttpUrl url) {
    return url.scheme() + " " + url.host() + " " + url.port();
  }

  /** Made of what URLs take to mean something. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("/@:?#.;,%&=~[]\\\t\r\n \u0000\u2028e2EfFa1é")
        .ofMaxLength(24);
  }
}
