set -eu
if [ ! -d "$PGDATA" ]; then
  echo "${POSTGRES_PASSWORD:?is missing}" >/tmp/password
  initdb -D "$PGDATA" -U "${POSTGRES_USER:-postgres}" -A scram-sha-256 --pwfile=/tmp/password -E UTF8 --locale=C
  rm /tmp/password
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  # One statement per line.
  for script in /docker-entrypoint-initdb.d/*.sql; do
    [ ! -f "$script" ] || postgres --single -D "$PGDATA" postgres <"$script"
  done
fi
exec "$@" -c listen_addresses='*' -c unix_socket_directories=/tmp
