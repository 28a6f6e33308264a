"""Texts that tokenizers trip over: a list made by hand, then random ones from a seed."""
import random

LISTED = [
    "", " ", "  ", "   ", "\n", "\n\n", "\n\n\n", "\t", "\t\t", " \n", "\n ", " \n ", "\r\n", "\r\n\r\n", "\r", " \t ", "\t \t",
    "Hello", " Hello", "Hello ", "  Hello  ", "Hello  world", "Hello   world", "Hello\nworld", "Hello\n\nworld", "Hello \n world",
    "Hello\tworld", "a \n\n b", "a\n\n\n  b", "  \n\n  x", "x\n   \n   \ny", "end \n", "end\n ", "a\r\n\r\nb", " \r\n ", "tab\t\n\tmix \t\n",
    "0", "7", "42", "2024", "3.14159", "1,234,567.89", "1 2 3", " 1", "  12", "a1", "1a", "x1y2z3", "$5.00", "50%", "007", "1e-5", "10\n20",
    "12345678901234567890", " 123 456 ", "v1.2.3-rc4", "3rd", "1990s", "٣٤٥", "१२३", "५ five", "๔๕", "½ cup", "x² + y³", "10⁻⁵", "H₂O", "Ⅷ", "ⅷ ⅻ",
    "①②③", "㊿", "三四", "〇", "𝟘𝟙𝟚", "𐄇𐄈", "\U00011de0\U00011de9 a", "a\U00016ff4b",
    "I'm", "I'M", "don't", "DON'T", "we've", "WE'VE", "they're you'll he'd it's", "'s", "'S", "' s", "''s", "'sa", "'ll'll", "'re'", "'RE'", "l'été",
    "o'clock", "rock'n'roll", "'tis", "’s", "it’s", "'ſ", "'ſt", "a'ſ b", "'Ll", "'lL", "'vE", " 's", "'", "''", "'\n", "x'", "'d1",
    "The quick brown fox jumps over the lazy dog.", "Paris is the capital of France.", "Hello, I am your",
    "ALL CAPS TEXT", "camelCaseWords", "snake_case_words", "__init__", "_", "__", "a_b", " _x", "kebab-case", "e.g., i.e.", "U.S.A.",
    "Ünïcödé", "naïve café", "cafe\u0301", "e\u0301e\u0301", "\u0301", " \u0301", "a\u0301\u0302\u0303", "\u1e9b\u0323", "Å Å Å", "ﬁ ﬂ", "İstanbul ıI", "ß ẞ",
    "Zürich straße", "Привет, мир!", "Ελληνικά γράμματα", "עברית עם נִקּוּד", "שלום 123", "مرحبا بالعالم", "العَرَبِيَّة", "فارسی می‌خواهم",
    "你好，世界！", "我爱北京天安门。", "漢字とかなとカナ", "こんにちは世界", "ｶﾀｶﾅ ﾊﾟ", "が か\u3099", "안녕하세요", "한국어 띄어쓰기", "\u1112\u1161\u11ab\u1100\u1173\u11af", "ᄀ", "각\u11a8",
    "สวัสดีชาวโลก", "ภาษาไทยไม่มีช่องว่าง", "नमस्ते दुनिया", "क्षत्रिय", "क\u093c", "বাংলা", "தமிழ்", "ไม่\u200bมี", "ព្រះ", "བོད་", "ქართული", "Հայերեն", "አማርኛ", "ᏣᎳᎩ",
    "😀", "😀😀", " 😀", "a😀b", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪🇫🇷", "🇩", "❤️", "☺︎", "1️⃣", "🧑🏿‍🚀 in space", "𝕳𝖊𝖑𝖑𝖔", "𓀀𓀁", "\U00020000\U0002a6d6", "\U00031350\U0002ebf0",
    "\u00a0", "a\u00a0b", "\u00a0\u00a0x", "a\u2003b", "\u3000全角", "\u1680", "\u180e", "a\u2028b\u2029c", "\u0085", "a\u0085\u0085b", "\u200b", "a\u200bb", "\u200d", "\u200e\u200f",
    "\ufeffBOM", "a\u00adb", "\u2060", "\x00", "a\x00b", "\x01\x02\x03\x04\x05\x06", "\x1b[31mred\x1b[0m", "\x7f", "\x0b\x0c", " \x0b x", "\x1c\x1d\x1e\x1f", "a\x1cb", "\x80\x9f",
    "\ufffd", "\ufffe\uffff", "\ue000\uf8ff", "\U000f0000\U0010fffd", "\U00040000\U00080000\U000c0000", "\U0001fbf0\U0001fbf9",
    "!", "!!", "...", "?!", "---", "----", "=====", "***bold***", "a...b", "(paren)", "[x]", "{y}", "<z>", "«guillemets»", "“quotes”", "—dash—", "a—b", "…", "。、「」", "؟،؛",
    "!\n", "!\n\n", "!!\r\n\r\n", ".\n\n x", " !\n", ")\n\t", "#\n#\n", "$%^&*()", "@user #tag", "~`|\\/", "+-*/=<>", "a+b=c", "x!=y && z||w", "\\n", "C:\\path\\file",
    "https://example.org/a/b?c=d&e=f#g", "user@example.org", "file:///a%20b/c", "www.x.y", "192.168.0.1:8080",
    "def f(x):\n    return x ** 2  # comment\n", "for (int i = 0; i < n; i++) {\n\tsum += a[i];\n}\n", "if(a&&b){c();}", "<div class=\"x\">&nbsp;</div>", "SELECT * FROM t WHERE id='1';",
    "{\"key\": [1, 2.5, null]}", "    indented\n        more\n", "\tif x:\n\t\ty\n", "#include <stdio.h>", "a->b::c", "x=1;y=2", "//comment", "/* c */", "print('hi')",
    "<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n", "<|im_start|>", "<|im_end|><|im_end|>", " <|im_end|> ", "a<|im_end|>b", "1<|im_end|>2", "'<|im_end|>s", "é<|im_end|>\u0301",
    "<|im_start", "<|im_start|", "|im_start|>", "<|im_start|>|>", "<<|im_start|>>", "<|im_start|im_end|>", "<| im_start |>", "<|IM_START|>", "<|endoftext|>", "text<|endoftext|>", "<|endoftext|>text",
    "<s>", "</s>", "<s>hi</s>", "<unk>", "<0x0A>", "<0x41>", "[INST] hi [/INST]", "<think>\nhmm\n</think>", "<tool>", "<tool><tool>call</tool>", "<tool>call", "é<tool>é", "<repo_name>", "<|begin_of_text|>",
    "▁", "▁▁", "a▁b", "▁ ▁", " ▁", "Ġ", "ĠHello", "Ċ", "Ā", "ł", "Ń", "ĠĠ",
    "a" * 300, "ab" * 200, "the " * 50, " " * 100, " " * 99 + "x", "\n" * 50, " \n" * 30, "!" * 120, "0" * 60, "é" * 90, "漢" * 80, "😀" * 40, "\u0301" * 40, "\t" * 33 + "x", "- " * 30, "aA" * 60,
    "pneumonoultramicroscopicsilicovolcanoconiosis", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "antidisestablishmentarianism's", "supercalifragilisticexpialidocious!!!", "xXxXxXx", "aaaaaaaaab", "baaaaaaaaa", "tttthhhheeee", "inging", "ringinginging",
    "mixed 中文 and English 混合", "日本語とEnglish", "Москва2024", "2024年11月", "a中1б😀\n", "x\u0300y", "fi\u200dg", "\u0915\u094d\u200d\u0937", "é\u0301", "\u0344", "\u2126", "\u212b", "\uac00\u11a8", "\u1100\u1161\u11a8\u11a8",
    "q\u0307\u0323", "q\u0323\u0307", "\u0f71\u0f72\u0f74", "\u1025\u102e", "\u0b47\u0b3e", "\ufb1d\ufb2a", "\u2adc", "\U0001d15e", "\uf900", "\U0002f800",
    "\ud800", "a\ud800b", "\udc00", "\udc00\ud800", "x\udfff", "\ud83dx", " \udc00 ",
]

