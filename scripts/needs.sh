# shellcheck shell=sh
# What a verb needs before it can start: each need_X sets its variables or ends with a message and its own exit status.

# shellcheck disable=SC2034  # used by the files that source this one
EXIT_FAILED=1
# shellcheck disable=SC2034
EXIT_USAGE=2
EXIT_JAVA=3
EXIT_MAVEN=4
EXIT_PYTHON=5
EXIT_SPACE=7
EXIT_WRITE=8
# shellcheck disable=SC2034
EXIT_NOTEBOOK=11

say() { printf '%s\n' "$*"; }

# fail STATUS WHAT ADVICE…
fail() {
  status=$1
  shift
  for line in "$@"; do printf '%s\n' "$line" >&2; done
  exit "$status"
}

# The JVM reads paths in the locale's encoding: without UTF-8 a folder named in Greek does not exist for it.
[ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8
export PYTHONUTF8=1

home_folder() {
  if [ -z "${PATCHCLAMP_HOME:-}" ]; then
    [ -n "${HOME:-}" ] || fail "$EXIT_WRITE" "Neither HOME nor PATCHCLAMP_HOME is set." \
      "Try: PATCHCLAMP_HOME=/a/folder/you/can/write ./patchclamp …"
    PATCHCLAMP_HOME=$HOME/.cache/patchclamp
  fi
  case $PATCHCLAMP_HOME in
    /*) ;;
    *) PATCHCLAMP_HOME=$here/$PATCHCLAMP_HOME ;;
  esac
  export PATCHCLAMP_HOME
}

# writable FOLDER: true if it exists, or can be made, and takes a file
writable() {
  mkdir -p -- "$1" 2>/dev/null && (: >"$1/.probe.$$") 2>/dev/null && rm -f -- "$1/.probe.$$"
}

need_home() {
  [ -z "${home_checked:-}" ] || return 0
  home_checked=yes
  home_folder
  writable "$PATCHCLAMP_HOME" || fail "$EXIT_WRITE" "The folder '$PATCHCLAMP_HOME' cannot be written." \
    "Try: PATCHCLAMP_HOME=/a/folder/you/can/write ./patchclamp …"
  # A home that cannot be written stops Maven and Jupyter too: give them a place of their own. Java does not ask HOME but the
  # list of users, and where that does not know the user it would write to a folder named '?'.
  own=''
  if [ -z "${HOME:-}" ] || ! writable "$HOME"; then
    own=$PATCHCLAMP_HOME/home
    mkdir -p "$own"
    export JUPYTER_CONFIG_DIR="$own/jupyter-config" JUPYTER_DATA_DIR="$own/jupyter" IPYTHONDIR="$own/ipython"
  elif ! id -un >/dev/null 2>&1; then
    own=$HOME
  fi
  [ -z "$own" ] || export JDK_JAVA_OPTIONS="${JDK_JAVA_OPTIONS:-} \"-Duser.home=$own\""
}

# find_java: java, java_version, java_major, java_fault (what is wrong, empty when nothing is)
find_java() {
  java_version='' java_major=0 java_fault=''
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java where="JAVA_HOME=$JAVA_HOME"
    [ -x "$java" ] || { java_fault="JAVA_HOME is '$JAVA_HOME', but there is no bin/java in it."; return; }
  else
    java=$(command -v java || true)
    where=$java
    [ -n "$java" ] || { java_fault="No java on PATH, and JAVA_HOME is not set."; return; }
  fi
  java_version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | sed -n 1p)
  java_major=${java_version%%[!0-9]*}
  case $java_version in 1.*) java_major=${java_version#1.} java_major=${java_major%%[!0-9]*} ;; esac
  if [ -z "$java_major" ]; then
    java_major=0 java_fault="'$java' does not start: $("$java" -version 2>&1 | sed -n 1p)"
  elif [ "$java_major" -lt 17 ]; then
    java_fault="Java 17 or newer is needed, this is Java $java_version ($where)."
  else
    modules=$("$java" --list-modules 2>/dev/null || true)
    for module in jdk.jshell jdk.compiler; do
      case $modules in
        *"$module@"*) ;;
        *) java_fault="Java $java_version ($where) is a runtime without a compiler (no $module); a full JDK is needed." ;;
      esac
    done
  fi
}

java_advice='Try: install a JDK, e.g. "apt install openjdk-17-jdk-headless" or "brew install openjdk@17", or set JAVA_HOME to one'

need_java() {
  find_java
  [ -z "$java_fault" ] || fail "$EXIT_JAVA" "$java_fault" "$java_advice"
}

# find_maven: maven_version, maven_fault
find_maven() {
  maven_version='' maven_fault=''
  command -v mvn >/dev/null || { maven_fault="No mvn on PATH."; return; }
  maven_says=$(mvn -v 2>&1 || true)
  maven_version=$(printf '%s\n' "$maven_says" | sed -n 's/.*Apache Maven \([0-9][0-9.]*[0-9]\).*/\1/p' | sed -n 1p)
  major=${maven_version%%.*}
  minor=${maven_version#*.} minor=${minor%%.*}
  if [ -z "$maven_version" ]; then
    maven_fault="'mvn -v' does not answer with a version: $(printf '%s\n' "$maven_says" | sed -n 1p)"
  elif [ "$major" -lt 3 ] || { [ "$major" -eq 3 ] && [ "$minor" -lt 8 ]; }; then
    maven_fault="Maven 3.8 or newer is needed, this is $maven_version ($(command -v mvn))."
  fi
}

maven_advice='Try: "apt install maven" or "brew install maven", or unpack a newer Maven and put its bin folder first on PATH'

need_maven() {
  find_maven
  [ -z "$maven_fault" ] || fail "$EXIT_MAVEN" "$maven_fault" "$maven_advice"
}

# find_python: python, python_version, python_fault
find_python() {
  python='' python_version='' python_fault=''
  for candidate in ${PATCHCLAMP_PYTHON:+"$PATCHCLAMP_PYTHON"} python3 python3.13 python3.12 python3.11 python3.10 python3.9 python; do
    found=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    case $found in 3.9 | 3.[1-9][0-9]) python=$candidate python_version=$found && break ;; esac
    python_version=${python_version:-$found}
  done
  if [ -z "$python" ]; then
    python_fault="Python 3.9 or newer is needed${python_version:+, this is Python $python_version}."
  elif ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    python_fault="Python $python_version ($(command -v "$python")) comes without its venv module."
  fi
}

python_advice='Try: "apt install python3-venv" or "brew install python", or set PATCHCLAMP_PYTHON to a complete Python'

need_python() {
  [ -z "${python:-}" ] || return 0
  find_python
  [ -z "$python_fault" ] || fail "$EXIT_PYTHON" "$python_fault" "$python_advice"
}

# free_mb FOLDER: megabytes free there
free_mb() {
  "$python" -c 'import shutil, sys; print(shutil.disk_usage(sys.argv[1]).free // 1000000)' "$1"
}

# need_space MB FOLDER WHAT
need_space() {
  free=$(free_mb "$2")
  [ "$free" -ge "$1" ] || fail "$EXIT_SPACE" "$3 needs $1 MB, but only $free MB are free in '$2'." \
    "Try: make room there, or PATCHCLAMP_HOME=/a/bigger/disk ./patchclamp …"
}
