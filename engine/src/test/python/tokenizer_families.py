"""Writes a tiny tokenizer of each family, as its model's directory has it and as GGUF has it, and what texts become.

    python tokenizer_families.py

Needs tokenizers==0.23.3, transformers==5.23, sentencepiece==0.2.3, tiktoken==0.14.0, protobuf, torch not. Seeds are fixed.

Each family's settings (normalizer, pre-tokenizer, decoder, marks) are those of its published tokenizer.json; vocabulary and
merges are learnt here. A case is one file: the directory's files, the GGUF metadata if there is a GGUF form of it, and for
each text the ids that AutoTokenizer gives for that directory (for Qwen 1, tiktoken itself), and what they decode to where
that is not the text.
"""
import base64
import gzip
import io
import json
import os
import tempfile
import unicodedata

os.environ["TRANSFORMERS_VERBOSITY"] = "error"

import sentencepiece
import tiktoken
import tokenizers
import transformers
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer

from tokenizer_corpus import corpus, well_formed
from tokenizer_texts import LISTED, texts

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../resources/io/patchclamp/internal/load/families")
TEXTS = texts()[:len(LISTED) + 150]
NORMAL, UNKNOWN, CONTROL, USER_DEFINED, BYTE = 1, 2, 3, 4, 6

ENDINGS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
BLANKS = r"|\s*[\r\n]+|\s+(?!\S)|\s+"
LLAMA3 = ENDINGS + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*" + BLANKS
QWEN2 = LLAMA3.replace("{1,3}", "")
QWEN35 = ENDINGS + r"|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*" + BLANKS
UP, LOW = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
LEAD = r"[^\r\n\p{L}\p{N}]?"
TEKKEN = (LEAD + UP + "*" + LOW + "+|" + LEAD + UP + "+" + LOW + r"*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*" + BLANKS)
GPT4O = (LEAD + UP + "*" + LOW + "+" + ENDINGS + "?|" + LEAD + UP + "+" + LOW + "*" + ENDINGS
         + r"?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*" + BLANKS)
SEED = ENDINGS + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1}| ?[^\s\p{L}\p{N}\r\n]+" + BLANKS
DEEPSEEK3 = [r"\p{N}{1,3}", "[一-龥\u3040-ゟ゠-ヿ]+",
             "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
             "| ?[\\p{P}\\p{S}]+[\\r\\n]*" + BLANKS]
DEEPSEEK_CODER = [r"[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", "[一-龥ࠀ-一가-\ud7ff]+", r"\p{N}"]


def words(*expressions):
    cuts = [pre_tokenizers.Split(Regex(e), "isolated") for e in expressions]
    return pre_tokenizers.Sequence(cuts + [pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def digits():
    return pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)])


def plain():
    return pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)


# name: (tokenizer.ggml.pre, GGUF architecture, words, composed, whole words stay whole, begin mark)
BYTE_LEVEL = {
    "gpt-neox": ("olmo", "gptneox", plain, True, False, False),
    "olmo2": ("dbrx", "olmo2", lambda: words(LLAMA3), False, False, False),
    "granite": ("refact", "granite", digits, False, False, False),
    "command-r": ("command-r", "command-r", digits, True, False, True),
    "tekken": ("tekken", "llama", lambda: words(TEKKEN), False, True, True),
    "gpt-4o": ("gpt-4o", "gpt-oss", lambda: words(GPT4O), False, False, False),
    "qwen35": ("qwen35", "qwen35", lambda: words(QWEN35), True, False, False),
    "seed-coder": ("seed-coder", "llama", lambda: words(SEED), False, False, True),
    "deepseek-v3": ("deepseek-v3", "deepseek2", lambda: words(*DEEPSEEK3), False, False, True),
    "deepseek-coder": ("deepseek-coder", "llama", lambda: words(*DEEPSEEK_CODER), False, False, True),
    "falcon3": ("falcon3", "llama", lambda: words(LLAMA3), False, True, False),
}


