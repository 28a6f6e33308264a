"""Writes the expected tokens that the tests compare with, and the tiny tokenizers they use.

    python tokenizer_fixtures.py SMOLLM2.gguf

Needs tokenizers==0.22.2, transformers==4.57.1, gguf==0.17.1, sentencepiece==0.2.3, protobuf. The result depends on nothing else: seeds are fixed.

SmolLM2 is checked in two ways. The truth is the published tokenizer.json, put together here from the file's own vocabulary
and merges: BPE, Digits(individual_digits) then ByteLevel, no normalizer, no unknown token. What transformers makes of the
GGUF is not that: it leaves Digits out, puts <|im_start|> first, and writes <|endoftext|> for a byte that has no token. Where
none of the three matters both must agree, and this script fails if they do not.
"""
import gzip
import io
import json
import os
import random
import sys
import tempfile

import tokenizers
import transformers
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from tokenizer_corpus import corpus, well_formed
from tokenizer_texts import texts

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../resources/io/patchclamp/internal/load")
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
          r"|\s+(?!\S)|\s+")
QWEN2 = LLAMA3.replace("{1,3}", "")
NORMAL, UNKNOWN, CONTROL, USER_DEFINED, BYTE = 1, 2, 3, 4, 6


def byte_level(use_regex):
    return pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=True, use_regex=use_regex)


def split(regex):
    return pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(regex), "isolated"), byte_level(False)])


PRE = {
    "smollm": lambda: pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), byte_level(True)]),
    "gpt-2": lambda: byte_level(True),
    "llama-bpe": lambda: split(LLAMA3),
    "qwen2": lambda: split(QWEN2),
}


def utf16(text):
    at = [0]
    for c in text:
        at.append(at[-1] + (2 if ord(c) > 0xFFFF else 1))
    return at


def spans_hold(tokenizer, text):
    """The library's spans slip after a byte without token, and leave out the accents that NFC composes away."""
    normal = not isinstance(tokenizer.normalizer, normalizers.NFC) or tokenizer.normalizer.normalize_str(text) == text
    written = byte_level(False).pre_tokenize_str(text)
    return normal and isinstance(tokenizer.decoder, decoders.ByteLevel) <= all(tokenizer.token_to_id(c) is not None for word, _ in written for c in word)


def cases(tokenizer, seed):
    """For each text its ids, their spans in UTF-16 units, and what they decode to if not the text; then random ids decoded."""
    fast = transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, clean_up_tokenization_spaces=False)
    encoded = []
    for text in texts():
        clean = well_formed(text)
        units = utf16(clean)
        encoding = tokenizer.encode(clean, add_special_tokens=True)
        assert encoding.ids == fast(clean)["input_ids"], text
        case = {"ids": encoding.ids}
        if spans_hold(tokenizer, clean):
            case["starts"] = [units[a] for a, b in encoding.offsets]
            # The space that SentencePiece puts first is no character of the text; the library lays it over the first.
            case["ends"] = [
                units[a] if token == "\u2581" and clean[a:b] not in (" ", token) else units[b]
                for token, (a, b) in zip(encoding.tokens, encoding.offsets)]
        back = fast.decode(encoding.ids, clean_up_tokenization_spaces=False)
        if back != text:
            case["decoded"] = back
        encoded.append(case)
    r = random.Random(seed)
    size = tokenizer.get_vocab_size()
    decoded = []
    for _ in range(300):
        ids = [r.randrange(size) for _ in range(r.randrange(1, 12))]
        decoded.append({"ids": ids, "decoded": fast.decode(ids, clean_up_tokenization_spaces=False)})
    return {
        "made_by": f"tokenizers {tokenizers.__version__}, transformers {transformers.__version__}",
        "encoded": encoded,
        "decoded": decoded,
    }


def write(name, value):
    data = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
    path = os.path.join(HERE, name)
    if name.endswith(".gz"):
        data = gzip.compress(data, 9, mtime=0)
    with open(path, "wb") as out:
        out.write(data)
    print(f"{name}: {len(data)} bytes")


def tiny(pre):
    tokenizer = Tokenizer(models.BPE(ignore_merges=pre == "llama-bpe"))
    tokenizer.pre_tokenizer = PRE[pre]()
    if pre == "qwen2":
        tokenizer.normalizer = normalizers.NFC()
    tokenizer.decoder = decoders.ByteLevel()
    marks = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    if pre == "smollm":
        alphabet.remove("Ą")  # as in the real vocabulary: no token for the byte 4
    trainer = trainers.BpeTrainer(
        vocab_size=560, special_tokens=marks, initial_alphabet=alphabet, limit_alphabet=len(alphabet), show_progress=False)
    tokenizer.train_from_iterator(corpus(), trainer)
    tokenizer.add_tokens([AddedToken("<tool>", normalized=False), AddedToken("<tool><tool>", normalized=False),
                          AddedToken("é<", normalized=False)])
    if pre == "llama-bpe":
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<|endoftext|> $A", special_tokens=[("<|endoftext|>", 0)])
    return tokenizer


def metadata(tokenizer, pre):
    """The same tokenizer as GGUF writes it."""
    state = json.loads(tokenizer.to_str())
    vocab = sorted(tokenizer.get_vocab(with_added_tokens=True).items(), key=lambda item: item[1])
    types = {a["id"]: CONTROL if a["special"] else USER_DEFINED for a in state["added_tokens"]}
    values = {
        "model": "gpt2",
        "pre": pre,
        "tokens": [token for token, _ in vocab],
        "token_type": [types.get(i, NORMAL) for _, i in vocab],
        "merges": [" ".join(pair) for pair in state["model"]["merges"]],
        "bos_token_id": 0 if pre == "llama-bpe" else 1,
        "eos_token_id": 2,
    }
    if pre != "llama-bpe":
        values["add_bos_token"] = False
    return {"tokenizer.ggml." + key: value for key, value in values.items()}


