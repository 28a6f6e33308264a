# shellcheck shell=sh
# 'doctor': looks at everything, builds and fetches nothing. Ends with 1 when something that the user must provide is missing or broken.

missing=0
good() { printf 'ok       %-11s %s\n' "$1" "$2"; }
later() { printf 'not yet  %-11s %s\n' "$1" "$2"; }
bad() {
  printf 'PROBLEM  %-11s %s\n' "$1" "$2"
  printf '         %-11s %s\n' '' "$3"
  missing=1
}

find_java
if [ -z "$java_fault" ]; then good Java "$java_version ($where)"; else bad Java "$java_fault" "$java_advice"; fi

if [ -z "$java_fault" ]; then
  fonts=$("$java" "$root/scripts/Fonts.java" 2>/dev/null) || fonts=''
  case $fonts in
    [1-9]*' fonts') good fonts "$fonts" ;;
    *) bad fonts 'Java finds no font, so no picture can be labelled' 'Try: "apt install fontconfig fonts-dejavu-core"' ;;
  esac
fi

find_maven
if [ -z "$maven_fault" ]; then good Maven "$maven_version ($(command -v mvn))"; else bad Maven "$maven_fault" "$maven_advice"; fi

find_python
if [ -z "$python_fault" ]; then good Python "$python_version ($(command -v "$python"))"; else bad Python "$python_fault" "$python_advice"; fi

home_folder
home_advice='Try: PATCHCLAMP_HOME=/a/folder/you/can/write ./patchclamp doctor'
if writable "$PATCHCLAMP_HOME"; then
  good folder "$PATCHCLAMP_HOME can be written"
else
  bad folder "'$PATCHCLAMP_HOME' cannot be written" "$home_advice"
fi

if [ -z "$python_fault" ]; then
  measures=$("$python" "$root/scripts/measures.py" "$root" "$PATCHCLAMP_HOME")
  disk=$(printf '%s\n' "$measures" | sed -n 1p)
  memory=$(printf '%s\n' "$measures" | sed -n 2p)
  ready_mb=$(printf '%s\n' "$measures" | sed -n 3p)
  needed=$((2000 - ready_mb))
  [ "$needed" -gt 100 ] || needed=100
  if [ "$disk" -ge "$needed" ]; then
    good disk "$disk MB free, $needed MB needed"
  else
    bad disk "$disk MB free, $needed MB needed" 'Try: make room, or PATCHCLAMP_HOME=/a/bigger/disk ./patchclamp doctor'
  fi
  if [ "$memory" -eq 0 ]; then
    later memory 'cannot be read on this system; 2000 MB are enough for the default model'
  elif [ "$memory" -ge 1800 ]; then
    good memory "$memory MB, 2000 MB are enough for the default model"
  else
    bad memory "$memory MB, the default model needs 2000 MB" 'Try: close other programs, or a machine with more memory'
  fi

  model_says=$("$python" "$root/scripts/model.py" --check) && model_status=0 || model_status=$?
  if [ "$model_status" -eq 0 ]; then
    good model "$model_says"
  elif [ "$model_says" = 'not here' ]; then
    later model 'not fetched. Try: ./patchclamp model'
  else
    bad model "damaged: $model_says" 'Try: ./patchclamp model'
  fi
fi

spec=$root/target/jupyter/share/jupyter/kernels/patchclamp/kernel.json
if [ ! -f "$spec" ]; then
  later kernelspec 'not installed. Try: ./patchclamp lab'
else
  spec_java=$(sed -n 's/^[^"]*"argv"[^"]*"\([^"]*\)".*/\1/p; /"argv": *\[ *$/{n;s/^[^"]*"\([^"]*\)".*/\1/p;}' "$spec" | sed -n 1p)
  if command -v "$spec_java" >/dev/null 2>&1; then
    good kernelspec "$spec"
  else
    bad kernelspec "it starts '$spec_java', which is not there" "Try: rm -r '$root/target/jupyter' && ./patchclamp lab"
  fi
fi

natives=''
for found in "$PATCHCLAMP_HOME"/djl/pytorch/*/libtorch_cpu.* "$PATCHCLAMP_HOME"/djl/pytorch/*/torch_cpu.*; do
  [ ! -f "$found" ] || natives=$(dirname "$found")
done
if [ -n "$natives" ]; then good natives "$natives"; else later natives 'unpacked (430 MB) when the first model is loaded'; fi

if [ "$missing" -eq 0 ]; then say 'Everything that is needed is here.'; else exit "$EXIT_FAILED"; fi
