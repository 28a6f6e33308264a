"""Ids of written chats: python chat_tokens.py FAMILIES_FOLDER CHAT_TEMPLATES.json.gz OUT.json

For tiny tokenizers of tokenizer_families.py, with templates of chat_templates.py put where models keep them: the ids that
AutoTokenizer...apply_chat_template(tokenize=True) gives. Made with transformers 5.23.0.
"""
import base64
import gzip
import json
import pathlib
import sys
import tempfile

from transformers import AutoTokenizer

BOS = {"bos_token": "<s>", "eos_token": "</s>"}
# family, template, where the template is, special tokens
PLACES = [
    ("llama-class", "Llama 2", "config", BOS),
    ("llama-class", "Llama 3", "jinja", BOS),
    ("mistral-model", "Mistral 0.3", "named", BOS),
    ("mistral-model", "DeepSeek R1 distill", "jinja", BOS),
    ("gemma", "Gemma 1 and 2", "config", {"bos_token": {"content": "<bos>", "__type": "AddedToken"}, "eos_token": "<eos>"}),
    ("gemma", "Gemma 3", "folder", {"bos_token": "<bos>", "eos_token": "<eos>"}),
    ("phi3", "Phi 3", "config", BOS),
    ("gpt-neox", "Qwen 2.5", "config", {"eos_token": "<|endoftext|>"}),
    ("qwen2-class", "Qwen 3", "jinja", {"eos_token": "<|im_end|>"}),
]
CHATS = {
    "one turn": [{"role": "user", "content": "Who are you?"}],
    "spaces": [{"role": "user", "content": "  naïve 日本 <s> text\n"}],
    "three turns": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"},
                    {"role": "user", "content": "Bye"}],
}


def main(families, templates, out):
    texts = json.load(gzip.open(templates))["templates"]
    made = []
    for family, template, where, tokens in PLACES:
        given = json.load(gzip.open(pathlib.Path(families, family + ".json.gz")))
        with tempfile.TemporaryDirectory() as folder:
            for name, content in given["files"].items():
                data = content["text"].encode() if content.get("text") is not None else base64.b64decode(content["base64"])
                pathlib.Path(folder, name).write_bytes(data)
            file = pathlib.Path(folder, "tokenizer_config.json")
            config = {**(json.loads(file.read_text()) if file.exists() else {}), **tokens}
            text = texts[template]["text"]
            if where == "config":
                config["chat_template"] = text
            elif where == "named":
                config["chat_template"] = [{"name": "default", "template": text}, {"name": "rag", "template": "rag"}]
            else:
                config["chat_template"] = "not this one"
                pathlib.Path(folder, "chat_template.jinja").write_text(text, encoding="utf-8")
            if where == "folder":
                pathlib.Path(folder, "additional_chat_templates").mkdir()
                pathlib.Path(folder, "additional_chat_templates", "rag.jinja").write_text("rag")
            file.write_text(json.dumps(config))
            tokenizer = AutoTokenizer.from_pretrained(folder)
            ids = {name: tokenizer.apply_chat_template(chat, add_generation_prompt=True, return_dict=False)
                   for name, chat in CHATS.items()}
            made.append({"family": family, "template": template, "where": where, "tokens": tokens, "ids": ids})
    pathlib.Path(out).write_text(json.dumps({"chats": CHATS, "cases": made}, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
