# What scripts/flink and scripts/spark share: building a job server, and starting,
# finding and stopping processes that a folder, $dir, keeps the ids of. Sourced, with
# $script (its name), $home, $pom and $jar set.

die() { echo "scripts/$script: $*" >&2; exit 1; }
say() { echo "scripts/$script: $*" >&2; }

# retry runs a download up to three times: each goes on where the last one ended,
# for Maven and pip keep what they have.
retry() {
  local try
  for try in 1 2 3; do
    "$@" && return
    [ "$try" = 3 ] || { say "that failed; trying again"; sleep $((try * 5)); }
  done
  return 1
}

find_java() {
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v "$java" >/dev/null || die "java is missing: install Java 17 (or 11), or set JAVA_HOME"
  local major
  major=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -1)
  [ "${major:-0}" -ge 11 ] || die "Java ${major:-?} is too old: install Java 17 (or 11), or set JAVA_HOME"
}

# install_job_server builds $jar, of that size.
install_job_server() {
  [ ! -e "$jar" ] || return 0
  command -v mvn >/dev/null || die "mvn is missing: install Maven 3, which builds the job server"
  say "building the job server ($1, a minute or three) ..."
  mkdir -p "$home"
  local build
  build=$(mktemp -d "$home/build.XXXXXX")
  if ! retry mvn --batch-mode --quiet --file "$pom" -Dbuild.folder="$build" package >"$build/mvn.log" 2>&1; then
    tail -20 "$build/mvn.log" >&2
    rm -rf "$build"
    die "Maven could not build the job server from $pom"
  fi
  mv "$build/job-server.jar" "$jar"
  rm -rf "$build"
}

# alive NAME: does the process that start left as NAME run? Its command line
# names this folder, so another process with an old id is not taken for it.
alive() {
  [ -s "$dir/$1.pid" ] && ps -ww -o args= -p "$(cat "$dir/$1.pid")" 2>/dev/null | grep -qF -- "$dir/conf"
}

# launch NAME COMMAND...: in a process group of its own, so that a Ctrl-C in the
# terminal leaves it running.
launch() {
  local name=$1
  shift
  (
    set -m
    exec </dev/null >"$dir/logs/$name.out" 2>&1
    "$@" &
    echo $! >"$dir/$name.pid"
  )
}

# await NAME TEXT: until the process has written TEXT.
await() {
  local name=$1 _
  for _ in $(seq 1200); do
    ! grep -q "$2" "$dir/logs/$name.out" || return 0
    sleep 0.1
    kill -0 "$(cat "$dir/$name.pid")" 2>/dev/null || break
  done
  tail -20 "$dir/logs/$name.out" >&2
  die "$name does not start: see $dir/logs"
}

# logged NAME PATTERN: what the pattern's group last matched in a process's log.
logged() { sed -n "s/.*$2.*/\1/p" "$dir/logs/$1.out" | tail -1; }

# watch stops everything when a process is gone. It ends by itself after a stop.
watch() {
  while kill -0 "$while" 2>/dev/null && alive job-server; do sleep 1; done
  stop
}

# status_of NAMES...: which of them run, and where the job server is.
status_of() {
  [ -d "$dir" ] || die "nothing was started in $dir"
  local name down=0
  for name in "$@"; do
    [ -e "$dir/$name.pid" ] || continue
    if alive "$name"; then echo "$name runs, process $(cat "$dir/$name.pid")"; else echo "$name is down" && down=1; fi
  done
  [ ! -e "$dir/web" ] || echo "web page $(cat "$dir/web")"
  echo "logs in $dir/logs"
  ! alive job-server || echo "beamcrop --runner=$script --endpoint=localhost:$(logged job-server 'JobService started on [^ ]*:\([0-9]*\)')"
  return $down
}

# stop_all NAMES...: asks each to end, and after ten seconds makes it.
stop_all() {
  [ -d "$dir" ] || return 0
  local name _
  for name in "$@"; do ! alive "$name" || kill "$(cat "$dir/$name.pid")" 2>/dev/null || true; done
  for _ in $(seq 100); do
    local left=0
    for name in "$@"; do ! alive "$name" || left=1; done
    [ $left = 1 ] || break
    sleep 0.1
  done
  for name in "$@"; do
    ! alive "$name" || kill -9 "$(cat "$dir/$name.pid")" 2>/dev/null || true
    rm -f "$dir/$name.pid"
  done
  rm -rf "$dir/tmp" "$dir/conf" "$dir/web"
}

# own_folder makes $dir, and names it as the processes' command lines do.
own_folder() {
  mkdir -p "$(dirname "$dir")"
  dir=$(cd "$(dirname "$dir")" && pwd)/$(basename "$dir")
}
