# Shared by dev/clients/check and dev/schemathesis: a server of one's own with the sample. Sourced after common.sh; who
# starts it calls stop_server in the end, whatever happens.
# shellcheck shell=bash

server_binary=$(realpath -m "${VITRINE_DEV_BIN:-$repository/target/debug/vitrine}")
[[ -x $server_binary ]] || die "There is no $server_binary. Build it: cargo build"
server_folder="" server_process=""

# A command of the program on the server's own folder: no vitrine.toml and no settings of the developer's are for it.
server_command() {
  (
    cd "$server_folder"
    exec env -u VITRINE_SEARCH_URL -u VITRINE_DATABASE_URL VITRINE_DATA_DIR="$server_folder/data" "$server_binary" "$@"
  )
}

# Starts it on a free port and waits until it answers. Sets server_url, server_folder.
start_server() {
  local port began=$SECONDS
  port=$(free_port)
  server_folder=$(mktemp -d)
  server_url=http://127.0.0.1:$port/graphql
  (
    cd "$server_folder"
    exec env -u VITRINE_SEARCH_URL -u VITRINE_DATABASE_URL VITRINE_DATA_DIR="$server_folder/data" \
      VITRINE_LISTEN="127.0.0.1:$port" "$server_binary" serve --sample
  ) >"$server_folder/log" 2>&1 &
  server_process=$!
  until http_get "$port" /readyz | grep -q '"ready"'; do
    if ! kill -0 "$server_process" 2>/dev/null; then
      show_log_tail vitrine "$server_folder/log"
      die "The server ended."
    fi
    if ((SECONDS - began > $(timeout_seconds))); then
      show_log_tail vitrine "$server_folder/log"
      die "The server is not ready."
    fi
    sleep 0.2
  done
}

# Stops it and deletes what it kept.
stop_server() {
  if [[ -n $server_process ]]; then
    kill "$server_process" 2>/dev/null || true
    wait "$server_process" 2>/dev/null || true
  fi
  [[ -z $server_folder ]] || rm -rf "$server_folder"
  server_process="" server_folder=""
}
