"""What bench/bench.py makes of the times it is told."""

import contextlib
import importlib.util
import io
import unittest
from pathlib import Path
from types import SimpleNamespace

FILE = Path(__file__).resolve().parents[2] / "bench" / "bench.py"
SPEC = importlib.util.spec_from_file_location("bench", FILE)
bench = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(bench)


def program(name, times, numbers=None, peak=None):
    return SimpleNamespace(name=name, times=times, used={k: [2 * t for t in v] for k, v in times.items()}, numbers=numbers or {}, first={"seconds": 1.0}, peak=lambda: peak)


class Bench(unittest.TestCase):
    def test_the_ratio_is_taken_round_by_round_to_the_fastest_peer(self):
        ours = program("patchclamp", {"plain": [1.0, 4.0, 1.0]})
        quick, slow = program("hf", {"plain": [2.0, 8.0, 2.0]}), program("tlens", {"plain": [9.0, 9.0, 9.0]})
        self.assertEqual(bench.ratio(ours, [slow, quick], "plain"), 0.5)
        self.assertEqual(bench.ratio(ours, [slow, quick], "plain", "used"), 0.5)
        self.assertIsNone(bench.ratio(ours, [], "plain"))
        self.assertIsNone(bench.ratio(program("patchclamp", {}), [quick], "plain"))

    def test_results_that_differ_are_told(self):
        ours = program("patchclamp", {}, {"plain": [1.0, 2.0], "generate": [5, 6, 7]})
        hf = program("hf", {}, {"plain": [1.0, 2.5], "generate": [5, 6, 8]})
        self.assertEqual(bench.agreement(ours, [hf], "plain"), "2e-01")
        self.assertEqual(bench.agreement(ours, [hf], "generate"), "other token at 2")
        self.assertEqual(bench.agreement(ours, [program("hf", {}, {"plain": [1.0]})], "plain"), "2 numbers, hf 1")
        self.assertEqual(bench.agreement(ours, [], "plain"), "")

    def test_no_task_can_be_faster_than_the_machine(self):
        least = bench.floors({"blocks": 100, "head": 10, "read": 70}, operations=1e6, bandwidth=1e6)
        self.assertAlmostEqual(least["plain"], 2 * (1024 * 100 + 8 * 10) / 1e6)
        self.assertAlmostEqual(least["generate"], 70 * 64 / 1e6)

    def test_the_table_has_a_row_for_each_task_and_no_peer_is_needed(self):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            ours = program("patchclamp", {"plain": [2.0]}, peak=100.0)
            bench.table(ours, program("without vectors", {}), [], ["plain", "heads"], {"plain": 1.0})
        rows = said.getvalue().splitlines()
        self.assertEqual(len({len(r) for r in rows}), 1)
        self.assertRegex(rows[3], r"\| plain .* 2\.000 .* 1\.0 .* 1\.000 .* 50% ")
        self.assertRegex(rows[4], r"\| heads .* – ")
        self.assertRegex(rows[5], r"\| peak MiB .* 100 ")


if __name__ == "__main__":
    unittest.main()
