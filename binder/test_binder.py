"""What Binder builds: postBuild in a clean checkout, home and Python environment, then the kernel from what it left.

Afterwards nothing can be fetched, and server and kernel must fit the two gigabytes of a session.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIMIT_MB = 2048
NOWHERE = "http://127.0.0.1:9"
OURS = ("PATCHCLAMP_", "JUPYTER", "VIRTUAL_ENV", "PYTHON", "MAVEN_", "DJL_", "ENGINE_CACHE")


def copy_checkout(target):
    """What a clone would hold, with what is not yet committed."""
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z", "-co", "--exclude-standard"], capture_output=True)
    names = listed.stdout.decode().split("\0") if listed.returncode == 0 else []
    if not any(names):
        shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns("target", ".git", "__pycache__"), dirs_exist_ok=True)
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def environment(folder):
    """A Python environment with the packages of this one, and nothing installed into it yet."""
    venv.create(folder, symlinks=True, with_pip=False)
    packages = [path for path in sys.path if path.endswith("site-packages")]
    (next(folder.glob("lib/python3*/site-packages")) / "packages.pth").write_text("\n".join(packages))


class Memory(threading.Thread):
    """Highest sum of the resident memory of a process and all it started, in MB, read ten times a second."""

    def __init__(self, *roots):
        super().__init__(daemon=True)
        self.roots, self.most, self.parts, self.ended = set(roots), 0, {}, threading.Event()

    def run(self):
        while not self.ended.wait(0.1):
            family, processes = set(self.roots), self.processes()
            for pid, parent, _, _ in sorted(processes):
                if parent in family:
                    family.add(pid)
            parts = {name: size for pid, _, name, size in processes if pid in family and name != "runner"}
            if sum(parts.values()) > self.most:
                self.most, self.parts = sum(parts.values()), parts

    def processes(self):
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = dict(line.split(":\t", 1) for line in (folder / "status").read_text().splitlines() if ":\t" in line)
                words = (folder / "cmdline").read_text().replace("\0", " ")
                name = "runner" if "execute.py" in words else f"{fields['Name']} {folder.name}"
                found.append((int(folder.name), int(fields["PPid"]), name, int(fields.get("VmRSS", "0 kB").split()[0]) / 1024))
            except (OSError, ValueError, KeyError):
                continue
        return found


@unittest.skipUnless(sys.platform == "linux", "Binder is Linux, and memory is read from /proc")
class Binder(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory(prefix="binder-")
        cls.addClassCleanup(scratch.cleanup)
        cls.home = Path(scratch.name).resolve() / "jovyan"  # on Binder, home and checkout are one folder
        cls.home.mkdir()
        copy_checkout(cls.home)
        cls.prefix = Path(scratch.name).resolve() / "environment"
        environment(cls.prefix)
        cls.env = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        cls.env.update(HOME=str(cls.home), PATH=f"{cls.prefix / 'bin'}{os.pathsep}{os.environ['PATH']}", MAVEN_OPTS=f"-Duser.home={cls.home}")
        settings = Path.home() / ".m2" / "settings.xml"
        if settings.is_file():
            (cls.home / ".m2").mkdir()
            shutil.copy(settings, cls.home / ".m2")
        started = time.monotonic()
        cls.built = subprocess.run(["binder/postBuild"], cwd=cls.home, env=cls.env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        print(f"\npostBuild took {time.monotonic() - started:.0f} s", flush=True)

    def setUp(self):
        self.assertEqual(self.built.returncode, 0, self.built.stdout)

    def session(self, *command, **more):
        """Starts a command as a session does: through binder/start, in two gigabytes, with a network that leads nowhere."""
        env = {**self.env, **dict.fromkeys(["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"], NOWHERE),
               "no_proxy": "127.0.0.1,localhost", "JDK_JAVA_OPTIONS": "-XX:MaxRAM=2g -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=9"}
        return subprocess.Popen(["binder/start", *command], cwd=self.home, env=env, text=True, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, start_new_session=True, **more)

    def finish(self, process, seconds=300):
        said = process.communicate(timeout=seconds)[0]
        self.assertEqual(process.returncode, 0, said)
        return said

    @staticmethod
    def json_of(said):
        return json.loads(said[said.index("{"):])

    def test_the_kernel_is_installed_in_the_environment(self):
        specs = self.json_of(self.finish(self.session("python", "-m", "jupyter_client.kernelspecapp", "list", "--json")))
        folder = specs["kernelspecs"]["patchclamp"]["resource_dir"]
        self.assertTrue(folder.startswith(str(self.prefix)), folder)
        archives = [path for place in (Path(folder), self.home / ".cache") for path in place.rglob("*.jsa")]
        self.assertNotEqual(archives, [], "no class-data archive")

    def test_all_is_there_and_what_was_only_for_the_build_is_not(self):
        cache = self.home / ".cache" / "patchclamp"
        self.assertTrue(list(cache.glob("models/smollm2/*.gguf")))
        self.assertTrue(list(cache.glob("djl/pytorch/*/libtorch_cpu.so")))
        self.assertFalse((self.home / ".m2").exists())

    def test_the_first_notebook_runs_without_network_and_fits_the_memory(self):
        server = self.session("python", "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0", "--IdentityProvider.token=x")
        self.addCleanup(self.stop, server)
        started = next((line for line in server.stdout if "is running at" in line), None)
        self.assertIsNotNone(started, "the server did not start")
        threading.Thread(target=server.stdout.read, daemon=True).start()
        runner = self.session("python", "scripts/execute.py", "notebooks/01-first-electrode.ipynb")
        memory = Memory(server.pid, runner.pid)
        memory.start()
        self.finish(runner)
        memory.ended.set()
        memory.join()
        shown = ", ".join(f"{name} {size:.0f}" for name, size in sorted(memory.parts.items()))
        print(f"\npeak memory of server and kernel: {memory.most:.0f} MiB ({shown})", flush=True)
        self.assertIn("java", shown)
        self.assertGreater(sum(size for name, size in memory.parts.items() if not name.startswith("java")), 30)
        self.assertLess(memory.most, LIMIT_MB)

    @staticmethod
    def stop(process):
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        process.stdout.close()


if __name__ == "__main__":
    unittest.main()
