# A throw-away Redis: from a program installed on this machine, else from one that a jar holds.
# shellcheck shell=bash

redis_url() {
  redis_running || return 1
  printf 'redis://127.0.0.1:%s' "$(<"$state/redis/port")"
}

redis_up() {
  if redis_running; then
    say "Redis is running already."
    return
  fi
  redis_down
  local program started=$SECONDS attempt port
  program=$(redis_program)
  mkdir -p "$state/redis"
  for attempt in 1 2 3 4 5; do
    port=$(free_port)
    # In memory alone, for this machine alone.
    launch redis "$program" --bind 127.0.0.1 --port "$port" --dir "$state/redis" --save "" --appendonly no
    while redis_alive && ((SECONDS - started < $(timeout_seconds))); do
      if listening "$port"; then
        printf '%s\n' "$port" >"$state/redis/port"
        say "Redis is up on port $port."
        return
      fi
      sleep 0.1
    done
  done
  show_log_tail Redis "$state/redis/log"
  redis_down
  die "Redis did not start."
}

redis_down() {
  [[ -d $state/redis ]] || return 0
  if redis_alive; then
    # It holds nothing that is wanted again.
    kill -9 "$(<"$state/redis/pid")" 2>/dev/null || true
    say "Redis stopped."
  fi
  rm -rf "$state/redis"
}

redis_running() { [[ -s $state/redis/port ]] && redis_alive && listening "$(<"$state/redis/port")"; }

# Alive, and a Redis: a process number can belong to another program after a restart of the machine.
redis_alive() {
  [[ -s $state/redis/pid ]] && ps -o args= -p "$(<"$state/redis/pid")" 2>/dev/null | grep -q -- 'redis-server\|valkey-server'
}

# What to run: Redis or its twin Valkey where one is installed, else the program for this machine out of the jar.
redis_program() {
  local name system program
  for name in redis-server valkey-server; do
    if command -v "$name"; then return; fi
  done
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) system=linux-amd64 ;;
    Linux-aarch64) system=linux-arm64 ;;
    Darwin-x86_64) system=darwin-amd64 ;;
    Darwin-arm64) system=darwin-arm64 ;;
    *) die "Redis is not installed. Install it (Debian and Ubuntu: apt-get install redis-server) and try again." ;;
  esac
  maven_fetch Redis "$repository/dev/redis/pom.xml" "$state/redis-jar"
  program=$(find "$state/redis-jar" -name "redis-server-*-$system" | head -n 1)
  if [[ -z $program ]]; then
    redis_unpack "$system"
    program=$(find "$state/redis-jar" -name "redis-server-*-$system" | head -n 1)
  fi
  chmod +x "$program"
  printf '%s\n' "$program"
}

redis_unpack() {
  local system=$1
  python3 - "$state/redis-jar" "$system" <<'PYTHON' >&2 || die "The jar with Redis can't be unpacked (python3 does it)."
import pathlib, sys, zipfile
folder, system = pathlib.Path(sys.argv[1]), sys.argv[2]
(jar,) = folder.glob("embedded-redis-*.jar")
with zipfile.ZipFile(jar) as packed:
    (name,) = [name for name in packed.namelist() if name.startswith("redis-server-") and name.endswith(f"-{system}")]
    packed.extract(name, folder)
PYTHON
}
