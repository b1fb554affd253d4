#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# How quickly a stream counts events with one, two and four partitions, as ratios within one run, on
# a real broker beside it. Usage: bench/kafka.sh [EVENTS] [ROUNDS]
set -eu
cd "$(dirname -- "$0")/.."
mvn -q -B test-compile
mvn -q -B dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/test.classpath
exec java -Xmx768m -cp "target/classes:target/test-classes:$(cat target/test.classpath)" \
  aispend.kafka.KafkaThroughput "${1:-200000}" "${2:-3}"
