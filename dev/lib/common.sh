# Shared by dev/services and dev/test: messages, where state lives, waiting, ports.
# shellcheck shell=bash

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# A line for people. Standard output is for what a program reads.
say() { printf '%s\n' "$*" >&2; }

die() {
  say "$(basename "$0"): $*"
  exit 1
}

# Tells this clone from another on the same machine: in names of clusters and projects.
clone_id() { printf '%s' "$repository" | cksum | cut -d' ' -f1; }

# Sets `state`, the directory of everything that dev/services keeps, and lets one command at a
# time work in it. File descriptor 9 holds the lock; servers are started with it closed.
prepare_state() {
  local base=${VITRINE_DEV_DIR:-$repository/.dev}
  if ! mkdir -p "$base/services" 2>/dev/null || [[ ! -w $base/services ]]; then
    base=${TMPDIR:-/tmp}/vitrine-dev-$(id -u)-$(clone_id)
    mkdir -p "$base/services"
  fi
  state=$(cd "$base/services" && pwd)
  if command -v flock >/dev/null; then
    exec 9>"$state/lock"
    flock --wait 600 9 || die "Another dev/services has been at work here for ten minutes ($state/lock)."
  fi
}

timeout_seconds() { printf '%s' "${VITRINE_DEV_TIMEOUT:-120}"; }

# A TCP port on 127.0.0.1 in [$1, $2] on which nobody listens now; without arguments one below the
# range from which the system gives ports to outgoing connections. Another program may take it
# before it is used, so callers try again when their server cannot have it.
free_port() {
  local low=${1:-20000} high=${2:-29999} port attempt
  for ((attempt = 0; attempt < 200; attempt++)); do
    port=$((low + (RANDOM * 32768 + RANDOM) % (high - low + 1)))
    if ! listening "$port"; then
      printf '%s' "$port"
      return
    fi
  done
  die "No free port between $low and $high on 127.0.0.1."
}

# Starts the server $1 by the rest of the arguments, and keeps its log and its process number in its part of the state.
# `nohup` and a session of its own: it outlives this command and a closed terminal.
launch() {
  local name=$1 session=()
  shift
  if command -v setsid >/dev/null; then session=(setsid); fi
  nohup ${session[@]+"${session[@]}"} "$@" >"$state/$name/log" 2>&1 9>&- </dev/null &
  printf '%s\n' "$!" >"$state/$name/pid"
}

# Whether somebody accepts connections on 127.0.0.1:$1.
listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The body and headers of GET http://127.0.0.1:$1$2, without needing curl. Fails when nobody answers.
http_get() {
  local port=$1 path=$2
  (
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$path" >&3
    cat <&3
  ) 2>/dev/null
}

# The end of a server's log, for a person who has to find out why it did not start.
show_log_tail() {
  local name=$1 log=$2
  say "--- last lines of $name's log ($log)"
  if [[ -s $log ]]; then tail -n 25 "$log" >&2; else say "(empty)"; fi
  say "---"
}

export_line() {
  case $1 in
    postgres) printf 'export VITRINE_TEST_POSTGRES=%s\n' "$2" ;;
    elasticsearch) printf 'export VITRINE_TEST_ELASTICSEARCH=%s\n' "$2" ;;
    redis) printf 'export VITRINE_TEST_REDIS=%s\n' "$2" ;;
    opensearch) printf 'export VITRINE_TEST_OPENSEARCH=%s\n' "$2" ;;
  esac
}

# Installs Debian packages where that needs no question: as root, with apt-get. Fails elsewhere.
install_packages() {
  [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null || return 1
  say "Installing $* with apt-get…"
  {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
  } >"$state/apt.log" 2>&1 9>&- </dev/null || {
    show_log_tail apt-get "$state/apt.log"
    return 1
  }
}
