"""Memory of one kernel over many experiments of every kind: what it takes, and whether it goes on growing.

    python bench/memory.py [--kernel patchclamp] [--experiments 1000] [--every 100] [--model REF …] [--json OUT.json]

Needs jupyter_client and the kernelspec installed (JUPYTER_PATH), and Linux for what the process takes as a whole. An experiment is one cell drawn
from a fixed list: recordings bound again and again to one name, generation, lesions, clamps, doses, patch grids, paths, attribution, lenses, pictures,
exports, and every twentieth a mistake. Objects are what is reachable after a full collection: they must not grow. The process holds besides
what Java compiled and its heap's free part, which grow while the kernel is young and level off; what the C library keeps for the next call is
given back before a reading, where jcmd can.
"""

import argparse
import json
import os
import random
import subprocess
import tempfile

from kernels import USED, Kernel

PHANTOMS = ["phantom:selective", "phantom:induction", "phantom:null"]
WORDS = "the old story tiny fox kettle owl drum runs rusts in".split()


def cell(draw, models, folder):
    """One experiment."""

    def text(most):
        return " ".join(["the"] + [draw.choice(WORDS) for _ in range(draw.randint(3, most))])

    one = text(6)
    three = "\n".join(text(12) for _ in range(3))
    pair = f"clean | corrupt\n{one} fox | {one} owl"
    return draw.choice(
        [
            f"%%record --as rec --at L*.resid_post,L*.attn.pattern\n{three}",
            f"%%record --as rec --at L*.mlp.neurons,L0.resid_post --new 4\n{three}",
            f"%%generate --new 6\n{three}",
            f"%%lesion L*.attn.z --each head --metric kl\n{three}",
            f"%%lesion L0.mlp.neurons --each unit --metric entropy\n{one}",
            f"%%attribute --at L*.mlp.neurons\n{one}",
            f"%%attribute --method ig --steps 16 --at L1.mlp.neurons\n{one}",
            f"%%lens\n{one}",
            f"%%lens --decompose head\n{one}",
            f"%%attention\n{one}",
            f"%%clamp L0.mlp.out=0 --new 4\n{one}",
            f"%%inject L0.resid_post+=2 --metric kl\n{one}",
            f"%%patch --at attn.z --by layer,head --metric entropy\n{pair}",
            f"%%path --metric entropy\n{pair}",
            "%heads --length 8 --texts 2",
            f"%model {draw.choice(models)}",
            f"%export rec {os.path.join(folder, 'rec.npz')}",
            "%heatmap rec --at L0.resid_post",
            "%params",
            "%hook h L*.mlp.out",
            "int total = 0; for (var trial : rec.trials()) total += trial.rows().size(); total",
        ]
    )


def resident(process, java):
    """MB of real memory, or None where nobody says."""
    try:
        subprocess.run([os.path.join(java, "bin", "jcmd"), str(process), "System.trim_native_heap"], capture_output=True, timeout=60, check=False)
        with open(f"/proc/{process}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024
    except (OSError, StopIteration, subprocess.TimeoutExpired):
        return None


def growth(rows, key):
    """MB a hundred experiments over the last half: the slope of a straight line, as single readings go up and down with what was just freed."""
    late = [(r["experiments"], r[key]) for r in rows if r["experiments"] >= rows[-1]["experiments"] / 2 and r[key] is not None]
    if len(late) < 2:
        return None
    middle = sum(x for x, _ in late) / len(late)
    return 100 * sum((x - middle) * y for x, y in late) / sum((x - middle) ** 2 for x, _ in late)


def watch(name, experiments, every, models):
    draw = random.Random(8)
    kernel = Kernel(name)
    rows = []
    failed = 0
    try:
        process = int(kernel.run("ProcessHandle.current().pid()")[1])
        java = kernel.run('System.getProperty("java.home")')[1].strip('"')
        for model in models:
            kernel.run(f"%model {model}", 300)
        kernel.run("%%record --as rec\nthe tiny fox", 300)
        with tempfile.TemporaryDirectory() as folder:
            for number in range(experiments + 1):
                if number % every == 0:
                    objects = int(kernel.run(USED)[1].replace(",", "")) / 1e6
                    rows.append({"experiments": number, "objects": objects, "process": resident(process, java)})
                    print(f"{number:7}  objects {objects:7.1f} MB   process {rows[-1]['process'] or 0:7.0f} MB", flush=True)
                code = f"int wrong{number} = \"text\";" if number % 20 == 19 else cell(draw, models, folder)
                seen = []
                kernel.run(code, 300, seen)
                failed += any(kind == "error" for kind, _ in seen) and number % 20 != 19
    finally:
        kernel.close()
    return rows, failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kernel", default="patchclamp")
    parser.add_argument("--experiments", type=int, default=1000)
    parser.add_argument("--every", type=int, default=100)
    parser.add_argument("--model", action="append", help="a model to draw from; may be given often (default: three phantoms)")
    parser.add_argument("--json")
    options = parser.parse_args()
    rows, failed = watch(options.kernel, options.experiments, options.every, options.model or PHANTOMS)
    for key in ("objects", "process"):
        grown = growth(rows, key)
        print(f"{key}: {'not known' if grown is None else f'{grown:+.2f} MB a hundred experiments'}, over the last half")
    print(f"{failed} experiments ended with an error that was not meant")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            json.dump({"rows": rows, "failed": failed}, out, indent=1)


if __name__ == "__main__":
    main()
