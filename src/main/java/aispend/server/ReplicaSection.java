// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.api.ReplicaAnswers.ReplicaRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The daemons on one ledger in one rendering. Not thread-safe. */
final class ReplicaSection {
  private final Html html;
  private final Instant now;

  ReplicaSection(Html html, Instant now) {
    this.html = html;
    this.now = now;
  }

  /** Nothing where there are none to show. */
  void show(List<ReplicaRow> replicas) {
    if (replicas.isEmpty()) {
      return;
    }
    html.open("section", "class", "card").element("h2", null, "Replicas");
    html.open("ul", "class", "providers");
    replicas.forEach(this::replica);
    html.close().close();
  }

  private void replica(ReplicaRow replica) {
    String state = replica.polls() ? "fine" : "failing";
    html.open("li", "class", "provider " + state).open("div", "class", "heading");
    html.open("p", "class", "name")
        .element("span", "badge", replica.leads() ? "leader" : state)
        .text(replica.address())
        .close();
    html.element(
            "p",
            "note",
            "version " + replica.version() + ", seen " + Shown.ago(replica.seenAt(), now))
        .close();
    if (!replica.polledLast().isEmpty()) {
      html.element("p", "note", "polled last: " + String.join(", ", replica.polledLast()));
    }
    problems(replica).forEach(problem -> html.element("p", "problem", problem));
    html.close();
  }

  private static List<String> problems(ReplicaRow replica) {
    List<String> problems = new ArrayList<>();
    if (replica.configurationDiffers()) {
      problems.add("Its configuration is not the leader's, so it polls nothing.");
    } else if (!replica.polls()) {
      problems.add(
          "It polls nothing; its clock is ahead of the database's by "
              + replica.clockAheadSeconds().toPlainString()
              + " s.");
    }
    return problems;
  }
}
