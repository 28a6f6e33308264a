"""Patchclamp beside the Python libraries: the same model, prompts and threads, turn by turn in one run.

    ./patchclamp bench [--model DIR|FILE.gguf] [--peers hf,tlens,nnsight] [--tasks plain,generate,…] [--rounds N]
                       [--threads N] [--python PYTHON] [--json OUT.json]

Every round each program does the task once, in an order that turns, so that what else the machine does meets all alike; to load
the model, each is started anew. Patchclamp runs as installation leaves its kernel: with the same options and a class-data archive
from a rehearsal, as Python keeps its modules compiled.
Shown are medians, the ratio to the fastest peer by the median of the rounds' own ratios, the same of the processor time that all
threads together took (on a busy machine the steadier number), and how near Patchclamp comes to what the
machine can do, measured in the same run: operations of a large product, bytes read in order by all threads.
Peers that the given Python does not have are left out. A .gguf is expanded once to a folder of 32-bit safetensors for the peers,
as they take longest to read it and then hold the same; Patchclamp reads the file itself. With a folder all read that.
"""

import argparse
import glob
import json
import os
import statistics
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIBRARIES = {"hf": "transformers", "tlens": "transformer_lens", "nnsight": "nnsight"}
ROWS, TOKENS = 8, 128
TASKS = {  # what is done, and the aim: our time by that of the fastest peer
    "plain": ("forward of 8 × 128 tokens, as each does it by itself (peers: all logits)", 1.0),
    "plain_last": ("the same, logits after the last token only", 1.0),
    "residuals": ("the same, all residual streams recorded", None),
    "neurons": ("the same, all neurons recorded", None),
    "generate": ("64 tokens, one by one", 0.35),
    "generate_rec": ("64 tokens, last residual stream recorded", 0.35),
    "generate_all": ("64 tokens, all residual streams recorded", None),
    "generate_plain": ("64 tokens, one by one, Patchclamp without jdk.incubator.vector", 0.7),
    "heads": ("each head zeroed in turn, 16 tokens", 0.15),
    "patch": ("residual patching, each layer and position, 16 tokens", 0.12),
    "attribution": ("gradient × activation of all neurons, 16 tokens", 0.8),
}
PLAIN = {"generate_plain": "generate"}  # the same work, by a Patchclamp that has no vectors
ONCE = {"heads", "patch"}  # minutes for the peers: one round, no rehearsal


class Program:
    """One program that has loaded the model and waits for tasks. It computes nothing between them."""

    def __init__(self, name, command, environment):
        self.name = name
        self.command = command
        self.environment = environment
        self.times = {}
        self.used = {}
        self.numbers = {}
        self.faults = {}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True, encoding="utf-8"
        )
        self.first = self.answer()
        self.times["load"] = [self.first["seconds"]]

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"'{self.name}' ended by itself with status {self.process.wait()}.\nTry: without it, --peers")
        return json.loads(line)

    def ask(self, task):
        self.process.stdin.write(task + "\n")
        self.process.stdin.flush()
        return self.answer()

    def do(self, task, count=True):
        answer = self.ask(PLAIN.get(task, task))
        if "fault" in answer:
            self.faults[task] = answer["fault"]
        elif count:
            self.times.setdefault(task, []).append(answer["seconds"])
            self.used.setdefault(task, []).append(answer["processor"])
            self.numbers[task] = answer["numbers"]
        return "fault" not in answer

    def load_again(self):
        """Once more, in a process of its own."""
        other = Program(self.name, self.command, self.environment)
        other.end()
        self.times["load"] += other.times["load"]

    def peak(self):
        """The most memory it ever held, in MiB; None where the system does not say."""
        try:
            with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
                return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM"))
        except (OSError, StopIteration):
            return None

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def say(text):
    print(text, file=sys.stderr, flush=True)


