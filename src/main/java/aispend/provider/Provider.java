// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.ProviderException;
import aispend.model.ReportedBalance;
import aispend.model.ReportedBucket;
import aispend.model.ReportedLimit;
import aispend.model.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One configured account at one vendor. {@link #fetch} is called by one thread at a time; another
 * may ask for names meanwhile. Implementations keep no state that a restart would lose, but for
 * what saves them asking again.
 */
public interface Provider {
  /** The configured name, which is the metric label {@code provider}. */
  String name();

  /** What this provider can report, in the order to ask for it; fixed for its lifetime. */
  List<Source> sources();

  /**
   * Everything the vendor now reports for a window, all pages read.
   *
   * @param source one of {@link #sources()}
   * @param window aligned to the source's bucket and no longer than its longest window; the running
   *     bucket may be part of it
   * @return buckets inside the window, oldest first within a part; a vendor that reports nothing
   *     gives an empty list
   * @throws ProviderException when the vendor cannot be asked or its answer cannot be used; nothing
   *     of the window may be kept then
   * @throws InterruptedException when the daemon stops meanwhile
   */
  List<ReportedBucket> fetch(Source source, ChargePeriod window)
      throws ProviderException, InterruptedException;

  /**
   * Tells that the ledger has all that the last {@link #fetch} gave, which was of this window. What
   * did not change since need not be reported again; where this is not told, it must be.
   */
  default void kept(Source source, ChargePeriod window) {}

  /**
   * What is left of prepaid credit now, by part of the account; nothing for a vendor that does not
   * say.
   *
   * @throws ProviderException as {@link #fetch}
   */
  default List<ReportedBalance> balances() throws ProviderException, InterruptedException {
    return List.of();
  }

  /**
   * What the vendor lets somebody spend, and what of it is spent now; nothing for a vendor that
   * does not say. May take many slow calls.
   *
   * @throws ProviderException as {@link #fetch}
   */
  default List<ReportedLimit> limits() throws ProviderException, InterruptedException {
    return List.of();
  }

  /** Whether {@link #limits} is worth asking. */
  default boolean tellsLimits() {
    return false;
  }

  /**
   * Under which source spend is inferred from a falling balance; empty for a vendor that reports
   * spend itself. It is none of {@link #sources()} and is never fetched.
   */
  default Optional<Source> inferred() {
    return Optional.empty();
  }

  /**
   * Whether asking costs the same whatever the length of a window: money, or reading whole files.
   * Then windows are as long as they may be; else as long as memory should hold what they bring.
   */
  default boolean wholeWindows() {
    return false;
  }

  /** The dimensions whose ids the vendor can put names to. */
  Set<Dimension> namedDimensions();

  /**
   * Looks up the vendor's names.
   *
   * @param dimension one of {@link #namedDimensions()}
   * @return name by id; ids without a name are left out
   * @throws ProviderException as {@link #fetch}; the ids are then shown as they are
   */
  Map<String, String> names(Dimension dimension) throws ProviderException, InterruptedException;

  /**
   * The cheapest call that proves that the vendor is reachable and the key is of the right kind.
   *
   * @throws ProviderException kind AUTH with what to create where, when the key is refused
   */
  void check() throws ProviderException, InterruptedException;
}
