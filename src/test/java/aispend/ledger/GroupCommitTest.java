// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import aispend.ledger.Event.Fate;
import aispend.ledger.LedgerException.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who shares a transaction with whom, and whom a failure hits. The first write is held up. */
@Timeout(60)
final class GroupCommitTest {
  private static final Instant NOW = LedgerKit.at(1);

  private final List<List<String>> writes = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Object> results = new ConcurrentHashMap<>();
  private final List<Thread> callers = new ArrayList<>();
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile Consumer<List<String>> trouble = ids -> {};
  private final GroupCommit commits =
      new GroupCommit(
          (events, at) -> {
            List<String> ids = events.stream().map(event -> event.identity().id()).toList();
            writes.add(ids);
            if (writes.size() == 1) {
              awaitFirst();
            }
            trouble.accept(ids);
            return Collections.nCopies(ids.size(), Fate.ACCEPTED);
          });

  @AfterEach
  void letGo() {
    first.countDown();
  }

  @Test
  void callersDuringAWrite_shareTheNextOne() {
    call("first");
    for (int i = 0; i < 64; i++) {
      call("a" + i, "b" + i);
    }
    release();

    assertThat(writes).hasSize(2);
    assertThat(writes.get(1)).hasSize(128);
    assertThat(results).hasSize(65).containsEntry("a7", List.of(Fate.ACCEPTED, Fate.ACCEPTED));
  }

  @Test
  void moreThanFitsOneTransaction_isWrittenInSeveral() {
    call("first");
    String[] many = new String[GroupCommit.MOST_AT_ONCE - 1];
    java.util.Arrays.fill(many, "x");
    many[0] = "many";
    call(many);
    call("c", "d");
    release();

    assertThat(writes).extracting(List::size).containsExactly(1, many.length, 2);
    assertThat(results).hasSize(3);
  }

  @Test
  void eventThatCannotBeKept_isRefusedAndAllOthersAreKept() {
    trouble = refusing("poison");
    call("first");
    call("a");
    call("b", "poison", "c");
    call("d");
    release();

    assertThat(results)
        .containsEntry("a", List.of(Fate.ACCEPTED))
        .containsEntry("b", List.of(Fate.ACCEPTED, Fate.REFUSED, Fate.ACCEPTED))
        .containsEntry("d", List.of(Fate.ACCEPTED));
  }

  @Test
  void failureOfOurs_hitsOnlyItsCaller() {
    trouble =
        ids -> {
          if (ids.contains("strange")) {
            throw new IllegalArgumentException("not thought of");
          }
        };
    call("first");
    call("a");
    call("strange");
    release();

    assertThat(results).containsEntry("a", List.of(Fate.ACCEPTED));
    assertThat(results.get("strange"))
        .isInstanceOf(IllegalStateException.class)
        .asString()
        .contains("events were not written");
  }

  @Test
  void ledgerThatCannotBeWritten_failsAllWithoutTryingEach() {
    call("first");
    trouble =
        ids -> {
          throw new LedgerException("disk full", null);
        };
    for (int i = 0; i < 10; i++) {
      call("a" + i);
    }
    release();

    assertThat(writes).hasSize(2);
    assertThat(results.values())
        .hasSize(11)
        .allSatisfy(
            result ->
                assertThat(((LedgerException) result).reason()).isEqualTo(Reason.UNAVAILABLE));
    trouble = ids -> {};
    assertThat(commits.append(List.of(event("later")), NOW)).containsExactly(Fate.ACCEPTED);
  }

  @Test
  void moreThanMayWait_isRefusedAtOnce() {
    call("first");
    List<Event> many = Collections.nCopies(GroupCommit.MOST_WAITING, event("x"));
    Thread caller = started("many", many);
    await().until(() -> caller.getState() == Thread.State.WAITING);

    assertThatThrownBy(() -> commits.append(List.of(event("a")), NOW))
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUSY))
        .hasMessageContaining(GroupCommit.MOST_WAITING + " events wait");

    release();
    assertThat(results).containsKeys("first", "many");
  }

  private static Consumer<List<String>> refusing(String id) {
    return ids -> {
      if (ids.contains(id)) {
        throw new LedgerException(Reason.REFUSED, "too much", null);
      }
    };
  }

  /** One caller more, which waits when this returns. */
  private void call(String... ids) {
    Thread caller =
        started(ids[0], java.util.Arrays.stream(ids).map(GroupCommitTest::event).toList());
    await().until(() -> caller.getState() == Thread.State.WAITING);
  }

  private Thread started(String name, List<Event> events) {
    Thread caller =
        new Thread(
            () -> {
              try {
                results.put(name, commits.append(events, NOW));
              } catch (RuntimeException e) {
                results.put(name, e);
              }
            });
    callers.add(caller);
    caller.start();
    return caller;
  }

  private void release() {
    first.countDown();
    try {
      for (Thread caller : callers) {
        caller.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitFirst() {
    try {
      first.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Event event(String id) {
    return EventKit.event(id, 0, "1");
  }
}