def smollm2(path):
    from gguf import GGUFReader

    fields = GGUFReader(path).fields

    def read(name):
        return fields["tokenizer.ggml." + name].contents()

    tokens = read("tokens")
    tokenizer = Tokenizer(models.BPE(
        vocab={token: i for i, token in enumerate(tokens)}, merges=[tuple(m.split(" ")) for m in read("merges")]))
    tokenizer.pre_tokenizer = PRE["smollm"]()
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([
        AddedToken(token, normalized=False, special=True)
        for token, kind in zip(tokens, read("token_type")) if kind == CONTROL])
    assert tokenizer.get_vocab_size() == len(tokens)
    return tokenizer


def compare_with_transformers(tokenizer, path):
    converted = transformers.AutoTokenizer.from_pretrained(os.path.dirname(path), gguf_file=os.path.basename(path))
    digits = pre_tokenizers.Digits(individual_digits=True)
    same = differ = 0
    for text in map(well_formed, texts()):
        ours, theirs = tokenizer.encode(text).ids, converted(text, add_special_tokens=False)["input_ids"]
        if ours == theirs:
            same += 1
            continue
        differ += 1
        # Apart from digits the two agree piece by piece; <|endoftext|> stands where we drop a byte.
        expected = []
        for piece, _ in digits.pre_tokenize_str(text):
            expected += converted(piece, add_special_tokens=False)["input_ids"]
        if "<|" not in text:
            assert [i for i in expected if i != 0] == ours, text
    print(f"transformers' own reading of the GGUF: {same} texts the same, {differ} different")


def tiny_sentencepiece(directory):
    """A SentencePiece model of byte pairs with byte fallback, read the way Llama 2 and TinyLlama are published."""
    import sentencepiece

    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(line for line in corpus() if "\x00" not in line), model_writer=out, model_type="bpe",
        vocab_size=800, byte_fallback=True, character_coverage=0.98, normalization_rule_name="identity",
        remove_extra_whitespaces=False, split_digits=True, allow_whitespace_only_pieces=True, num_threads=1,
        user_defined_symbols=["<tool>"], minloglevel=2)
    path = os.path.join(directory, "spm.model")
    with open(path, "wb") as f:
        f.write(out.getvalue())
    return sentencepiece.SentencePieceProcessor(model_proto=out.getvalue()), path


def sentencepiece_metadata(pieces):
    def kind(i):
        if pieces.is_unknown(i):
            return UNKNOWN
        if pieces.is_control(i):
            return CONTROL
        if pieces.is_byte(i):
            return BYTE
        return USER_DEFINED if pieces.id_to_piece(i) == "<tool>" else NORMAL

    ids = range(pieces.get_piece_size())
    values = {
        "model": "llama",
        "pre": "default",
        "tokens": [pieces.id_to_piece(i) for i in ids],
        "scores": [pieces.get_score(i) for i in ids],
        "token_type": [kind(i) for i in ids],
        "bos_token_id": pieces.bos_id(),
        "eos_token_id": pieces.eos_id(),
        "unknown_token_id": pieces.unk_id(),
        "add_bos_token": True,
    }
    return {"tokenizer.ggml." + key: value for key, value in values.items()}


def compare_with_sentencepiece(fast, pieces):
    """The C++ library itself: the same but where it breaks a tie between equal scores, or a text holds added tokens."""
    texts_ = [t for t in map(well_formed, texts()) if "<" not in t and "\x00" not in t and "\u2581" not in t]
    differ = [t for t in texts_ if pieces.encode(t) != fast(t, add_special_tokens=False)["input_ids"]]
    print(f"sentencepiece itself: {len(texts_) - len(differ)} texts the same, {len(differ)} different {differ[:5]}")
    assert not differ


def sentencepiece_fixtures():
    with tempfile.TemporaryDirectory() as directory:
        pieces, path = tiny_sentencepiece(directory)
        fast = transformers.LlamaTokenizerFast(vocab_file=path, legacy=True, add_prefix_space=True)
        # Added tokens are found in the raw text, as in the published files.
        state = json.loads(fast.backend_tokenizer.to_str())
        state["added_tokens"] = [
            {"id": i, "content": pieces.id_to_piece(i), "single_word": False, "lstrip": False, "rstrip": False,
             "normalized": False, "special": i < 3} for i in (0, 1, 2, pieces.piece_to_id("<tool>"))]
        tokenizer = Tokenizer.from_str(json.dumps(state))
        compare_with_sentencepiece(fast, pieces)
    name = "tiny-sentencepiece"
    os.makedirs(os.path.join(HERE, name), exist_ok=True)
    write(name + "/tokenizer.json", json.loads(tokenizer.to_str()))
    write(name + "/gguf.json", sentencepiece_metadata(pieces))
    write(name + "/expected.json.gz", cases(tokenizer, 3))


def main(path):
    real = smollm2(path)
    compare_with_transformers(real, path)
    write("texts.json.gz", texts())
    write("smollm2.json.gz", cases(real, 1))
    for pre in PRE:
        tokenizer = tiny(pre)
        directory = os.path.join(HERE, "tiny-" + pre)
        os.makedirs(directory, exist_ok=True)
        write(f"tiny-{pre}/tokenizer.json", json.loads(tokenizer.to_str()))
        write(f"tiny-{pre}/gguf.json", metadata(tokenizer, pre))
        write(f"tiny-{pre}/expected.json.gz", cases(tokenizer, 2))
    sentencepiece_fixtures()


if __name__ == "__main__":
    main(sys.argv[1])