def has(python, module):
    return subprocess.run([python, "-c", f"import {module}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def archive(arguments):
    """Where a class-data archive is to be; our classes as a jar, as it takes no others."""
    classes = Path(arguments.classes)
    jar = classes / "ours.jar"
    with zipfile.ZipFile(jar, "w") as out:
        for file in sorted(classes.glob("*.class")):
            out.write(file, file.name)
    return classes / "ours.jsa"


def java(arguments, threads, vectors, *more):
    options = ["-XX:+UseSerialGC", "-XX:MaxRAMPercentage=30", "-Xms64m", "-XX:NewSize=32m", "-Xlog:disable", "-Xshare:auto",
               "--enable-native-access=ALL-UNNAMED", f"-Dai.djl.pytorch.num_threads={threads}", *more]
    listed = subprocess.run([arguments.java, "--list-modules"], capture_output=True, text=True).stdout
    if "jdk.incubator.vector" in listed and vectors:
        options.append("--add-modules=jdk.incubator.vector")
    return [arguments.java, *options, "-cp", os.pathsep.join([str(Path(arguments.classes) / "ours.jar"), *jars(arguments.jars)]), "Ours"]


def jars(path):
    """A class path with each folder's jars by name: a class-data archive needs them in one order."""
    out = []
    for part in path.split(os.pathsep):
        out += sorted(glob.glob(part + ".jar")) if part.endswith("*") else [part]
    return out


def run(ours, plain, peers, tasks, rounds):
    for task in tasks:
        say(f"{task}: {TASKS[task][0]}")
        programs = [plain if task in PLAIN else ours, *peers]
        able = programs if task in ONCE else [p for p in programs if p.do(task, count=False)]
        for turn in range(1 if task in ONCE else rounds):
            for i in range(len(able)):
                able[(i + turn) % len(able)].do(task)


def ratio(ours, peers, task, what="times"):
    """Ours by the fastest peer: the median over the rounds, in which both met the same machine."""
    mine = getattr(ours, what).get(task)
    known = [getattr(p, what)[task] for p in peers if getattr(p, what).get(task)]
    if not mine or not known:
        return None
    return statistics.median(a / b for a, b in zip(mine, min(known, key=statistics.median)))


def agreement(ours, peers, task):
    """How far ours is from the first peer that did the task: the largest difference by the largest number."""
    peer = next((p for p in peers if p.numbers.get(task) is not None), None)
    mine = ours.numbers.get(task)
    if peer is None or mine is None:
        return ""
    theirs = peer.numbers[task]
    if len(mine) != len(theirs):
        return f"{len(mine)} numbers, {peer.name} {len(theirs)}"
    if task.startswith("generate"):
        return "same tokens" if mine == theirs else f"other token at {next(i for i, (a, b) in enumerate(zip(mine, theirs)) if a != b)}"
    return f"{max(abs(a - b) for a, b in zip(mine, theirs)) / max(map(abs, theirs)):.0e}"


def floors(first, operations, bandwidth):
    """The least seconds a task can take here: every product once at the machine's best, or every weight read once."""
    tokens, blocks, head = ROWS * TOKENS, first["blocks"], first["head"]
    forward = 2 * (tokens * blocks + ROWS * head) / operations
    speak = first["read"] * 64 / bandwidth
    return {**dict.fromkeys(("plain", "plain_last", "residuals", "neurons"), forward), **dict.fromkeys(("generate", "generate_rec", "generate_all"), speak)}


def seconds(times):
    return f"{statistics.median(times):.3f}" if times else "–"


def table(ours, plain, peers, tasks, least):
    head = ["task", "patchclamp", *(p.name for p in peers), "ratio", "processor", "aim", "floor", "of floor", "agrees"]
    rows = []
    by = ratio(ours, peers, "load")
    rows.append(["load", *(seconds(p.times.get("load")) for p in (ours, *peers)), "" if by is None else f"{by:.2f}", "", "0.2", "", "", ""])
    for task in tasks:
        one = plain if task in PLAIN else ours
        by, used = ratio(one, peers, task), ratio(one, peers, task, "used")
        aim = TASKS[task][1]
        floor = least.get(PLAIN.get(task, task))
        mine = one.times.get(task)
        rows.append([task, seconds(mine), *(seconds(p.times.get(task)) for p in peers), "" if by is None else f"{by:.2f}",
                     "" if used is None else f"{used:.2f}", "" if aim is None else f"{aim}",
                     "" if floor is None else f"{floor:.3f}", "" if floor is None or not mine else f"{floor / statistics.median(mine):.0%}",
                     agreement(one, peers, task)])
    peaks = [p.peak() for p in (ours, *peers)]
    if all(peaks):
        rows.append(["peak MiB", *(f"{m:.0f}" for m in peaks), f"{peaks[0] / min(peaks[1:]):.2f}" if peers else "", "", "0.6", "", "", ""])
    wide = [max(len(r[i]) for r in [head, *rows]) for i in range(len(head))]
    for row in [head, ["-" * w for w in wide], *rows]:
        print("| " + " | ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, wide))) + " |")


def model_folder(arguments):
    """The model as the peers read it; made on first use where it is a .gguf."""
    given = Path(arguments.model)
    if given.is_dir():
        return str(given)
    folder = Path(arguments.home) / "bench" / given.stem
    if not folder.is_dir():
        if not (has(arguments.python, "transformers") and has(arguments.python, "gguf")):
            say(f"'{arguments.python}' has no transformers and gguf: peers cannot read '{given}' and are left out.")
            return str(given)
        say(f"expanding {given.name} to {folder}")
        subprocess.run([arguments.python, str(HERE / "checkpoint.py"), str(given), str(folder)], check=True)
    return str(folder)


def options():
    parser = argparse.ArgumentParser(prog="./patchclamp bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model")
    parser.add_argument("--peers", default="hf,tlens,nnsight", type=lambda text: [p for p in text.split(",") if p])
    parser.add_argument("--tasks", default=",".join(TASKS), type=lambda text: text.split(","))
    parser.add_argument("--rounds", default=5, type=int)
    parser.add_argument("--threads", default=os.cpu_count(), type=int)
    parser.add_argument("--python", default=os.environ.get("PATCHCLAMP_BENCH_PYTHON", "python3"))
    parser.add_argument("--json")
    parser.add_argument("--no-vectors", action="store_true", help="without jdk.incubator.vector")
    for given in ("--java", "--classes", "--jars", "--home"):  # by ./patchclamp
        parser.add_argument(given, required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    for kind, asked, known in (("task", arguments.tasks, TASKS), ("peer", arguments.peers, LIBRARIES)):
        for name in asked:
            if name not in known:
                parser.error(f"no {kind} '{name}'. Try: {', '.join(known)}")
    return arguments


def main():
    arguments = options()
    given = str(Path(arguments.model))
    folder = model_folder(arguments)
    work = str(Path(arguments.classes) / "work.json")
    own = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}  # as the kernelspec has it; the peers run as people run them
    kept = archive(arguments)
    rehearsal = java(arguments, arguments.threads, not arguments.no_vectors, f"-XX:ArchiveClassesAtExit={kept}")
    subprocess.run([*rehearsal, "prepare", given, work], check=True, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    command = java(arguments, arguments.threads, not arguments.no_vectors, f"-XX:SharedArchiveFile={kept}")
    say("loading: patchclamp")
    ours = Program("patchclamp", [*command, given, work], own)
    peers = []
    for name in arguments.peers:
        if os.path.isdir(folder) and has(arguments.python, LIBRARIES[name]):
            say(f"loading: {name}")
            peers.append(Program(name, [arguments.python, str(HERE / "peers.py"), name, folder, work, str(arguments.threads)], dict(os.environ)))
        else:
            say(f"left out: {name}")
    plain = ours
    if not arguments.no_vectors and any(task in PLAIN for task in arguments.tasks):
        say("loading: patchclamp without vectors")
        plain = Program("without vectors", [*java(arguments, arguments.threads, False), given, work], own)
    programs = [ours, *peers] if plain is ours else [ours, plain, *peers]
    for turn in range(1, arguments.rounds):
        for i in range(1 + len(peers)):
            [ours, *peers][(i + turn) % (1 + len(peers))].load_again()
    found = []

    def measure_floor():
        mine = json.loads(subprocess.run([*command, "floor"], check=True, env=own, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)
        theirs = [p.ask("floor")["numbers"][0] for p in peers[:1]]
        found.append((max([mine[0], *theirs]), mine[1]))

    measure_floor()
    run(ours, plain, peers, arguments.tasks, arguments.rounds)
    measure_floor()
    operations, bandwidth = max(f[0] for f in found), max(f[1] for f in found)
    print(f"{given}, {arguments.threads} threads, {arguments.rounds} rounds; seconds, medians")
    print(f"floor of this machine: {operations / 1e9:.0f} GFLOP/s in a large product, {bandwidth / 1e9:.1f} GB/s read in order\n")
    table(ours, plain, peers, arguments.tasks, floors(ours.first, operations, bandwidth))
    for program in programs:
        for task, fault in program.faults.items():
            if fault:
                print(f"{program.name}, {task}: {fault}")
    if arguments.json:
        Path(arguments.json).write_text(json.dumps({p.name: {"times": p.times, "peak": p.peak()} for p in programs}))
    for program in programs:
        program.end()


if __name__ == "__main__":
    main()
