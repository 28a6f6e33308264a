"""compare.py: what counts as the same execution, and what does not."""

import base64
import struct
import sys
import unittest
import zlib
from pathlib import Path

from nbformat import v4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import compare  # noqa: E402


def png(width, height, pixel):
    """A greyscale PNG whose pixel at x, y is pixel(x, y)."""
    rows = b"".join(b"\0" + bytes(pixel(x, y) for x in range(width)) for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows))
                            + chunk(b"IEND", b"")).decode()


def noisy(x, y):
    return (x * 73 + y * 151 + x * y * 31) % 251


class Texts(unittest.TestCase):
    def same(self, old, new):
        self.assertIsNone(compare.text_difference(old, new), (compare.masked(old), compare.masked(new)))

    def differ(self, old, new):
        self.assertIsNotNone(compare.text_difference(old, new))

    def test_numbers_agree_to_three_significant_digits(self):
        self.same("mean 0.123449 of 3", "mean 0.123999 of 3")
        self.differ("mean 0.1234 of 3", "mean 0.1272 of 3")
        self.same("-1.23456e-05 kept", "-1.23489e-05 kept")
        self.differ("1.23e-3", "1.23e-4")
        self.differ("0.500", "-0.500")
        self.same("−2.5001", "-2.5003")

    def test_a_digit_on_the_edge_of_rounding_is_no_difference(self):
        self.same("0.12", "0.13")
        self.differ("0.12", "0.14")
        self.same("13%", "14%")

    def test_whole_numbers_are_exact(self):
        self.differ("14 forward passes", "15 forward passes")
        self.differ("[3, 14, 1536]", "[3, 14, 1537]")
        self.differ("1,536 units", "1,537 units")
        self.differ("L5.mlp.neurons[1054]", "L5.mlp.neurons[1055]")

    def test_a_whole_number_with_a_sign_was_measured(self):
        self.same("neuron 999: +446", "neuron 999: +447")
        self.differ("neuron 999: +446", "neuron 999: +456")
        self.differ("L-1", "L-2")
        self.differ("from -1 on", "from -2 on")

    def test_round_off_is_zero(self):
        self.same("max |d| 1.9e-06", "max |d| 3.2e-07")
        self.differ("max |d| 1.9e-06", "max |d| 3.2e-04")

    def test_words_are_exact(self):
        self.differ("The capital is Paris", "The capital is Rome")
        self.differ("a\nb", "a\nb\nc")

    def test_what_differs_between_machines_and_days_is_masked(self):
        self.same("took 12 ms", "took 1.8 s")
        self.same("2026-11-22T14:08:00Z", "2027-01-02T03:04:05.123Z")
        self.same("sha b179c9523d0e", "sha 0a1b2c3d4e5f")
        self.same("from /home/ada/models/x.gguf read", "from /Users/bob/y/z.gguf read")
        self.same("JDK 17.0.15 on Java 17", "JDK 25.0.3 on Java 25")
        self.same("9.1 tokens/s", "88 tokens/s")

    def test_masks_leave_html_and_sites_alone(self):
        self.differ("<td>a</td><td>x</td></tr>", "<td>a</td><td>y</td></tr>")
        self.differ("L5/1054+", "L5/1055+")
        self.differ("<b style='color:#aa0000'>", "<b style='color:#bb0000'>")
        self.differ("models loaded and decades", "models loaded and effaced")

    def test_a_picture_inside_html_is_compared_as_a_picture(self):
        page = '<img src="data:image/png;base64,{}"/>'.format
        self.same(page(png(40, 30, noisy)), page(png(40, 30, lambda x, y: noisy(y, x))))
        self.differ(page(png(40, 30, noisy)), page(png(40, 30, lambda x, y: 255)))


class Outputs(unittest.TestCase):
    def cells(self, *outputs):
        return [v4.new_notebook(cells=[v4.new_code_cell("%record", outputs=list(some))]) for some in outputs]

    def test_progress_that_only_a_slow_machine_shows_is_no_difference(self):
        slow = "recording: 14 of 14 tokens in 12.3 s"
        progress = v4.new_output("display_data", {"text/plain": slow, "text/html": f"<div>{slow}</div>"})
        result = v4.new_output("execute_result", {"text/plain": "Recording"})
        self.assertEqual(compare.differences(*self.cells([progress, result], [result])), [])

    def test_a_missing_output_and_another_type_are_named(self):
        one, two = v4.new_output("execute_result", {"text/plain": "1"}), v4.new_output("stream", name="stdout", text="1")
        self.assertEqual(compare.differences(*self.cells([one], [two])), ["cell 1 (%record): outputs were ['execute_result'], are ['stdout']"])
        html = v4.new_output("execute_result", {"text/plain": "1", "text/html": "1"})
        self.assertIn("was ['text/html', 'text/plain'], is ['text/plain']", compare.differences(*self.cells([html], [one]))[0])

    def test_a_changed_error_is_a_difference_and_its_colours_are_not(self):
        errors = [v4.new_output("error", ename=name, evalue="no", traceback=[f"{colour}{name}: no"])
                  for name, colour in (("A", "\x1b[31m"), ("A", ""), ("B", ""))]
        self.assertEqual(compare.differences(*self.cells(errors[:1], errors[1:2])), [])
        self.assertEqual(len(compare.differences(*self.cells(errors[:1], errors[2:]))), 1)

    def test_a_stream_in_pieces_is_one_stream(self):
        pieces = [v4.new_output("stream", name="stdout", text=text) for text in ("a\n", "b\n")]
        whole = [v4.new_output("stream", name="stdout", text="a\nb\n")]
        self.assertEqual(compare.differences(*self.cells(pieces, whole)), [])


class Pictures(unittest.TestCase):
    def test_the_same_size_with_something_drawn_is_the_same(self):
        self.assertIsNone(compare.picture_difference(png(40, 30, noisy), png(40, 30, lambda x, y: noisy(x + 1, y))))

    def test_another_size_is_named(self):
        self.assertEqual(compare.picture_difference(png(40, 30, noisy), png(40, 31, noisy)), "picture was (40, 30) pixels, is (40, 31)")

    def test_a_blank_picture_is_found(self):
        self.assertEqual(compare.picture_difference(png(40, 30, noisy), png(40, 30, lambda x, y: 7)), "picture is blank")

    def test_a_nearly_empty_picture_is_found(self):
        sparse = png(40, 30, lambda x, y: 255 * (x == y))
        self.assertIn("far more or less in it", compare.picture_difference(png(40, 30, noisy), sparse))

    def test_a_cut_picture_is_found(self):
        cut = base64.b64encode(base64.b64decode(png(40, 30, noisy))[:60]).decode()
        self.assertIn("not a PNG", compare.picture_difference(png(40, 30, noisy), cut))


if __name__ == "__main__":
    unittest.main()