def byte_level(name):
    pre, architecture, cut, composed, whole, begins = BYTE_LEVEL[name]
    tokenizer = Tokenizer(models.BPE(ignore_merges=whole))
    tokenizer.pre_tokenizer = cut()
    if composed:
        tokenizer.normalizer = normalizers.NFC()
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=420, special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), limit_alphabet=256, show_progress=False)
    tokenizer.train_from_iterator(corpus(), trainer)
    tokenizer.add_tokens([AddedToken("<tool>", normalized=False)])
    if name == "gpt-neox":
        tokenizer.add_tokens([AddedToken(" " * n, normalized=True) for n in (4, 3, 2)])
    if begins:
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<|im_start|> $A", special_tokens=[("<|im_start|>", 1)])
    state = json.loads(tokenizer.to_str())
    types = {a["id"]: CONTROL if a["special"] else USER_DEFINED for a in state["added_tokens"]}
    vocab = sorted(tokenizer.get_vocab(with_added_tokens=True).items(), key=lambda item: item[1])
    gguf = {
        "general.architecture": architecture,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": pre,
        "tokenizer.ggml.tokens": [token for token, _ in vocab],
        "tokenizer.ggml.token_type": [types.get(i, NORMAL) for _, i in vocab],
        "tokenizer.ggml.merges": [" ".join(pair) for pair in state["model"]["merges"]],
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
    }
    if pre in ("tekken",):
        assert begins  # as llama.cpp has it where the file does not say
    else:
        gguf["tokenizer.ggml.add_bos_token"] = begins
    return {"tokenizer.json": state}, gguf


def spm(kind="bpe", **changes):
    out = io.BytesIO()
    settings = dict(
        model_type=kind, vocab_size=640, byte_fallback=True, character_coverage=0.98, normalization_rule_name="identity",
        remove_extra_whitespaces=False, split_digits=True, allow_whitespace_only_pieces=True, num_threads=1, minloglevel=2)
    settings.update(changes)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(line for line in corpus() if "\x00" not in line), model_writer=out, **settings)
    return out.getvalue(), sentencepiece.SentencePieceProcessor(model_proto=out.getvalue())


def pairs_by_score(pieces):
    """GemmaConverter's and LlamaConverter's merges."""
    vocab = {pieces.id_to_piece(i): i for i in range(pieces.get_piece_size())}
    found = []
    for piece, i in vocab.items():
        local = [(piece[:at], piece[at:], pieces.get_score(i)) for at in range(1, len(piece))
                 if piece[:at] in vocab and piece[at:] in vocab]
        found += sorted(local, key=lambda m: (vocab[m[0]], vocab[m[1]]))
    found.sort(key=lambda m: (m[2], len(m[0]), len(m[1])), reverse=True)
    return vocab, [(left, right) for left, right, _ in found]


def spaced_gguf(pieces, architecture, name, spaces_raw, **more):
    def kind(i):
        if pieces.is_unknown(i):
            return UNKNOWN
        if pieces.is_control(i) or pieces.id_to_piece(i).startswith("<unused"):
            return CONTROL
        if pieces.is_byte(i):
            return BYTE
        return USER_DEFINED if pieces.id_to_piece(i) in spaces_raw else NORMAL

    ids = range(pieces.get_piece_size())
    user = [kind(i) == USER_DEFINED for i in ids]
    values = {
        "model": "llama",
        "pre": "default",
        "tokens": [pieces.id_to_piece(i).replace("\u2581", " ") if user[i] else pieces.id_to_piece(i) for i in ids],
        "scores": [-1000.0 if user[i] else pieces.get_score(i) for i in ids],
        "token_type": [kind(i) for i in ids],
        "bos_token_id": pieces.bos_id(),
        "eos_token_id": pieces.eos_id(),
        "unknown_token_id": pieces.unk_id(),
        **more,
    }
    return {"general.architecture": architecture, "general.name": name,
            **{"tokenizer.ggml." + key: value for key, value in values.items()}}


GEMMA_MARKS = ["<start_of_turn>", "<end_of_turn>", "\n\n", "\n\n\n", "\u2581\u2581", "\u2581\u2581\u2581", "\u2581\u2581\u2581\u2581", "<unused0>"]


