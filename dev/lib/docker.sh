# The same servers as containers, where a Docker engine with compose answers.
# shellcheck shell=bash

docker_usable() {
  command -v docker >/dev/null && docker info >/dev/null 2>&1 9>&- && docker compose version >/dev/null 2>&1 9>&-
}

# Each clone is a compose project of its own, so clones do not stop each other's containers.
docker_compose() {
  docker compose --project-name "vitrine-test-$(clone_id)" --file "$repository/dev/services.compose.yml" "$@" 9>&- </dev/null
}

docker_up() {
  docker_usable || die "VITRINE_DEV_SERVICES is docker, but no Docker engine with compose answers."
  say "Starting containers: $*…"
  docker_compose up --detach --wait --wait-timeout "$(timeout_seconds)" "$@" >&2 || {
    docker_compose logs --tail 25 "$@" >&2 || true
    docker_compose down --volumes >&2 || true
    die "The containers did not become healthy within $(timeout_seconds) s."
  }
  local service url
  for service in "$@"; do
    url=$("docker_${service}_url") || die "The container of $service has no port on this machine."
    export_line "$service" "$url"
  done
}

docker_down() {
  if [[ $# == "${#services[@]}" ]]; then
    docker_compose down --volumes >&2
  else
    docker_compose rm --stop --force --volumes "$@" >&2
  fi
}

# Compose prints the address as the host sees it: 127.0.0.1:49153.
docker_address() {
  local address
  address=$(docker_compose port "$1" "$2" 2>/dev/null) && [[ -n $address && $address != *:0 ]] && printf '%s' "$address"
}

docker_postgres_url() {
  local address
  address=$(docker_address postgres 5432) && printf 'postgres://vitrine@%s/postgres' "$address"
}

docker_elasticsearch_url() {
  local address
  address=$(docker_address elasticsearch 9200) && printf 'http://%s' "$address"
}

docker_opensearch_url() {
  local address
  address=$(docker_address opensearch 9200) && printf 'http://%s' "$address"
}

docker_redis_url() {
  local address
  address=$(docker_address redis 6379) && printf 'redis://%s' "$address"
}
