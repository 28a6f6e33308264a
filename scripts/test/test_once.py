"""once.py: long commands, done once, explained when they fail."""

import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SCRIPTS))
import exits  # noqa: E402
import once  # noqa: E402


class Once(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def start(self, shell, key="k"):
        return subprocess.Popen(
            [sys.executable, str(SCRIPTS / "once.py"), "--stamp", str(self.folder / "stamp"), "--key", key, "--log",
             str(self.folder / "log" / "x.log"), "--label", "working", "--", "sh", "-c", shell, "sh", str(self.folder)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run_it(self, shell, key="k"):
        process = self.start(shell, key)
        said = process.communicate(timeout=60)[0]
        return process.returncode, said

    def count(self):
        return len((self.folder / "count").read_text().split())

    def test_the_second_time_nothing_runs_until_the_key_changes(self):
        for key, times in (("a", 1), ("a", 1), ("b", 2)):
            self.assertEqual(self.run_it('echo x >>"$1/count"', key)[0], 0)
            self.assertEqual(self.count(), times)

    def test_two_at_once_do_it_once(self):
        first = self.start('echo x >>"$1/count"; sleep 1')
        time.sleep(0.3)
        status, said = self.run_it('echo x >>"$1/count"; sleep 1')
        first.communicate()
        self.assertEqual((status, first.returncode, self.count()), (0, 0, 1))
        self.assertIn("another ./patchclamp is at it", said)

    def test_a_command_whose_keeper_was_killed_is_waited_for(self):
        first = self.start('sleep 2; echo x >>"$1/count"')
        time.sleep(0.7)
        first.kill()
        first.communicate(timeout=10)
        status, said = self.run_it('echo x >>"$1/count"')
        self.assertEqual((status, self.count()), (0, 2))
        self.assertIn("waiting", said)

    def test_a_failure_shows_the_lines_that_say_why_and_is_not_taken_for_done(self):
        status, said = self.run_it("echo noise; echo '[ERROR] Cell.java:[3,4] cannot find symbol'; exit 1")
        self.assertEqual(status, exits.BUILD)
        self.assertIn("cannot find symbol", said)
        self.assertNotIn("noise", said)
        self.assertIn("x.log", said)
        self.assertEqual(self.run_it('echo x >>"$1/count"')[0], 0)
        self.assertEqual(self.count(), 1)

    def test_known_causes_have_their_own_status(self):
        for line, status in {
            "[ERROR] Could not transfer artifact a:b:pom:1 from/to central: Connection refused": exits.NETWORK,
            "ERROR: Could not find a version that satisfies the requirement jupyterlab==4": exits.NETWORK,
            "OSError: [Errno 28] No space left on device": exits.SPACE,
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE": exits.DAMAGED,
            "java.nio.file.AccessDeniedException: target/classes": exits.WRITE,
            "[ERROR] Tests run: 3, Failures: 1": exits.BUILD,
        }.items():
            known = once.cause(line)
            self.assertEqual(known[0] if known else exits.BUILD, status, line)

    def test_a_command_that_is_not_there_is_named(self):
        process = subprocess.run(
            [sys.executable, str(SCRIPTS / "once.py"), "--stamp", str(self.folder / "s"), "--key", "k", "--log",
             str(self.folder / "x.log"), "--label", "working", "--", "no-such-command"], capture_output=True, text=True)
        self.assertEqual(process.returncode, exits.BUILD)
        self.assertIn("'no-such-command' is not there", process.stderr)

    def test_ending_it_ends_the_command(self):
        process = self.start('trap "echo ended >\\"$1/ended\\"; exit 1" TERM; sleep 30 & wait')
        time.sleep(0.5)
        process.terminate()
        process.communicate(timeout=10)
        self.assertEqual(process.returncode, 143)
        self.assertTrue((self.folder / "ended").exists())


if __name__ == "__main__":
    unittest.main()
