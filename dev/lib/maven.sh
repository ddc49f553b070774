# Programs that come as jars.
# shellcheck shell=bash

# Fetches the jars of a pom.xml: maven_fetch NAME POM FOLDER. They stay between runs, and are fetched again when the pom.xml
# says something else.
maven_fetch() {
  local name=$1 pom=$2 jars=$3
  cmp -s "$pom" "$jars/pom.xml" && return
  command -v mvn >/dev/null || install_packages maven ||
    die "Maven is not installed, and it fetches $name. Install it" \
      "(Debian and Ubuntu: apt-get install maven; macOS: brew install maven) and try again."
  say "Fetching $name with Maven, once…"
  rm -rf "$jars"
  mkdir -p "$jars"
  mvn --batch-mode --file "$pom" dependency:copy-dependencies \
    "-DoutputDirectory=$jars" >"$state/maven.log" 2>&1 9>&- </dev/null || {
    show_log_tail Maven "$state/maven.log"
    die "Maven could not fetch $name."
  }
  # Last, so that a broken download is not taken for a whole one.
  cp "$pom" "$jars/pom.xml"
}
