// SPDX-License-Identifier: Apache-2.0
package aispend.replica;

/** Whether this daemon is the one that does what is to be done once. Any thread may ask. */
@FunctionalInterface
public interface Leadership {
  /** Of a daemon that has its ledger for itself. */
  Leadership ALONE = () -> true;

  /**
   * Whether it leads at this moment. It is false in time before another one may lead; who works for
   * long asks again and again.
   */
  boolean leads();

  /**
   * Says that this daemon leads and cannot do what is to be done. Where another one may lead
   * instead, that one does.
   */
  default void standBack() {}

  /** Whether it lets others lead for a while, because it could not do what is to be done. */
  default boolean standsBack() {
    return false;
  }
}
