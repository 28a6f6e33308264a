"""What transformers renders of real chat templates: python chat_templates.py TEMPLATES.json OUT.json.gz

TEMPLATES.json holds {name: {source, licence, text}}, from chat_template_sources.py; OUT.json.gz the same with, for each conversation, what
transformers.utils.chat_template_utils.render_jinja_template gives, or the error it raises. The clock stands at
2026-01-09 07:05:03. Made with transformers 5.23.0, jinja2 3.1.6. No randomness.
"""
import datetime
import gzip
import json
import sys

import jinja2
from transformers.utils import chat_template_utils

from chat_conversations import CONVERSATIONS

TOKENS = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}


class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2026, 1, 9, 7, 5, 3)


def rendered(text, messages, rest):
    """As apply_chat_template calls it: without the members that are None, with the special tokens."""
    chat = [{k: v for k, v in m.items() if v is not None} for m in messages]
    given = {"add_generation_prompt": True, **TOKENS, **rest}
    try:
        return {"text": chat_template_utils.render_jinja_template([chat], chat_template=text, **given)[0][0]}
    except jinja2.exceptions.TemplateError as e:
        # raised by the template itself, or by Jinja
        return {"refused" if type(e) is jinja2.exceptions.TemplateError else "failed": str(e)}
    except Exception as e:
        return {"failed": f"{type(e).__name__}: {e}"}


def main(templates, out):
    chat_template_utils.datetime = Clock
    with open(templates, encoding="utf-8") as f:
        wanted = json.load(f)
    made = {name: {**t, "cases": {c: rendered(t["text"], *given) for c, given in CONVERSATIONS.items()}}
            for name, t in wanted.items()}
    conversations = {c: {"messages": m, **rest} for c, (m, rest) in CONVERSATIONS.items()}
    whole = json.dumps({"conversations": conversations, "tokens": TOKENS, "templates": made}, ensure_ascii=False)
    with gzip.GzipFile(out, "wb", mtime=0) as f:
        f.write(whole.encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