POOLS = [
    lambda r: chr(r.randrange(0x20, 0x7F)),
    lambda r: r.choice("etaoinshrdlu"),
    lambda r: r.choice("  \n\t\r \u00a0\u2003\u3000\u0085\u2028\x0b\x1c"),
    lambda r: r.choice("0123456789²½Ⅷ٣५๔①𝟘"),
    lambda r: r.choice(["'s", "'T", "'re", "'LL", "'ve", "'d", "'ſ", " the", " of", "ing", "<|im_end|>", "<|im_", "<tool>", "\r\n", "...", "  "]),
    lambda r: chr(r.randrange(0x300, 0x370)),
    lambda r: chr(r.randrange(0xA0, 0x600)),
    lambda r: chr(r.randrange(0x900, 0x1200)),
    lambda r: chr(r.randrange(0x2000, 0x2C00)),
    lambda r: chr(r.randrange(0x3040, 0x9FFF)),
    lambda r: chr(r.randrange(0xAC00, 0xD7A4)),
    lambda r: chr(r.randrange(0xE000, 0x10000)),
    lambda r: chr(r.randrange(0x10000, 0x20000)),
    lambda r: chr(r.randrange(0x20000, 0x110000)),
    lambda r: chr(r.randrange(0x1F300, 0x1FAFF)),
]


def random_texts(count=500, seed=20240607):
    r = random.Random(seed)
    for _ in range(count):
        pools = r.sample(POOLS, r.randrange(1, 6))
        yield "".join(r.choice(pools)(r) for _ in range(r.randrange(1, 41)))


def texts():
    return LISTED + list(random_texts())
