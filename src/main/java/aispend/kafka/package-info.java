// SPDX-License-Identifier: Apache-2.0
/**
 * Events by way of Kafka: into a topic, counted once and added up by a stream, out into the ledger.
 * May use model, config, receive, ingest, ledger and telemetry; alone uses Kafka's libraries.
 */
@NullMarked
package aispend.kafka;

import org.jspecify.annotations.NullMarked;
