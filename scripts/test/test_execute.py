"""execute.py: what is printed, written and returned. The kernel is Python's here, under our name: it starts in a second."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import nbformat
from nbformat import v4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import execute  # noqa: E402
import exits  # noqa: E402

JAVA = {"name": "patchclamp", "language": "java", "display_name": "Java (Patchclamp)"}


def code(source, *tags):
    return v4.new_code_cell(source, metadata={"tags": list(tags)} if tags else {})


class Executing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.scratch.name).resolve()
        spec = cls.folder / "jupyter" / "kernels" / "patchclamp"
        spec.mkdir(parents=True)
        (spec / "kernel.json").write_text(json.dumps({
            "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=50"],
            "display_name": "Python in disguise", "language": "java"}))
        cls.saved = os.environ.get("JUPYTER_PATH")
        os.environ["JUPYTER_PATH"] = str(cls.folder / "jupyter")

    @classmethod
    def tearDownClass(cls):
        os.environ.pop("JUPYTER_PATH")
        if cls.saved is not None:
            os.environ["JUPYTER_PATH"] = cls.saved
        cls.scratch.cleanup()

    def notebook(self, *cells, name="some notebook é.ipynb", **metadata):
        path = self.folder / name
        nbformat.write(v4.new_notebook(cells=list(cells), metadata=metadata or {"kernelspec": JAVA}), path)
        return path

    def run_it(self, *arguments):
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = execute.main([str(argument) for argument in arguments])
        return status, said.getvalue()

    def test_it_runs_in_the_notebooks_own_folder_and_writes_both_files(self):
        path = self.notebook(v4.new_markdown_cell("# One"), code("import os; print(os.getcwd())"), code("6*7"))
        status, said = self.run_it(path, "--out", self.folder / "out.ipynb", "--html", self.folder / "out.html")
        self.assertEqual(status, 0, said)
        out = nbformat.read(self.folder / "out.ipynb", as_version=4)
        self.assertEqual(out.cells[1].outputs[0].text.strip(), str(self.folder))
        self.assertEqual(out.cells[2].outputs[0].data["text/plain"], "42")
        page = (self.folder / "out.html").read_text(encoding="utf-8")
        self.assertIn("42", page)
        self.assertNotIn('<script src="http', page)
        self.assertIn("[2/2] 6*7", said)

    def test_a_line_that_is_written_over_stays_as_its_last_state(self):
        path = self.notebook(code("import sys, time\nfor i in (1, 20, 100):\n    print(f'\\r{i} %', end='', flush=True)\n"
                                  "    time.sleep(0.1)\nprint('\\ndone\\r\\n', end='')"))
        status, said = self.run_it(path, "--out", self.folder / "out.ipynb")
        self.assertEqual(status, 0, said)
        out = nbformat.read(self.folder / "out.ipynb", as_version=4)
        self.assertEqual("".join(output.text for output in out.cells[0].outputs), "100 %\ndone\r\n")

    def test_a_failing_cell_is_shown_and_what_ran_is_kept(self):
        path = self.notebook(code("1"), code("x = 1\nx / 0"), code("3"))
        status, said = self.run_it(path, "--out", self.folder / "failed.ipynb")
        self.assertEqual(status, exits.FAILED)
        self.assertIn("Cell 2/3 failed:\n    x = 1\n    x / 0", said)
        self.assertIn("ZeroDivisionError", said)
        self.assertNotIn("\x1b[", said)
        out = nbformat.read(self.folder / "failed.ipynb", as_version=4)
        self.assertEqual(out.cells[1].outputs[0].ename, "ZeroDivisionError")
        self.assertEqual(out.cells[2].outputs, [])

    def test_a_cell_tagged_raises_exception_may_fail(self):
        status, said = self.run_it(self.notebook(code("1/0", "raises-exception"), code("3")))
        self.assertEqual(status, 0, said)
        self.assertIn("error, as tagged", said)

    def test_a_cell_that_takes_too_long_ends_the_run(self):
        path = self.notebook(code("import time; print('here', flush=True); time.sleep(60)"), code("3"))
        status, said = self.run_it(path, "--timeout", 1, "--out", self.folder / "slow.ipynb")
        self.assertEqual(status, exits.TIMEOUT)
        self.assertIn("Cell 1/2 took longer than 1 s.\nTry: --timeout 4", said)
        self.assertIn("here", (self.folder / "slow.ipynb").read_text())

    def test_a_kernel_that_dies_is_named(self):
        status, said = self.run_it(self.notebook(code("import os; os._exit(3)")))
        self.assertEqual(status, exits.KERNEL)
        self.assertIn("The kernel died in cell 1/1.", said)

    def test_a_java_notebook_for_another_kernel_runs_here(self):
        path = self.notebook(code("1"), kernelspec={"name": "ijava", "language": "java", "display_name": "Java"})
        status, said = self.run_it(path, "--out", self.folder / "adopted.ipynb")
        self.assertEqual(status, 0, said)
        self.assertIn("names the kernel 'ijava'; running it with 'patchclamp'", said)
        self.assertEqual(nbformat.read(self.folder / "adopted.ipynb", as_version=4).metadata.kernelspec.name, "patchclamp")

    def test_a_notebook_without_kernel_runs_here(self):
        path = self.notebook(code("1"))
        text = json.loads(path.read_text())
        text["metadata"] = {}
        path.write_text(json.dumps(text))
        self.assertEqual(self.run_it(path)[0], 0)

    def test_a_python_notebook_does_not_run_here(self):
        path = self.notebook(code("1"), kernelspec={"name": "python3", "language": "python", "display_name": "Python"})
        status, said = self.run_it(path)
        self.assertEqual(status, exits.NOTEBOOK)
        self.assertIn("is written in python for the kernel 'python3'; Patchclamp runs Java notebooks", said)

    def interrupted(self, source, seconds):
        path = self.notebook(code("import os; print(os.getpid(), flush=True)"), code(source), code("3"), name="interrupted.ipynb")
        out = self.folder / "interrupted.out.ipynb"
        process = subprocess.Popen([sys.executable, execute.__file__, str(path), "--out", str(out)], stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True)
        line = next(line for line in process.stdout if "[1/3]" in line)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        said = line + process.communicate(timeout=seconds)[0]
        self.assertIn("Interrupted in cell 2/3.", said)
        self.assertNotIn("Traceback (most recent call last):\n  File", said)
        self.assertEqual(process.returncode, exits.INTERRUPTED, said)
        cells = nbformat.read(out, as_version=4).cells
        self.assertEqual(cells[2].outputs, [])
        with self.assertRaises(ProcessLookupError):
            os.kill(int(cells[0].outputs[0].text), 0)

    def test_an_interrupted_run_keeps_what_it_has_and_leaves_no_kernel(self):
        self.interrupted("import time; time.sleep(60)", 20)

    def test_a_cell_that_does_not_listen_is_ended_with_its_kernel(self):
        self.interrupted("import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(60)", 40)

    def test_what_is_no_notebook_is_refused(self):
        (self.folder / "broken.ipynb").write_text('{"cells": 3')
        (self.folder / "list.ipynb").write_text("[]")
        for name, text in {"broken.ipynb": "is not a notebook", "list.ipynb": "is not a notebook",
                           "none.ipynb": "cannot be read: No such file"}.items():
            status, said = self.run_it(self.folder / name)
            self.assertEqual(status, exits.NOTEBOOK, name)
            self.assertIn(text, said)

    def test_an_output_that_cannot_be_written_is_refused_before_anything_runs(self):
        status, said = self.run_it(self.notebook(code("1")), "--out", self.folder / "no such folder" / "x.ipynb")
        self.assertEqual(status, exits.WRITE)
        self.assertNotIn("[1/1]", said)

    def test_a_kernel_that_is_not_installed_is_named(self):
        os.environ["JUPYTER_PATH"] = "/nowhere"
        try:
            status, said = self.run_it(self.notebook(code("1")))
        finally:
            os.environ["JUPYTER_PATH"] = str(self.folder / "jupyter")
        self.assertEqual(status, exits.KERNEL)
        self.assertIn("The kernel 'patchclamp' did not start", said)


if __name__ == "__main__":
    unittest.main()
