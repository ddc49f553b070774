# syntax=docker/dockerfile:1
#
# One image with the server and nothing else. Built and started by docker-compose.yml; alone:
#   docker build -t vitrine . && docker run --rm -p 8080:8080 -v vitrine-data:/var/lib/vitrine vitrine serve --sample

FROM rust:1.95-slim-bookworm AS builder
# npm brings GraphiQL's files, which the build embeds in the binary; the C compiler is for SQLite,
# zstd and the allocator.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends build-essential ca-certificates nodejs npm pkg-config \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
# Crates, npm packages and compiled dependencies stay in BuildKit's caches between builds, so the
# binary is copied out of the target directory in the same step.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/root/.npm \
    --mount=type=cache,target=/src/target \
    cargo build --locked --release --package server --bin vitrine \
 && install -D target/release/vitrine /out/vitrine

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 vitrine \
 && useradd --uid 10001 --gid vitrine --no-create-home --home-dir /var/lib/vitrine --shell /usr/sbin/nologin vitrine \
 && install --directory --owner=vitrine --group=vitrine --mode=0750 /var/lib/vitrine
COPY --from=builder /out/vitrine /usr/local/bin/vitrine
# Licences of what the image carries go with it.
COPY LICENSE-MIT LICENSE-APACHE /usr/share/doc/vitrine/

# Numeric, so that Kubernetes can see that it is not root.
USER 10001:10001
WORKDIR /var/lib/vitrine
ENV VITRINE_LISTEN=0.0.0.0:8080 \
    VITRINE_DATA_DIR=/var/lib/vitrine \
    VITRINE_DATABASE_URL=sqlite:///var/lib/vitrine/vitrine.db
VOLUME /var/lib/vitrine
EXPOSE 8080

# bash opens the connection itself, so the image needs no curl. Ready means that the store answers.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --start-interval=1s --retries=3 \
  CMD ["bash", "-c", "exec 3<>\"/dev/tcp/127.0.0.1/${VITRINE_LISTEN##*:}\" && printf 'GET /readyz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [[ $status == 200 ]]"]

# The server itself is process 1: it ends on SIGTERM after the requests in flight.
ENTRYPOINT ["vitrine"]
CMD ["serve"]
