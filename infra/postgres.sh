#!/bin/sh
# Entry of the database's container: makes the cluster where there is none, then becomes Postgres. It is the Postgres
# that comes with the packages, so that every way to run Lockstep has the same.
set -eu
data=/var/lib/lockstep/cluster
cd /opt/lockstep/tools/dev
bin=$(node --input-type=module -e '
  const { postgres } = await import(`@embedded-postgres/${process.platform}-${process.arch}`);
  console.log((await import("node:path")).dirname(postgres));')
if [ ! -f "$data/PG_VERSION" ]; then
  rm -rf "$data.new"
  umask 077
  printf %s "$POSTGRES_PASSWORD" >/tmp/password
  "$bin/initdb" -D "$data.new" -U lockstep -A scram-sha-256 -E UTF8 --locale=C --pwfile=/tmp/password
  rm /tmp/password
  # The network has nobody but our own services on it.
  echo "host all all all scram-sha-256" >>"$data.new/pg_hba.conf"
  mv "$data.new" "$data"
fi
exec "$bin/postgres" -D "$data" -c listen_addresses='*' -c unix_socket_directories=/tmp
