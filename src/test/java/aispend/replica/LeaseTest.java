// SPDX-License-Identifier: Apache-2.0
package aispend.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LeaseTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // it may wrap around
  private final Lease lease = new Lease(nanos::get);

  @Test
  void beforeTheFirstAnswer_isNotHeld() {
    assertThat(lease.isHeld()).isFalse();
    assertThat(lease.term()).isZero();
  }

  @Test
  void slowAnswer_countsFromTheQuestion() {
    long begun = lease.begin();
    pass(Duration.ofSeconds(7));
    lease.answered(begun, OptionalLong.of(3));

    assertThat(lease.isHeld()).isTrue();
    assertThat(lease.term()).isEqualTo(3);
    pass(Duration.ofSeconds(1));
    assertThat(lease.isHeld()).as("two seconds before the database lets it go").isFalse();
  }

  @Test
  void noAnswer_endsByItself() {
    lease.answered(lease.begin(), OptionalLong.of(1));
    pass(Duration.ofMillis(7_999));
    assertThat(lease.isHeld()).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(lease.isHeld()).isFalse();
  }

  @Test
  void anothersLease_isNotHeldAndKeepsTheTerm() {
    lease.answered(lease.begin(), OptionalLong.of(4));
    lease.answered(lease.begin(), OptionalLong.empty());

    assertThat(lease.isHeld()).isFalse();
    assertThat(lease.term()).isEqualTo(4);
  }

  @Test
  void dropped_endsAtOnce() {
    lease.answered(lease.begin(), OptionalLong.of(1));
    lease.drop();

    assertThat(lease.isHeld()).isFalse();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
