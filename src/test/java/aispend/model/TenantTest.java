// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TenantTest {
  private static final Set<Dimension> EVERY = EnumSet.allOf(Dimension.class);
  private static final Tenant ACME =
      new Tenant("acme", Map.of(Dimension.PROJECT, "acme-*", Dimension.TEAM, "red"));

  @Test
  void claim_addsTheTenantAndWhatCanOnlyBeOne() {
    Dimensions said = Dimensions.of(Dimension.PROJECT, "acme-web").with(Dimension.TENANT, "globex");

    assertThat(ACME.claim(said))
        .isEqualTo(
            Dimensions.of(Dimension.PROJECT, "acme-web")
                .with(Dimension.TENANT, "acme")
                .with(Dimension.TEAM, "red"));
    assertThat(Tenant.ALL.claim(said)).isEqualTo(said);
  }

  @Test
  void outside_isTheFirstConditionThatDoesNotHold() {
    Dimensions own = Dimensions.of(Dimension.PROJECT, "acme-").with(Dimension.TEAM, "red");

    assertThat(ACME.outside(own, EVERY)).isEmpty();
    assertThat(ACME.outside(own.with(Dimension.TEAM, "blue"), EVERY)).contains(Dimension.TEAM);
    assertThat(ACME.outside(own.with(Dimension.TEAM, ""), EVERY)).contains(Dimension.TEAM);
    assertThat(ACME.outside(Dimensions.NONE, Set.of(Dimension.MODEL))).isEmpty();
    assertThat(Tenant.ALL.outside(Dimensions.NONE, EVERY)).isEmpty();
  }

  @Test
  void holds_onlyWhatIsWithinAllConditions() {
    assertThat(ACME.holds(Map.of(Dimension.PROJECT, "acme-*x", Dimension.TEAM, "red"))).isTrue();
    assertThat(ACME.holds(Map.of(Dimension.PROJECT, "acme-web"))).isFalse();
    assertThat(ACME.holds(Map.of(Dimension.PROJECT, "acme*", Dimension.TEAM, "red"))).isFalse();
    assertThat(ACME.holds(Map.of())).isFalse();
    assertThat(Tenant.ALL.holds(Map.of())).isTrue();
  }

  /** What a glob holds, it matches: any text that the held one matches. */
  @Property
  void heldGlob_matchesNothingBeyond(
      @ForAll("globs") String outer,
      @ForAll("globs") String inner,
      @ForAll("fillings") String any) {
    Assume.that(new Glob(outer).holds(new Glob(inner)));

    assertThat(new Glob(outer).matches(inner.replace("*", any))).isTrue();
  }

  @Provide
  Arbitrary<String> globs() {
    return Arbitraries.strings().withChars("ab*").ofMaxLength(4);
  }

  @Provide
  Arbitrary<String> fillings() {
    return Arbitraries.strings().withChars("ab\n").ofMaxLength(3);
  }
}
