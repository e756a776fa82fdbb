#!/bin/sh
# Makes the secrets of compose.yaml beside it, once; what is there already is kept.
set -eu
cd "$(dirname "$(readlink -f "$0")")"
if [ -e secrets ]; then
  echo 'secrets is there already, and is kept.' >&2
  exit 0
fi
umask 077
mkdir secrets
word() { openssl rand -hex 24; }
postgres=$(word)
clickhouse=$(word)
printf '%s' "$postgres" > secrets/postgres
# The database's own user reads it.
chmod 0644 secrets/postgres
cat > secrets/clickhouse.env << END
CLICKHOUSE_USER=nautilus
CLICKHOUSE_PASSWORD=$clickhouse
CLICKHOUSE_DB=nautilus
END
cat > secrets/nautilus.env << END
DATABASE_URL=postgres://nautilus:$postgres@postgres:5432/nautilus
TELEMETRY_URL=http://nautilus:$clickhouse@clickhouse:8123/nautilus
NATS_URL=nats://bus:4222
NAUTILUS_SECRET=$(openssl rand -hex 32)
NAUTILUS_URL=http://localhost:8400
END
echo 'The secrets are made.'
