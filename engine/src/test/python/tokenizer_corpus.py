"""What tiny tokenizers learn their merges from."""
import random

from tokenizer_texts import texts


def well_formed(text):
    return "".join("\ufffd" if 0xD800 <= ord(c) < 0xE000 else c for c in text)


def corpus():
    """Enough of everything to learn a few hundred merges from."""
    r = random.Random(1)
    words = ("the of and to in is was he for it with as his on be at by had not are but from or have an they which one you were all her"
             " Paris France capital quick brown fox jumps over lazy dog don't we've they're it's I'm you'll 1234 2024 100").split()
    lines = [" ".join(r.choice(words) for _ in range(12)) for _ in range(300)]
    return lines + [t for t in texts()[:330] if len(t) < 200 and not any(0xD800 <= ord(c) < 0xE000 for c in t)] * 4
