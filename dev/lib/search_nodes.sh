# A real Elasticsearch 7.10.2 and a real OpenSearch 3 from Maven's jars, for machines without Docker.
#
# The jars come with a runner that starts a node in its own process. It takes the first free HTTP
# port above -baseHttpPort, gives up silently beyond 9299, and says nothing at all unless
# -useLogger is given; so the port is read from its log.
#
# Each function of `node_` takes the service, elasticsearch or opensearch, as its first argument.
# shellcheck shell=bash

elasticsearch_url() { node_url elasticsearch; }
elasticsearch_launch() { node_launch elasticsearch; }
elasticsearch_wait() { node_wait elasticsearch; }
elasticsearch_down() { node_down elasticsearch; }
opensearch_url() { node_url opensearch; }
opensearch_launch() { node_launch opensearch; }
opensearch_wait() { node_wait opensearch; }
opensearch_down() { node_down opensearch; }

node_name() { if [[ $1 == opensearch ]]; then printf OpenSearch; else printf Elasticsearch; fi; }

node_url() {
  node_running "$1" || return 1
  printf 'http://127.0.0.1:%s' "$(<"$state/$1/port")"
}

# Starts the server without waiting for it.
node_launch() {
  local node=$1
  if node_running "$node"; then
    say "$(node_name "$node") is running already."
    return
  fi
  node_down "$node"
  # Told here, where it can end the command.
  "${node}_java" >/dev/null || exit 1
  maven_fetch "$(node_name "$node")" "$repository/dev/$node/pom.xml" "$state/$node-jars"
  mkdir -p "$state/$node/config"
  # The settings and the log are the same for both.
  cp "$repository/dev/elasticsearch/elasticsearch.yml" "$state/$node/config/$node.yml"
  cp "$repository/dev/elasticsearch/log4j2.properties" "$state/$node/config/"
  node_spawn "$node"
}

# Waits until the launched server answers, or says why it does not.
node_wait() {
  local node=$1 started=$SECONDS attempt=1 log=$state/$1/log port name
  [[ ! -s $state/$node/port ]] || return 0
  name=$(node_name "$node")
  while ((SECONDS - started < $(timeout_seconds))); do
    port=$(grep -oE 'publish_address \{127\.0\.0\.1:9[0-9]+\}, bound' "$log" 2>/dev/null | grep -oE ':[0-9]+' | tail -n 1) || true
    port=${port#:}
    if [[ -n $port ]] && http_get "$port" '/_cluster/health?wait_for_status=yellow&timeout=1s' | grep -q '"timed_out":false'; then
      printf '%s\n' "$port" >"$state/$node/port"
      say "$name is up on port $port."
      return
    fi
    if ! node_alive "$node"; then
      # Another program may have taken the port between the look and the use of it.
      if ((attempt < 3)) && grep -q 'BindException\|BindHttpException\|is unavailable' "$log"; then
        attempt=$((attempt + 1))
        node_spawn "$node"
      else
        break
      fi
    fi
    sleep 0.3
  done
  show_log_tail "$name" "$log"
  node_down "$node"
  die "$name did not answer within $(timeout_seconds) s."
}

node_down() {
  local node=$1
  [[ -d $state/$node ]] || return 0
  if node_alive "$node"; then
    local pid attempt
    pid=$(<"$state/$node/pid")
    kill "$pid" 2>/dev/null || true
    for ((attempt = 0; attempt < 50; attempt++)); do
      node_alive "$node" || break
      sleep 0.2
    done
    if node_alive "$node"; then kill -9 "$pid" 2>/dev/null || true; fi
    say "$(node_name "$node") stopped."
  fi
  rm -rf "${state:?}/$node"
}

# Alive, and ours: a process number can belong to another program after a restart of the machine.
node_alive() {
  [[ -s $state/$1/pid ]] &&
    ps -o args= -p "$(<"$state/$1/pid")" 2>/dev/null | grep -qF -- "-basePath $state/$1"
}

node_running() {
  [[ -s $state/$1/port ]] && node_alive "$1" &&
    http_get "$(<"$state/$1/port")" / | grep -q '"cluster_name"'
}

node_spawn() {
  local node=$1 base java runner
  base=$(($(free_port 9201 9299) - 1))
  java=$("${node}_java")
  runner=org.codelibs.elasticsearch.runner.ElasticsearchClusterRunner
  if [[ $node == opensearch ]]; then runner=org.codelibs.opensearch.runner.OpenSearchRunner; fi
  # A small heap and the quick compiler: this server lives for minutes and holds little.
  launch "$node" "$java" -Xms256m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -cp "$state/$node-jars/*" "$runner" \
    -basePath "$state/$node" -confPath "$state/$node/config" -numOfNode 1 \
    -baseHttpPort "$base" -clusterName "vitrine-$(clone_id)" -useLogger
}

# The Java that runs Elasticsearch.
elasticsearch_java() {
  command -v java >/dev/null && java -version >/dev/null 2>&1 ||
    install_packages default-jre-headless ||
    die "Java is not installed, and Elasticsearch needs it. Install a Java 11 or newer" \
      "(Debian and Ubuntu: apt-get install default-jre-headless; macOS: brew install openjdk) and try again."
  printf java
}

# The Java that runs OpenSearch: the usual one where it is new enough, else one that is installed beside it.
opensearch_java() {
  local java version
  for java in "${JAVA_HOME:+$JAVA_HOME/bin/java}" java /usr/lib/jvm/*/bin/java; do
    [[ -n $java ]] && version=$("$java" -version 2>&1 | sed -nE '1s/.*"([0-9]+).*/\1/p') || continue
    if [[ -n $version ]] && ((version >= 21)); then
      printf '%s' "$java"
      return
    fi
  done
  die "OpenSearch 3 needs a Java 21 or newer, and none was found, nor by JAVA_HOME or in /usr/lib/jvm. Install one" \
    "(Debian 13 and Ubuntu 24: apt-get install openjdk-21-jre-headless; macOS: brew install openjdk) and try again."
}