def gemma():
    proto, pieces = spm(add_dummy_prefix=False, user_defined_symbols=GEMMA_MARKS, pad_id=0, eos_id=1, bos_id=2, unk_id=3,
                        pad_piece="<pad>", eos_piece="<eos>", bos_piece="<bos>")
    vocab, merges = pairs_by_score(pieces)
    tokenizer = Tokenizer(models.BPE(vocab, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Replace(" ", "\u2581")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    tokenizer.decoder = decoders.Sequence([decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse()])
    tokenizer.add_special_tokens([AddedToken(t, normalized=False) for t in ("<pad>", "<eos>", "<bos>", "<unk>")])
    tokenizer.add_tokens([AddedToken(t, normalized=False) for t in GEMMA_MARKS])
    tokenizer.post_processor = processors.TemplateProcessing(single="<bos> $A", special_tokens=[("<bos>", 2)])
    gguf = spaced_gguf(pieces, "gemma3", "gemma-3", GEMMA_MARKS, add_bos_token=True, add_space_prefix=False)
    settings = {"tokenizer_class": "GemmaTokenizer", "bos_token": "<bos>", "eos_token": "<eos>", "unk_token": "<unk>",
                "pad_token": "<pad>", "add_bos_token": True}
    return proto, json.loads(tokenizer.to_str()), gguf, settings


def phi3():
    marks = ["<|user|>", "<|assistant|>", "<|end|>"]
    proto, pieces = spm(user_defined_symbols=["<|endoftext|>"] + marks)
    vocab, merges = pairs_by_score(pieces)
    tokenizer = Tokenizer(models.BPE(vocab, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")])
    tokenizer.decoder = decoders.Sequence([
        decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.add_special_tokens([AddedToken(t, normalized=False) for t in ("<unk>", "<s>", "<|endoftext|>")])
    tokenizer.add_special_tokens([AddedToken("</s>", normalized=False, rstrip=True)])
    tokenizer.add_special_tokens([AddedToken(t, normalized=False, rstrip=True) for t in marks])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    gguf = spaced_gguf(pieces, "phi3", "Phi-3 mini", ["<|endoftext|>"] + marks, add_bos_token=True)
    for i, token in enumerate(gguf["tokenizer.ggml.tokens"]):
        if token.startswith("<|"):
            gguf["tokenizer.ggml.token_type"][i] = CONTROL
    return json.loads(tokenizer.to_str()), gguf


def lists(state, special=False):
    merges = "#version: 0.2\n" + "\n".join(" ".join(pair) for pair in state["model"]["merges"]) + "\n"
    return {"vocab.json": state["model"]["vocab"], "merges.txt": merges}


def qwen1():
    """qwen.tiktoken, and the library that reads it."""
    state = byte_level("olmo2")[0]["tokenizer.json"]
    back = {c: b for b, c in transformers.convert_slow_tokenizer.bytes_to_unicode().items()}
    ordinary = [t for t, i in sorted(state["model"]["vocab"].items(), key=lambda item: item[1]) if not t.startswith("<|")]
    ranks = {bytes(back[c] for c in token): rank for rank, token in enumerate(ordinary)}
    specials = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"] + [f"<|extra_{i}|>" for i in range(205)]
    encoding = tiktoken.Encoding(
        "Qwen", pat_str=QWEN2, mergeable_ranks=ranks, special_tokens={t: len(ranks) + i for i, t in enumerate(specials)})
    lines = "".join(f"{base64.b64encode(token).decode()} {rank}\n" for token, rank in ranks.items())

    def encode(text):
        ids = encoding.encode(unicodedata.normalize("NFC", text), allowed_special="all")
        return ids, encoding.decode(ids)

    return {"qwen.tiktoken": lines, "config.json": {"model_type": "qwen"}}, encode


def cases():
    for name in BYTE_LEVEL:
        files, gguf = byte_level(name)
        yield name, files, gguf
    proto, state, gguf, settings = gemma()
    yield "gemma", {"tokenizer.json": state, "config.json": {"model_type": "gemma3_text"}}, gguf
    yield "gemma-model", {"tokenizer.model": proto, "tokenizer_config.json": settings, "config.json": {"model_type": "gemma2"}}, None
    state, gguf = phi3()
    yield "phi3", {"tokenizer.json": state, "config.json": {"model_type": "phi3"},
                   "tokenizer_config.json": {"tokenizer_class": "LlamaTokenizer"}}, gguf
    proto, _ = spm(user_defined_symbols=["<tool>"])
    llama = {"tokenizer_class": "LlamaTokenizer", "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}
    yield "llama-model", {"tokenizer.model": proto, "config.json": {"model_type": "llama"},
                          "tokenizer_config.json": {**llama, "add_bos_token": True, "add_eos_token": True}}, None
    yield "llama-legacy-model", {"tokenizer.model": proto, "config.json": {"model_type": "llama"},
                                 "tokenizer_config.json": {**llama, "add_bos_token": True, "legacy": True}}, None
    yield "mistral-model", {"tokenizer.model": proto, "config.json": {"model_type": "mistral"},
                            "tokenizer_config.json": {**llama, "add_bos_token": True}}, None
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as rules:
        rules.write("".join(f"{ord(a):x}\t{ord(b):x}\n" for a, b in ["\u00a0 ", "\uff01!", "\u2126\u03a9", "Aa"]))
        rules.flush()
        proto, _ = spm("unigram", normalization_rule_tsv=rules.name, user_defined_symbols=["<tool>"])
    yield "unigram-model", {"tokenizer.model": proto, "config.json": {"model_type": "llama"}}, None
    state = byte_level("olmo2")[0]["tokenizer.json"]
    yield "gpt2-lists", {**lists(state), "config.json": {"model_type": "gpt2"}, "tokenizer_config.json": {"add_bos_token": True}}, None
    yield "qwen2-lists", {**lists(state), "config.json": {"model_type": "qwen2"}, "added_tokens.json": {"<s>": 421, "<tool>": 420}}, None
    llama3 = byte_level("falcon3")[0]["tokenizer.json"]
    yield "qwen2-class", {"tokenizer.json": llama3, "config.json": {"model_type": "qwen2"},
                          "tokenizer_config.json": {"tokenizer_class": "TokenizersBackend"}}, None
    yield "qwen3-backend", {"tokenizer.json": llama3, "config.json": {"model_type": "qwen3"},
                            "tokenizer_config.json": {"tokenizer_class": "PreTrainedTokenizerFast"}}, None
    yield "gpt2-class", {"tokenizer.json": byte_level("granite")[0]["tokenizer.json"], "config.json": {"model_type": "llama"},
                         "tokenizer_config.json": {"tokenizer_class": "GPT2TokenizerFast", "add_prefix_space": True}}, None
    marked = byte_level("command-r")[0]["tokenizer.json"]
    yield "gpt-neox-class", {"tokenizer.json": marked, "config.json": {"model_type": "gpt_neox"},
                             "tokenizer_config.json": {"tokenizer_class": "GPTNeoXTokenizer"}}, None
    yield "byte-level-llama", {"tokenizer.json": marked, "config.json": {"model_type": "llama"},
                               "tokenizer_config.json": {"tokenizer_class": "LlamaTokenizer", "add_bos_token": False}}, None
    published = phi3()[0]
    yield "llama-class", {"tokenizer.json": published, "config.json": {"model_type": "llama"},
                          "tokenizer_config.json": {**llama, "legacy": False}}, None
    yield "llama-no-space", {"tokenizer.json": published, "config.json": {"model_type": "llama"},
                             "tokenizer_config.json": {**llama, "add_prefix_space": False}}, None
    added = {str(a["id"]): {k: v for k, v in a.items() if k != "id"} for a in state["added_tokens"]}
    added["1"]["rstrip"] = True
    added["700"] = {**added["0"], "content": "<s>", "special": False}
    added["600"] = {**added["0"], "content": "[INST]"}
    yield "settings", {"tokenizer.json": state, "config.json": {"model_type": "llama", "vocab_size": 426},
                       "tokenizer_config.json": {
                           "tokenizer_class": "PreTrainedTokenizerFast", "added_tokens_decoder": added, "pad_token": "</s>",
                           "image_token": "<unk>", "additional_special_tokens": ["the"], "add_bos_token": True}}, None


def by_transformers(files):
    with tempfile.TemporaryDirectory() as directory:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else (content if isinstance(content, str) else json.dumps(content)).encode()
            with open(os.path.join(directory, name), "wb") as out:
                out.write(data)
        tokenizer = AutoTokenizer.from_pretrained(directory)

    def encode(text):
        ids = tokenizer(text)["input_ids"]
        return ids, tokenizer.decode(ids, clean_up_tokenization_spaces=False)

    return encode, type(tokenizer).__name__


def write(name, files, gguf, encode, how):
    expected = []
    for text in TEXTS:
        ids, back = encode(well_formed(text))
        expected.append({"ids": ids} if back == text else {"ids": ids, "decoded": back})
    case = {
        "made_by": how,
        "files": {f: {"base64": base64.b64encode(c).decode()} if isinstance(c, bytes) else
                  {"text": c if isinstance(c, str) else json.dumps(c, ensure_ascii=False)} for f, c in files.items()},
        "gguf": gguf,
        "expected": expected,
    }
    data = gzip.compress(json.dumps(case, ensure_ascii=True, separators=(",", ":")).encode(), 9, mtime=0)
    with open(os.path.join(HERE, name + ".json.gz"), "wb") as out:
        out.write(data)
    print(f"{name}: {len(data)} bytes, {how}")


def main():
    os.makedirs(HERE, exist_ok=True)
    versions = f"tokenizers {tokenizers.__version__}, transformers {transformers.__version__}"
    for name, files, gguf in cases():
        encode, made = by_transformers(files)
        write(name, files, gguf, encode, f"{versions}, {made}")
    files, encode = qwen1()
    write("qwen1", files, None, encode, f"tiktoken {tiktoken.__version__}")


if __name__ == "__main__":
    main()
