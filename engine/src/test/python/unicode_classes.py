"""Writes the classes of code points that words are cut by, as the tokenizers library sees them.

    python unicode_classes.py

Needs tokenizers==0.22.2: its regular expressions know Unicode 16, its Digits step Unicode 17.
"""
import os

import tokenizers
from tokenizers import Regex, pre_tokenizers

TARGET = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../../main/resources/io/patchclamp/internal/token/unicode.txt")
CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def matching(pattern):
    """What a pre-tokenizer that removes the pattern leaves out."""
    remove = pre_tokenizers.Split(Regex(pattern), "removed")
    kept = set()
    for at in range(0, len(CODE_POINTS), 4096):
        for piece, _ in remove.pre_tokenize_str("".join(map(chr, CODE_POINTS[at : at + 4096]))):
            kept.update(map(ord, piece))
    return [c for c in CODE_POINTS if c not in kept]


def apart():
    """What Digits takes apart."""
    digits = pre_tokenizers.Digits(individual_digits=True)
    return [c for c in CODE_POINTS if len(digits.pre_tokenize_str("a" + chr(c) + "a")) == 3]


def base36(number):
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + text
        if not number:
            return text


def line(name, members):
    runs = []
    for c in members:
        if runs and runs[-1][1] == c:
            runs[-1][1] = c + 1
        else:
            runs.append([c, c + 1])
    fields, at = [name], 0
    for first, end in runs:
        fields += [base36(first - at), base36(end - first)]
        at = end
    return " ".join(fields)


def main():
    with open(TARGET, "w", newline="\n") as out:
        print(f"# Code points by class, as the Python package tokenizers {tokenizers.__version__} sees them.", file=out)
        print("# Written by unicode_classes.py: gap and length of each run, in base 36.", file=out)
        for name, members in [
            ("letter", matching(r"\p{L}")), ("number", matching(r"\p{N}")), ("space", matching(r"\s")), ("digit", apart())]:
            print(line(name, members), file=out)


if __name__ == "__main__":
    main()
