#!/usr/bin/env bash
# A private PostgreSQL 15 with pgvector for the test suite, on a free local port of its own.
#   scripts/postgres-cluster.sh start [FOLDER]   sets up what is missing, starts, prints the DATABASE_URL
#   scripts/postgres-cluster.sh stop  [FOLDER]
# FOLDER (or POSTGRES_CLUSTER_DIR) keeps the built pgvector and the cluster; default /var/cache/trich-dan-postgres.
# The server's user, postgres, must be able to reach it: not below a private home directory.
# Only the URL goes to standard output. Needs root on Debian (or a PostgreSQL that already has pgvector).
set -euo pipefail

action="${1:-start}"
folder="${2:-${POSTGRES_CLUSTER_DIR:-/var/cache/trich-dan-postgres}}"
major=15
bin="/usr/lib/postgresql/$major/bin"
exec 3>&1 1>&2

as_postgres() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

install_server() {
  [ -x "$bin/initdb" ] && return
  # No cluster of the distribution's: the package would start one on port 5432.
  mkdir -p /etc/postgresql-common
  grep -qs create_main_cluster /etc/postgresql-common/createcluster.conf ||
    echo 'create_main_cluster = false' >>/etc/postgresql-common/createcluster.conf
  apt-get update -qq || true
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "postgresql-$major" libpq-dev
}

# The machine's own Debian mirror, wherever its apt sources write it.
debian_mirror() {
  { cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null || true; } |
    sed -nE 's/^deb(-src)? +(\[[^]]*\] +)?([^ ]+) +[a-z]+ .*main.*/\3/p' | grep -E '/debian/?$' | head -1 || true
  sed -nE 's/^URIs: *([^ ]+).*/\1/p' /etc/apt/sources.list.d/*.sources 2>/dev/null | grep -E '/debian/?$' | head -1 || true
}

# Debian 12 has no pgvector package: the source package of the next release, built against unpacked headers.
# Nothing on the machine is upgraded; OPTFLAGS="" keeps the build usable on another processor.
build_vector() {
  [ -f "$("$bin/pg_config" --sharedir)/extension/vector.control" ] && return
  local build="$folder/build" mirror
  mirror="$(debian_mirror | head -1)"
  [ -n "$mirror" ] || { echo "No Debian mirror found in the apt sources." >&2; exit 1; }
  if [ ! -f "$build/pgvector/vector.so" ]; then
    rm -rf "$build" && mkdir -p "$build/lists/partial" "$build/pgvector" "$build/headers"
    echo "deb-src $mirror trixie main" >"$build/sources.list"
    (
      cd "$build"
      local private=(-o "Dir::Etc::sourcelist=$build/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::Lists=$build/lists"
        -o APT::Sandbox::User=root)
      apt-get "${private[@]}" update -qq
      apt-get "${private[@]}" source -qq --download-only pgvector
      tar -xf pgvector_*.orig.tar.* --strip-components=1 -C pgvector
      apt-get -o APT::Sandbox::User=root download -qq "postgresql-server-dev-$major"
      dpkg-deb -x "postgresql-server-dev-$major"_*.deb headers
      make_vector
    )
  fi
  (cd "$build" && make_vector install)
}

make_vector() {
  make -s -C pgvector with_llvm=no OPTFLAGS="" PG_CONFIG="$bin/pg_config" \
    PG_CPPFLAGS="-I$PWD/headers/usr/include/postgresql/$major/server -I/usr/include/postgresql" "$@"
}

free_port() {
  local port
  for port in $(seq 54320 54399); do
    (exec 4<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
  echo "No free port between 54320 and 54399." >&2
  exit 1
}

start() {
  install_server
  mkdir -p "$folder"
  folder="$(cd "$folder" && pwd)"
  as_postgres test -x "$folder" || { echo "User postgres cannot reach $folder; give another FOLDER." >&2; exit 1; }
  build_vector
  local data="$folder/data" port
  if [ ! -f "$data/PG_VERSION" ]; then
    mkdir -p "$data" && chmod 700 "$data"
    [ "$(id -u)" = 0 ] && chown postgres "$data"
    as_postgres "$bin/initdb" --no-sync -A trust -U postgres --encoding=UTF8 --locale=C.UTF-8 -D "$data" >/dev/null
  fi
  if ! as_postgres "$bin/pg_ctl" -D "$data" status >/dev/null; then
    port="$(free_port)"
    # Test data only: durability is switched off for speed. The server must not keep our standard output (3) open: a
    # caller that reads the URL through $(…) would wait for ever.
    as_postgres "$bin/pg_ctl" -w -D "$data" -l "$data/server.log" \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" \
      start >/dev/null 3>&-
  fi
  port="$(sed -n 4p "$data/postmaster.pid")"
  echo "postgres://postgres@127.0.0.1:$port/postgres" >&3
}

stop() {
  local data="$folder/data"
  [ -f "$data/postmaster.pid" ] || return 0
  as_postgres "$bin/pg_ctl" -w -m fast -D "$data" stop
}

case "$action" in
  start) start ;;
  stop) stop ;;
  *) echo "Usage: $0 start|stop [FOLDER]" >&2; exit 2 ;;
esac
