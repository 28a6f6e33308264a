"""References for SmolLM2 from the GGUF file the product loads: python smollm2_reference.py FILE.gguf OUT.json.gz

Made with torch 2.7.1, transformers 4.57.1, gguf 0.17.1. No randomness. Chosen positions and units only, to stay small.
"""
import gzip
import json
import sys

import numpy as np
import torch
from transformers import AutoModelForCausalLM

from llama_sites import capture, greedy

# Token ids, so that the model is compared apart from the tokenizer; texts are in the comments of the Java test.
PROMPTS = {
    "one token": [504],
    "Hello, I am your": None,
    "The capital of France is": None,
    "1 2 3 4 5 6 7 8 9 10 11 12": None,
    "Wenn ich groß bin, werde ich": None,
    "北京是中国的首都。": None,
    "def fib(n):\n    return n if n < 2 else fib(n - 1) +": None,
    "<|im_start|>user\nWho are you?<|im_end|>\n<|im_start|>assistant\n": None,
    "😀 emoji and \t tabs\n\n\nand lines": None,
    "long": None,
}
LONG = ("Neurons that fire together wire together, but a model has no wires: it has weights, and a stream that every "
        "block reads from and adds to. To see inside it, put an electrode where the numbers pass by. ") * 6
LAYERS = (0, 14, 29)


def tokenizer(path):
    from gguf import GGUFReader
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
    fields = GGUFReader(path).fields
    vocab = [str(bytes(fields["tokenizer.ggml.tokens"].parts[i]), "utf-8") for i in fields["tokenizer.ggml.tokens"].data]
    merges = [tuple(str(bytes(fields["tokenizer.ggml.merges"].parts[i]), "utf-8").split(" "))
              for i in fields["tokenizer.ggml.merges"].data]
    kinds = [int(fields["tokenizer.ggml.token_type"].parts[i][0]) for i in fields["tokenizer.ggml.token_type"].data]
    made = Tokenizer(models.BPE(vocab={t: i for i, t in enumerate(vocab)}, merges=merges))
    made.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)])
    made.add_special_tokens([AddedToken(t, special=True, normalized=False) for t, k in zip(vocab, kinds) if k == 3])
    return made


def pick(array, rng):
    """A few cells of an array as [[index…], value], its largest magnitude, and its sum."""
    finite = np.isfinite(array)
    flat = np.flatnonzero(finite.ravel())
    chosen = np.unique(np.concatenate([flat[:1], flat[-1:], [np.argmax(np.where(finite, np.abs(array), 0))],
                                       rng.choice(flat, min(12, flat.size), replace=False)]))
    cells = [[list(map(int, np.unravel_index(c, array.shape))), float(array.ravel()[c])] for c in chosen]
    return {"shape": list(array.shape), "max": float(np.abs(array[finite]).max()), "cells": cells}


def main(path, target):
    torch.set_num_threads(2)
    folder, name = path.rsplit("/", 1)
    model = AutoModelForCausalLM.from_pretrained(
        folder, gguf_file=name, torch_dtype=torch.float32, attn_implementation="eager").eval()
    tok = tokenizer(path)
    rng = np.random.default_rng(20261122)
    out = {"made_with": {"torch": torch.__version__, "transformers": __import__("transformers").__version__},
           "prompts": []}
    for text, ids in PROMPTS.items():
        ids = ids or tok.encode(LONG if text == "long" else text).ids
        sites = capture(model, ids)
        logits = sites.pop("logits")
        top2 = np.sort(logits, -1)[:, -2:]
        positions = sorted({0, len(ids) // 2, len(ids) - 1})
        kept = {k: v for k, v in sites.items() if not k.startswith("L") or int(k[1:k.index(".")]) in LAYERS}
        out["prompts"].append({
            "text": LONG if text == "long" else text,
            "ids": ids,
            "sites": {k: pick(v, rng) for k, v in kept.items()},
            "logits": pick(logits, rng),
            "last_logits": {str(p): [[int(i), float(logits[p, i])] for i in np.argsort(-logits[p])[:8]]
                            for p in positions},
            "argmax": logits.argmax(-1).tolist(),
            "margin": (top2[:, 1] - top2[:, 0]).astype(float).tolist(),
            "greedy": greedy(model, ids, 14, [2]),
        })
        print(text[:40].encode("unicode_escape").decode(), len(ids), flush=True)
    with gzip.GzipFile(target, "wb", mtime=0) as f:
        f.write(json.dumps(out, separators=(",", ":")).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
