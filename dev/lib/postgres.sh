# A throw-away PostgreSQL from the programs installed on this machine.
#
# The server refuses to run as root, and its user must reach its files, which a clone below /root
# does not allow: so the cluster is made in a temporary directory, and only its path, its port and
# its log's path are kept in the clone's state.
# shellcheck shell=bash

postgres_url() {
  local port
  postgres_running || return 1
  port=$(<"$state/postgres/port")
  printf 'postgres://vitrine@127.0.0.1:%s/postgres' "$port"
}

postgres_up() {
  if postgres_running; then
    say "PostgreSQL is running already."
    return
  fi
  postgres_down
  local bin
  bin=$(postgres_bin) || bin=$(install_packages postgresql >&2 && postgres_bin) || die \
    "PostgreSQL's server programs (initdb, pg_ctl) are not installed. Install PostgreSQL 14 or newer" \
    "(Debian and Ubuntu: apt-get install postgresql; macOS: brew install postgresql@17) and try again."

  local started=$SECONDS cluster
  cluster=$(mktemp -d "${TMPDIR:-/tmp}/vitrine-postgres.XXXXXX")
  mkdir -p "$state/postgres"
  printf '%s\n' "$bin" >"$state/postgres/bin"
  printf '%s\n' "$cluster" >"$state/postgres/cluster"
  if [[ $(id -u) == 0 ]]; then chown "$(postgres_user)" "$cluster"; fi
  postgres_initdb "$bin" "$cluster"
  postgres_start "$bin" "$cluster"
  say "PostgreSQL $(postgres_version "$bin") is up after $((SECONDS - started)) s on port $(<"$state/postgres/port")."
}

postgres_down() {
  [[ -s $state/postgres/cluster ]] || return 0
  local bin cluster
  bin=$(<"$state/postgres/bin")
  cluster=$(<"$state/postgres/cluster")
  if [[ -d $cluster && $cluster == */vitrine-postgres.* ]]; then
    # Nothing of it is wanted again, so there is no reason to wait for a clean end.
    if as_postgres_user "$bin/pg_ctl" --pgdata "$cluster/data" --mode immediate --wait stop >/dev/null 2>&1; then
      say "PostgreSQL stopped."
    fi
    rm -rf "$cluster"
  fi
  rm -rf "$state/postgres"
}

postgres_running() {
  [[ -s $state/postgres/port ]] || return 1
  local bin cluster
  bin=$(<"$state/postgres/bin")
  cluster=$(<"$state/postgres/cluster")
  as_postgres_user "$bin/pg_ctl" --pgdata "$cluster/data" status >/dev/null 2>&1 &&
    listening "$(<"$state/postgres/port")"
}

# Where initdb and pg_ctl are: in the PATH, or where packages put them; the newest wins.
postgres_bin() {
  local candidate
  if command -v initdb >/dev/null && command -v pg_ctl >/dev/null; then
    dirname "$(command -v initdb)"
    return
  fi
  candidate=$(
    ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin \
      2>/dev/null | sort -V | tail -n 1
  ) || true
  [[ -n $candidate && -x $candidate/initdb ]] && printf '%s' "$candidate"
}

postgres_version() { "$1/postgres" --version | grep -oE '[0-9]+(\.[0-9]+)?' | head -n 1; }

# Who runs the server when we are root: its own account where there is one.
postgres_user() { if id postgres >/dev/null 2>&1; then printf postgres; else printf nobody; fi; }

as_postgres_user() {
  (
    cd / # The other user may not be allowed to be where we are.
    if [[ $(id -u) != 0 ]]; then
      "$@"
    elif command -v runuser >/dev/null; then
      runuser -u "$(postgres_user)" -- "$@"
    else
      su -s /bin/sh "$(postgres_user)" -c "$(printf '%q ' "$@")"
    fi
  ) 9>&- </dev/null
}

postgres_initdb() {
  local bin=$1 cluster=$2 locale
  # Systems without C.UTF-8 get C, which sorts by bytes too.
  for locale in --locale=C.UTF-8 --no-locale; do
    if as_postgres_user "$bin/initdb" --pgdata "$cluster/data" --username vitrine --auth trust \
      --encoding UTF8 "$locale" --no-sync >"$state/postgres/initdb.log" 2>&1; then
      return
    fi
  done
  show_log_tail initdb "$state/postgres/initdb.log"
  die "The PostgreSQL cluster could not be made."
}

# A crash may lose everything, and that is fine here: nothing waits for the disk. Tests open many
# databases at once, each with a pool of its own, hence the connections.
postgres_start() {
  local bin=$1 cluster=$2 attempt port
  {
    printf "unix_socket_directories = '%s'\n" "$cluster"
    printf "listen_addresses = '127.0.0.1'\n"
    printf "max_connections = 300\n"
    printf "shared_buffers = 256MB\n"
    printf "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
    printf "wal_level = minimal\nmax_wal_senders = 0\nmax_wal_size = 2GB\n"
  } >>"$cluster/data/postgresql.conf"
  for attempt in 1 2 3 4 5; do
    port=$(free_port)
    if as_postgres_user "$bin/pg_ctl" --pgdata "$cluster/data" --log "$cluster/log" --wait \
      --timeout "$(timeout_seconds)" --options "-p $port" start >/dev/null 2>&1; then
      printf '%s\n' "$port" >"$state/postgres/port"
      return
    fi
    grep -qs 'could not bind' "$cluster/log" || break
  done
  show_log_tail PostgreSQL "$cluster/log"
  die "PostgreSQL did not start."
}

