"""A GGUF file as a folder of 32-bit safetensors that every peer can read.

    checkpoint.py MODEL.gguf FOLDER

Needs torch, transformers and gguf. Writes beside the folder first and renames, so that a folder that is there is whole.
"""

import os
import shutil
import sys

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")


def main(gguf, folder):
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    where, name = os.path.split(os.path.abspath(gguf))
    half = folder + ".half"
    shutil.rmtree(half, ignore_errors=True)
    read = AutoModelForCausalLM.from_pretrained(where, gguf_file=name, dtype=torch.float32)
    # transformers counts what it expanded as quantised, and will not save it: the same weights in a model that never was.
    if hasattr(read.config, "quantization_config"):
        del read.config.quantization_config
    model = AutoModelForCausalLM.from_config(read.config, dtype=torch.float32)
    model.load_state_dict(read.state_dict())
    model.save_pretrained(half)
    AutoTokenizer.from_pretrained(where, gguf_file=name).save_pretrained(half)
    os.rename(half, folder)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
