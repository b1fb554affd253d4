// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import static aispend.provider.VendorServer.json;
import static aispend.recipe.Bench.recipe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.ChargePeriod;
import aispend.provider.Provider;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a vendor which repeats the key cannot put it into a message, and how long tokens last. */
final class CredentialTest {
  private static final String GET = "[source.request]\npath = \"/costs\"\n";
  private static final String ERROR = "[calls]\nerror = \"/problem\"\n";
  private static final String QUERY = "[auth]\ntype = \"query\"\nname = \"api_key\"\n";
  private static final String OAUTH2 =
      "[auth]\ntype = \"oauth2\"\nname = \"/token\"\nuser = \"client-1\"\n";

  private Bench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new Bench();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret+key/1", "s3cret%2Bkey%2F1", "s3cret%2bkey/1"})
  void keyInALinkToItself_isNotQuoted(String repeated) {
    String pages = "[source.pages]\ntype = \"next_url\"\nnext = \"/next\"\n";
    bench.vendor.always(json("{\"rows\":[],\"next\":\"/costs?api_key=" + repeated + "\"}"));
    Provider provider = bench.provider(recipe(QUERY, GET + pages), Map.of(), "s3cret+key/1");

    assertThatThrownBy(() -> Bench.fetch(provider, 1))
        .hasMessageContaining("page 2 repeats the cursor /costs?api_key=***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pk-public", "sk-hidden", "pk-public:sk-hidden", "sk%2Dhidden"})
  void partOfAPair_isNotQuoted(String part) {
    bench.vendor.always(json("{\"rows\":[],\"problem\":{\"bad\":\"" + part + "\"}}"));
    String basic = "[auth]\ntype = \"basic\"\n" + ERROR;
    Provider provider = bench.provider(recipe(basic, GET), Map.of(), "pk-public:sk-hidden");

    assertThatThrownBy(() -> Bench.fetch(provider, 1))
        .hasMessageContaining("holds an error at /problem: {\"bad\":\"***\"}");
  }

  @Test
  void keyAmongTheNamesOfATrial_isNotShown() throws Exception {
    bench.vendor.always(json("{\"s3cret-key\":1}"));
    Provider provider = bench.provider(recipe("", GET), Map.of());

    Trial trial =
        Recipes.trial(provider, provider.sources().get(0), ChargePeriod.dayOf(Bench.START));

    assertThat(trial.findings())
        .containsExactly("rows.at = /rows/* found nothing: there has the keys ***");
  }

  @Test
  void refusedToken_isExchangedForANewOneOnce() throws Exception {
    bench.script("/token", token("token-1", "3600"), token("token-2", "3600"));
    bench.script("/costs", "{\"rows\":[]}");
    bench.script("/costs", json(401, "{}"));
    bench.script("/costs", "{\"rows\":[]}");
    Provider provider = bench.provider(recipe(OAUTH2, GET), Map.of());

    Bench.fetch(provider, 1);
    Bench.fetch(provider, 1);

    assertThat(bench.vendor.requests())
        .extracting(request -> String.valueOf(request.getHeaders().get("Authorization")))
        .containsExactly("null", "Bearer token-1", "Bearer token-1", "null", "Bearer token-2");
  }

  @Test
  void newTokenThatIsRefused_isNotKeptNorAskedWithAgain() {
    bench.script("/token", token("token-1", "3600"), token("token-2", "3600"));
    bench.script("/costs", json(401, "{}"));
    bench.script("/costs", json(401, "{}"));
    Provider provider = bench.provider(recipe(OAUTH2, GET), Map.of());

    assertThatThrownBy(() -> Bench.fetch(provider, 1)).hasMessageContaining("is refused");
    assertThatThrownBy(() -> Bench.fetch(provider, 1)).hasMessageContaining("is refused");

    assertThat(bench.vendor.requests())
        .extracting(request -> String.valueOf(request.getHeaders().get("Authorization")))
        .containsExactly("null", "Bearer token-1", "null", "Bearer token-2");
  }

  @Test
  void tokenThatLastsForAges_isUsedAndNeverQuoted() {
    bench.script("/token", token("token-1", "9223372036854775807"));
    bench.script("/costs", "{\"rows\":[],\"problem\":\"no rights for token-1\"}");
    Provider provider = bench.provider(recipe(OAUTH2 + ERROR, GET), Map.of());

    assertThatThrownBy(() -> Bench.fetch(provider, 1))
        .hasMessageContaining("at /problem: no rights for ***");
  }

  private static String token(String token, String lasts) {
    return "{\"access_token\":\"" + token + "\",\"expires_in\":" + lasts + "}";
  }
}
