# shellcheck shell=sh
# The verbs, and the three things most of them need first: a Python environment, a build, a kernelspec.
# Each is done once: a stamp holds the hash of what it was made from, and scripts/once.py compares.

lock_file=binder/requirements.txt
build_inputs='pom.xml checkstyle.xml .mvn engine magics kernel-ext notebooks/pom.xml'

# once STAMP KEY LOG LABEL COMMAND…
once() {
  stamp=$1 key=$2 log=$3 label=$4
  shift 4
  "$python" "$root/scripts/once.py" --stamp "$stamp" --key "$key" --log "$PATCHCLAMP_HOME/log/$log.log" --label "$label" -- "$@" || exit $?
}

offline() { [ "${PATCHCLAMP_OFFLINE:-0}" != 0 ]; }

# need_venv: an empty Python environment of this lock file and this Python
need_venv() {
  need_home
  need_python
  export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_RETRIES="${PIP_RETRIES:-2}"
  lock_hash=$(cd "$root" && "$python" scripts/digest.py "$lock_file")
  base=$("$python" -c 'import sys; print(sys.version, sys.base_prefix)')
  venv=$PATCHCLAMP_HOME/venv-$python_version-$lock_hash
  # A Python that was upgraded or moved takes its environments with it: then make it anew.
  "$venv/bin/python" -c '' 2>/dev/null || rm -f -- "$venv/made" "$venv/filled"
  [ -f "$venv/made" ] || need_space 150 "$PATCHCLAMP_HOME" "The Python environment"
  once "$venv/made" "$base" venv "making a Python environment" "$python" -m venv --clear "$venv"
}

# need_jupyter: the environment, filled with what the lock file names
need_jupyter() {
  need_venv
  [ -f "$venv/filled" ] || need_space 500 "$PATCHCLAMP_HOME" "JupyterLab"
  once "$venv/filled" "$lock_hash" pip "fetching JupyterLab (about a minute the first time)" \
    "$venv/bin/python" -m pip install --progress-bar off --require-hashes -r "$root/$lock_file"
}

# need_tools: everything the user must bring, checked before anything is fetched or built
need_tools() {
  need_home
  need_java
  need_python
  # shellcheck disable=SC2086  # the list of words is meant
  build_key=$(cd "$root" && "$python" scripts/digest.py $build_inputs)
  [ -d "$root/kernel-ext/target/dist/lib" ] || rm -f -- "$root/target/built"
  if [ "$(cat "$root/target/built" 2>/dev/null)" != "$build_key" ]; then
    need_maven
    writable "$root/target" || fail "$EXIT_WRITE" "The checkout '$root' cannot be written." "Try: a copy of it that you own"
    need_space 800 "$root" "The build"
  fi
}

# maven STAMP KEY LOG LABEL GOALS…
maven() {
  into=$1 holds=$2 log=$3 label=$4
  shift 4
  ! offline || set -- -o "$@"
  once "$into" "$holds" "$log" "$label" mvn -B -ntp -f "$root/pom.xml" "$@"
}

need_build() {
  # Maven adds jars but never takes old ones away.
  [ "$(cat "$root/target/built" 2>/dev/null)" = "$build_key" ] || rm -rf -- "$root/kernel-ext/target/dist"
  maven "$root/target/built" "$build_key" build "building (some minutes the first time, while Maven fetches libraries)" \
    -q -DskipTests package
}

# need_kernel: the kernelspec of this checkout, in its own target/ and nobody else's way
need_kernel() {
  kernels=$root/target/jupyter
  export JUPYTER_PATH="$kernels/share/jupyter${JUPYTER_PATH:+:$JUPYTER_PATH}"
  [ -f "$kernels/share/jupyter/kernels/patchclamp/kernel.json" ] || rm -f -- "$kernels/made"
  once "$kernels/made" "$build_key $java $java_version" kernel "installing the kernel" \
    "$java" -cp "$root/kernel-ext/target/dist/lib/*" io.patchclamp.kernel.Main install --prefix "$kernels"
}

# need_model: the default model; without it a notebook may still run, so the caller decides
need_model() {
  "$venv/bin/python" "$root/scripts/model.py"
}

ready() {
  need_tools
  need_jupyter
  need_build
  need_kernel
}

verb_model() {
  [ $# -le 1 ] || fail "$EXIT_USAGE" "'model' takes one name." "Try: ./patchclamp model"
  [ "${1-smollm2}" = smollm2 ] || fail "$EXIT_USAGE" "No model '$1' to fetch." \
    "Try: smollm2, the default model; a folder or a .gguf file needs no fetching: %model /path/to/it"
  need_venv
  need_model
}

verb_lab() {
  ready
  need_model
  [ "$(id -u)" != 0 ] || set -- --allow-root "$@"
  say "opening JupyterLab; stop it with Ctrl-C"
  exec "$venv/bin/python" -m jupyterlab --ServerApp.root_dir="$root/notebooks" \
    --MultiKernelManager.default_kernel_name=patchclamp --LabApp.news_url=None \
    --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate "$@"
}

verb_run() {
  case ${1-} in
    '' | -*) fail "$EXIT_USAGE" "'run' needs a notebook first." "Try: ./patchclamp run notebooks/01-first-electrode.ipynb" ;;
  esac
  [ -f "$1" ] || fail "$EXIT_NOTEBOOK" "The notebook '$1' cannot be read: no such file." "Try: ls $(dirname -- "$1")"
  ready
  need_model || say "Going on without the default model: a cell that loads it will fail."
  exec "$venv/bin/python" "$root/scripts/execute.py" "$@"
}

