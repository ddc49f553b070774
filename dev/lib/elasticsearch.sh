# A real Elasticsearch 7.10.2 from Maven's jars, for machines without Docker.
#
# The jars come with a runner that starts a node in its own process. It takes the first free HTTP
# port above -baseHttpPort, gives up silently beyond 9299, and says nothing at all unless
# -useLogger is given; so the port is read from its log.
# shellcheck shell=bash

elasticsearch_runner=org.codelibs.elasticsearch.runner.ElasticsearchClusterRunner
elasticsearch_files=$repository/dev/elasticsearch

elasticsearch_url() {
  elasticsearch_running || return 1
  printf 'http://127.0.0.1:%s' "$(<"$state/elasticsearch/port")"
}

# Starts the server without waiting for it.
elasticsearch_launch() {
  if elasticsearch_running; then
    say "Elasticsearch is running already."
    return
  fi
  elasticsearch_down
  elasticsearch_need_java
  elasticsearch_fetch_jars
  mkdir -p "$state/elasticsearch/config"
  cp "$elasticsearch_files/elasticsearch.yml" "$elasticsearch_files/log4j2.properties" "$state/elasticsearch/config/"
  elasticsearch_spawn
}

# Waits until the launched server answers, or says why it does not.
elasticsearch_wait() {
  [[ ! -s $state/elasticsearch/port ]] || return 0
  local started=$SECONDS attempt=1 log=$state/elasticsearch/log port
  while ((SECONDS - started < $(timeout_seconds))); do
    port=$(grep -oE 'publish_address \{127\.0\.0\.1:9[0-9]+\}, bound' "$log" 2>/dev/null | grep -oE ':[0-9]+' | tail -n 1) || true
    port=${port#:}
    if [[ -n $port ]] && http_get "$port" '/_cluster/health?wait_for_status=yellow&timeout=1s' | grep -q '"timed_out":false'; then
      printf '%s\n' "$port" >"$state/elasticsearch/port"
      say "Elasticsearch is up on port $port."
      return
    fi
    if ! elasticsearch_alive; then
      # Another program may have taken the port between the look and the use of it.
      if ((attempt < 3)) && grep -q 'BindException\|BindHttpException\|is unavailable' "$log"; then
        attempt=$((attempt + 1))
        elasticsearch_spawn
      else
        break
      fi
    fi
    sleep 0.3
  done
  show_log_tail Elasticsearch "$log"
  elasticsearch_down
  die "Elasticsearch did not answer within $(timeout_seconds) s."
}

elasticsearch_down() {
  [[ -d $state/elasticsearch ]] || return 0
  if elasticsearch_alive; then
    local pid attempt
    pid=$(<"$state/elasticsearch/pid")
    kill "$pid" 2>/dev/null || true
    for ((attempt = 0; attempt < 50; attempt++)); do
      elasticsearch_alive || break
      sleep 0.2
    done
    if elasticsearch_alive; then kill -9 "$pid" 2>/dev/null || true; fi
    say "Elasticsearch stopped."
  fi
  rm -rf "$state/elasticsearch"
}

# Alive, and ours: a process number can belong to another program after a restart of the machine.
elasticsearch_alive() {
  [[ -s $state/elasticsearch/pid ]] &&
    ps -o args= -p "$(<"$state/elasticsearch/pid")" 2>/dev/null | grep -qF -- "-basePath $state/elasticsearch"
}

elasticsearch_running() {
  [[ -s $state/elasticsearch/port ]] && elasticsearch_alive &&
    http_get "$(<"$state/elasticsearch/port")" / | grep -q '"cluster_name"'
}

elasticsearch_spawn() {
  local base
  base=$(($(free_port 9201 9299) - 1))
  # A small heap and the quick compiler: this server lives for minutes and holds little.
  launch elasticsearch java -Xms256m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -cp "$state/elasticsearch-jars/*" "$elasticsearch_runner" \
    -basePath "$state/elasticsearch" -confPath "$state/elasticsearch/config" -numOfNode 1 \
    -baseHttpPort "$base" -clusterName "vitrine-$(clone_id)" -useLogger
}

elasticsearch_need_java() {
  command -v java >/dev/null && java -version >/dev/null 2>&1 ||
    install_packages default-jre-headless ||
    die "Java is not installed, and Elasticsearch needs it. Install a Java 11 or newer" \
      "(Debian and Ubuntu: apt-get install default-jre-headless; macOS: brew install openjdk) and try again."
}

elasticsearch_fetch_jars() { maven_fetch Elasticsearch "$elasticsearch_files/pom.xml" "$state/elasticsearch-jars"; }
