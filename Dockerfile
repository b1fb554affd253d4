# syntax=docker/dockerfile:1
# SPDX-License-Identifier: Apache-2.0
ARG BUILD_IMAGE=maven:3.9.9-eclipse-temurin-17
ARG RUN_IMAGE=eclipse-temurin:17.0.15_6-jre-noble

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml .
COPY src/main src/main
# `aispend demo` carries it in the jar.
COPY demo.toml .
# The formatter and the tests belong to `mvn verify`, not to an image.
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true package
# SQLite's native library is taken out of the jar here, so that at run time no directory has to be
# both writable and executable.
RUN mkdir -p /native && cd /native && \
    jar xf /build/target/aispend.jar "org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so" && \
    find . -name libsqlitejdbc.so -exec mv {} /native/ \; && rm -r org && \
    test -s libsqlitejdbc.so

FROM ${RUN_IMAGE}
LABEL org.opencontainers.image.title="aispend" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN mkdir -p /var/lib/aispend/data && chown -R 65532:65532 /var/lib/aispend
COPY --from=build /native/libsqlitejdbc.so /app/lib/
COPY --from=build /build/target/aispend.jar /app/aispend.jar
# The launcher prints these options when it starts. AISPEND_HEAP is set in docker-compose.yml.
ENV JDK_JAVA_OPTIONS="-Xmx384m -XX:+ExitOnOutOfMemoryError -Dorg.sqlite.lib.path=/app/lib -Dorg.sqlite.lib.name=libsqlitejdbc.so" \
    AISPEND_CONFIG=/etc/aispend/aispend.toml \
    AISPEND_LISTEN=0.0.0.0:9477
# Relative paths of a configuration, like the ledger's, start here.
WORKDIR /var/lib/aispend
VOLUME /var/lib/aispend
USER 65532:65532
EXPOSE 9477
# A small second Java for the check: its options come after and win over the ones above.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["java", "-Xmx32m", "-XX:TieredStopAtLevel=1", "-jar", "/app/aispend.jar", "healthcheck"]
ENTRYPOINT ["java", "-jar", "/app/aispend.jar"]
CMD ["serve"]