verb_demo() {
  [ $# -eq 0 ] || fail "$EXIT_USAGE" "'demo' takes no arguments." "Try: ./patchclamp run NOTEBOOK --html OUT.html"
  ready
  need_model
  "$venv/bin/python" "$root/scripts/execute.py" "$root/notebooks/01-first-electrode.ipynb" \
    --out "$root/target/demo.ipynb" --html "$root/target/demo.html" || exit $?
  say "The page with its pictures: $root/target/demo.html"
}

# step LABEL COMMAND…: one part of the tests; the first that fails ends them
step() {
  step=$1
  printf '\n== %s\n' "$step"
  shift
  "$@" || fail "$EXIT_FAILED" "" "FAILED: ./patchclamp test, at: $step"
}

# counted: how many Java tests ran, and how many were skipped, from what Maven said
counted() {
  sed -n 's/.*Tests run: \([0-9]*\), Failures: 0, Errors: 0, Skipped: \([0-9]*\)$/\1 \2/p' "$PATCHCLAMP_HOME/log/verify.log" |
    while read -r run skipped; do
      ran=$((${ran:-0} + run)) left=$((${left:-0} + skipped))
      printf '%s\n' "$ran tests, $left skipped"
    done | tail -n 1
}

python_tests() {
  (cd "$root" && PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" -W ignore -m unittest discover -s "$1" -t "$1")
}

# The suite gives up when two messages are 0.1 s apart, which a machine that does other things too can cause.
protocol_tests() {
  python_tests kernel-ext/src/test/python && return
  say "Once more: the suite's limit of 0.1 s between messages is tight on a busy machine."
  python_tests kernel-ext/src/test/python
}

# browser_tests: JupyterLab as a person sees it, where there is a Chromium to see it with. What drives it, playwright, is beside the
# environment: nobody but this test needs its 170 MB.
browser_tests() {
  lock=scripts/browser/requirements.txt
  lock_of_driver=$(cd "$root" && "$python" scripts/digest.py "$lock")
  driver=$PATCHCLAMP_HOME/browser-$python_version-$lock_of_driver
  found=$(cd "$root/scripts/browser" && PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" -c 'import lab; print(lab.browser() or "")')
  if [ -z "$found" ]; then
    say "SKIPPED: no Chromium, Chrome or Edge is installed; PATCHCLAMP_BROWSER may name one."
  elif offline && [ ! -f "$driver/filled" ]; then
    say "SKIPPED: PATCHCLAMP_OFFLINE is set, and what drives a browser has not been fetched yet."
  else
    once "$driver/filled" "$lock_of_driver" browser "fetching what drives a browser (45 MB)" \
      "$venv/bin/python" -m pip install --progress-bar off --upgrade --target "$driver" --require-hashes -r "$root/$lock"
    say "with $found; what it saw is in target/browser"
    PYTHONPATH="$driver" python_tests scripts/browser
  fi
}

verb_test() {
  case $* in
    '' | --update | --browser) ;;
    *) fail "$EXIT_USAGE" "'test' takes --update or --browser and nothing else." "Try: ./patchclamp test" ;;
  esac
  if [ "${1-}" = --browser ]; then
    ready
    need_model
    step "JupyterLab in a browser" browser_tests
    return
  fi
  need_tools
  need_maven
  need_jupyter
  need_model
  step "the script itself" python_tests scripts/test
  if command -v shellcheck >/dev/null; then
    step "shellcheck" shellcheck -x "$root/patchclamp" "$root/.ci/run" "$root/binder/postBuild" "$root/binder/start"
  else
    say "shellcheck is not installed: skipped"
  fi
  rm -rf -- "$root/target/verified" "$root/kernel-ext/target/dist"
  step "mvn verify" maven "$root/target/verified" "$build_key" verify "building and testing (some minutes)" verify
  counted
  cp -- "$root/target/verified" "$root/target/built"
  need_kernel
  [ ! -d "$root/kernel-ext/src/test/python" ] || step "the kernel, through a Jupyter client" protocol_tests
  step "the notebooks, against their committed outputs" "$venv/bin/python" "$root/scripts/notebooks.py" "$root/notebooks" "$@"
  step "JupyterLab in a browser" browser_tests
  if offline; then
    say "PATCHCLAMP_OFFLINE: what Binder builds is not tested"
  else
    step "what Binder builds" python_tests binder
  fi
  printf '\nAll tests passed.\n'
}

# verb_bench: beside Python's libraries, where there are any; bench/bench.py has the options
verb_bench() {
  need_tools
  need_venv
  need_build
  case " $* " in
    *' --model'[=\ ]* | *' --help '* | *' -h '*) ;;
    *)
      need_model
      set -- --model "$PATCHCLAMP_HOME/models/smollm2/SmolLM2-135M-Instruct.Q4_1.gguf" "$@"
      ;;
  esac
  classes=$root/target/bench
  mkdir -p -- "$classes"
  once "$classes/compiled" "$build_key $(cd "$root" && "$python" scripts/digest.py bench)" bench "compiling bench/Ours.java" \
    "${java%java}javac" -nowarn -proc:none -d "$classes" -cp "$root/kernel-ext/target/dist/lib/*" "$root/bench/Ours.java"
  exec "$venv/bin/python" "$root/bench/bench.py" --java "$java" --classes "$classes" --jars "$root/kernel-ext/target/dist/lib/*" \
    --home "$PATCHCLAMP_HOME" "$@"
}

verb_doctor() {
  [ $# -eq 0 ] || fail "$EXIT_USAGE" "'doctor' takes no arguments." "Try: ./patchclamp doctor"
  # shellcheck source=scripts/doctor.sh
  . "$root/scripts/doctor.sh"
}
