"""Says where two executions of one notebook differ, as far as a reader would care.

Numbers are compared to three significant digits, whole numbers exactly. Progress, which only a slow machine shows, is
left out. What differs from machine to machine and from day to day (durations, dates, hashes, absolute paths, versions)
is masked. Pictures are compared by their size in pixels, by not being blank, and roughly by how much there is in them.
"""

from __future__ import annotations

import base64
import json
import math
import re
import struct
import zlib

NOISE = 1e-5
"""Two numbers below this are both zero: round-off, which differs between processors."""

ANSI = re.compile(r"\x1b\[[0-9;]*m")
INLINE_PNG = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s]+)")
MASKS = [
    (re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"), "<date>"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "<uuid>"),
    (re.compile(r"(?<![#\w])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{7,64}\b"), "<hex>"),
    (re.compile(r"(?:file:)?(?<![\w<.*])(?:~|\$PATCHCLAMP_HOME)?(?:/[\w.~%+@ -]*[\w.~%+@-]){2,}/?"), "<path>"),
    (re.compile(r"\b\d+\.\d+\.\d+[\w.+-]*"), "<version>"),
    (re.compile(r"\b(Java|JDK) \d+\b"), r"\1 <version>"),
    (re.compile(r"\d[\d.,]*\s?(?:ns|µs|us|ms|s|min)\b"), "<duration>"),
    (re.compile(r"\d[\d.,]*(?= \w+/s\b)"), "<rate>"),
    (re.compile(r"[ \t]+"), " "),
]
PROGRESS = re.compile(r"[^\n:]+: [\d,]+(?: of [\d,]+)? \S+ in [\d.]+ (?:s|min \d+ s|h \d+ min)")
NUMBER = re.compile(r"((?<![\w.])[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+−]?\d+)?%?)")


def differences(committed, fresh) -> list[str]:
    """One line for each difference between two notebooks with the same cells; empty if there is none."""
    found = []
    for number, (old, new) in enumerate(zip(committed.cells, fresh.cells), 1):
        if old.cell_type == "code":
            first = old.source.strip().splitlines()[0] if old.source.strip() else ""
            found += [f"cell {number} ({first[:50]}): {what}" for what in cell_differences(old.outputs, new.outputs)]
    return found


def cell_differences(old, new) -> list[str]:
    before, after = joined(old), joined(new)
    kinds = [kind for kind, _ in before], [kind for kind, _ in after]
    if kinds[0] != kinds[1]:
        return [f"outputs were {kinds[0]}, are {kinds[1]}"]
    return [what for (kind, a), (_, b) in zip(before, after) for what in data_differences(kind, a, b)]


def is_progress(output) -> bool:
    """Whether the output only tells how long something took: a faster machine does not show it."""
    return (output.output_type == "display_data" and set(output.data) == {"text/plain", "text/html"}
            and bool(PROGRESS.fullmatch(output.data["text/plain"])))


def joined(outputs) -> list[tuple[str, dict]]:
    """Each output as its kind and its data by media type; neighbouring streams of one name are one output."""
    result = []
    for output in outputs:
        if is_progress(output):
            continue
        if output.output_type == "stream":
            kind, text = output.name, "".join(output.text)
            if result and result[-1][0] == kind:
                result[-1][1]["text/plain"] += text
            else:
                result.append((kind, {"text/plain": text}))
        elif output.output_type == "error":
            result.append(("error", {"text/plain": "\n".join([output.ename, output.evalue, *output.traceback])}))
        else:
            result.append((output.output_type, dict(output.data)))
    return result


def data_differences(kind: str, old: dict, new: dict) -> list[str]:
    if set(old) != set(new):
        return [f"{kind} was {sorted(old)}, is {sorted(new)}"]
    found = []
    for media in sorted(old):
        a, b = (value if isinstance(value, str) else json.dumps(value, sort_keys=True) for value in (old[media], new[media]))
        what = picture_difference(a, b) if media == "image/png" else text_difference(a, b)
        found += [f"{kind} {media}: {what}"] if what else []
    return found


def text_difference(old: str, new: str) -> str | None:
    """What differs first between two texts, None if a reader would not see a difference."""
    pictures = [INLINE_PNG.findall(text) for text in (old, new)]
    if len(pictures[0]) != len(pictures[1]):
        return f"had {len(pictures[0])} pictures, has {len(pictures[1])}"
    for a, b in zip(*pictures):
        what = picture_difference(a, b)
        if what:
            return what
    lines = [masked(INLINE_PNG.sub("<png>", text)).splitlines() for text in (old, new)]
    if len(lines[0]) != len(lines[1]):
        return f"had {len(lines[0])} lines, has {len(lines[1])}"
    for a, b in zip(*lines):
        if not same_line(a, b):
            return around(a, b)
    return None


def around(old: str, new: str) -> str:
    """Both lines, cut to where they part."""
    at = next((i for i, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
    start = max(0, at - 40)
    return f"was …{old[start:at + 80]!r}, is …{new[start:at + 80]!r}"


def masked(text: str) -> str:
    text = ANSI.sub("", text)
    for pattern, mask in MASKS:
        text = pattern.sub(mask, text)
    return text.strip()


def same_line(old: str, new: str) -> bool:
    before, after = NUMBER.split(old.rstrip()), NUMBER.split(new.rstrip())
    return len(before) == len(after) and all(
        same_number(a, b) if i % 2 else a == b for i, (a, b) in enumerate(zip(before, after)))


def same_number(old: str, new: str) -> bool:
    """Whole numbers exactly; measured ones to three significant digits, or to the last digit shown where fewer are.

    A whole number with a sign is a measurement that was rounded, one without is a count or an index.
    """
    if old == new:
        return True
    a, b = value(old), value(new)
    if "%" in old and "%" in new and whole(old) and whole(new):
        return abs(a - b) <= 1
    rounded = whole(old) and whole(new)
    if rounded and not (signed(old) and signed(new)):
        return a == b
    if max(abs(a), abs(b)) < NOISE:
        return True
    third_digit = 10 ** (math.floor(math.log10(max(abs(a), abs(b)))) - 2)
    return abs(a - b) <= 1.0001 * max(third_digit, 0 if rounded else min(last_place(old), last_place(new)))


def whole(number: str) -> bool:
    return not re.search(r"[.eE]", number)


def signed(number: str) -> bool:
    return number[0] in "+-−"


def value(number: str) -> float:
    return float(number.replace(",", "").replace("−", "-").rstrip("%"))


def last_place(number: str) -> float:
    mantissa, _, exponent = number.rstrip("%").replace("−", "-").lower().partition("e")
    return 10 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))


def picture_difference(old: str, new: str) -> str | None:
    a, b = base64.b64decode(old), base64.b64decode(new)
    try:
        sizes, blank = (png_size(a), png_size(b)), png_is_blank(b)
    except (ValueError, struct.error, zlib.error) as broken:
        return f"not a PNG: {broken}"
    if sizes[0] != sizes[1]:
        return f"picture was {sizes[0]} pixels, is {sizes[1]}"
    if blank:
        return "picture is blank"
    if not 0.5 <= len(b) / len(a) <= 2:
        return f"picture was {len(a)} bytes, is {len(b)}: far more or less in it"
    return None


def png_size(png: bytes) -> tuple[int, int]:
    if png[:8] != b"\x89PNG\r\n\x1a\n" or png[12:16] != b"IHDR":
        raise ValueError("wrong signature")
    return struct.unpack(">II", png[16:24])


def png_is_blank(png: bytes) -> bool:
    """True when all lines of pixels but a few are the same: nothing is drawn."""
    at, packed = 8, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at:at + 8])
        packed += png[at + 8:at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    height = png_size(png)[1]
    raw = zlib.decompress(packed)
    stride = len(raw) // height
    return len({raw[i * stride:(i + 1) * stride] for i in range(height)}) <= 3
