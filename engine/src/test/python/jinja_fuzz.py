"""Random templates and what Jinja2 makes of them in transformers' sandbox: python jinja_fuzz.py SEED COUNT OUT.json.gz

Each case is a template with the text it renders, or an empty entry where Jinja2 raises. Cases whose text has an address
of Python's memory in it are left out. Made with transformers 5.23.0, jinja2 3.1.6, Python 3.11, seed 20260109.
"""
import gzip
import json
import random
import re
import sys
import warnings

from transformers.utils import chat_template_utils

VARIABLES = {
    "s": "Hello, wörld\n x 🙂y", "t": "  pad\t", "e": "", "n": 7, "m": -3, "z": 0, "f": 2.5, "g": -0.125, "b": True,
    "o": None, "l": [3, 1, 2, 1], "w": ["b", "A", "c", "a"], "q": [], "d": {"k": "v", "j": [1, {"x": None}], "items": 5},
    "h": {}, "r": [{"role": "user", "c": "x", "n": 2}, {"role": "bot", "c": "Y", "n": 1}, {"role": "user", "c": "z"}],
}
NAMES = list(VARIABLES) + ["undefined_one", "a", "i", "ns"]
BLANKS = ["", " ", "\n", "  \n", "\n  ", "\n\n", "x", "x \n", "\t", " y "]
TEXTS = ["''", "'a'", "\"b c\"", "'it\\'s'", "'\\n'", "'x\\ty\\q'", "'é🙂'", "'role'", "'k'", "'%s-%d'", "','", "' '"]
FILTERS = ["upper", "lower", "title", "capitalize", "trim", "length", "first", "last", "list", "string", "tojson", "int",
           "float", "abs", "sort", "unique|list", "reverse|list", "join", "join(', ')", "join('-', attribute='role')",
           "default('D')", "default('D', true)", "replace('l', 'L')", "replace('', '.')", "indent", "indent(2, true)",
           "indent(width='> ', blank=true)", "map('upper')|list", "map(attribute='role')|list", "select|list",
           "reject('odd')|list", "selectattr('role', 'equalto', 'user')|list", "rejectattr('n')|list", "sum", "min", "max",
           "items|list", "dictsort", "round", "round(1)", "round(2, 'floor')", "batch(2)|list", "slice(2)|list", "count",
           "tojson(indent=2)", "tojson(separators=(',', ':'))", "tojson(sort_keys=true)", "tojson(ensure_ascii=true)",
           "truncate(8)", "truncate(5, true, '~', 0)", "center(12)", "wordcount", "e", "safe", "groupby('role')",
           "map('int')|list|sum", "sort(reverse=true)", "sort(attribute='role')|map(attribute='c')|join", "attr('x')",
           "map(attribute='n', default=0)|list", "urlencode", "format(n, 'y')", "max(attribute='c')", "nope"]
TESTS = ["defined", "undefined", "none", "string", "mapping", "number", "integer", "float", "boolean", "true", "false",
         "sequence", "iterable", "callable", "odd", "even", "divisibleby(2)", "divisibleby 3", "in [1, 'a']", "eq 7",
         "equalto('a')", "ne 1", "gt 2", "lessthan 2", "lower", "upper", "sameas true", "sameas none", "escaped",
         "filter", "ge(2.5)"]
METHODS = ["upper()", "strip()", "lstrip()", "rstrip('\\n x')", "split()", "split(',')", "split('l', 1)", "rsplit(None, 1)",
           "startswith('H')", "endswith(('x', 'y'))", "title()", "replace('l', '1', 1)", "find('l')", "count('l')",
           "join(['a', 'b'])", "splitlines()", "items()|list", "keys()|list", "values()|list", "get('k')", "get('no', 4)",
           "items", "index(1)", "role", "k", "j[1]", "append(1)", "format(1, n=2)", "zfill(9)", "center(20, '*')",
           "partition(',')", "rfind('x')", "swapcase()", "isdigit()", "isalpha()", "islower()", "capitalize()", "nope()",
           "removeprefix('Hel')", "rjust(20)", "update({})", "copy()", "pop()", "find('o', 2, -1)"]
OPERATORS = ["+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"]


class Maker:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def one(self, *choices):
        return self.r.choice(choices)

    def atom(self):
        r = self.r.random()
        if r < .5:
            return self.r.choice(NAMES)
        if r < .65:
            return self.r.choice(TEXTS)
        if r < .8:
            return self.one("0", "1", "2", "-1", "3.5", "1e3", "1e-7", "0x1F", "1_000", "true", "False", "none", "10**20.0")
        return self.one("[]", "[1, 2]", "['a', n]", "{}", "{'a': n, 'b': [s]}", "(1, 2)", "()", "range(3)", "(n,)",
                        "namespace(x=1).x", "dict(a=1)", "range(5, 0, -2)|list", "'a' 'b'", "r[0]", "[[1, 'a'], [2, none]]")

    def expr(self, depth=3):
        if depth == 0:
            return self.atom()
        x = lambda: self.expr(depth - 1)
        return self.one(
            self.atom, self.atom, lambda: f"({x()} {self.r.choice(OPERATORS)} {x()})", lambda: f"{x()}|{self.r.choice(FILTERS)}",
            lambda: f"{x()}|{self.r.choice(FILTERS)}", lambda: f"{self.atom()}.{self.r.choice(METHODS)}",
            lambda: f"({x()} is {self.one('', 'not ')}{self.r.choice(TESTS)})", lambda: f"({x()} if {x()} else {x()})",
            lambda: f"({x()} if {x()})", lambda: f"not {x()}", lambda: f"-{self.atom()}", lambda: f"{self.one(*NAMES)}[{self.index()}]",
            lambda: f"[{x()}, {x()}]", lambda: f"{{{self.r.choice(TEXTS)}: {x()}}}", lambda: f"{x()} {self.r.choice(OPERATORS)} {x()}",
            lambda: f"{self.atom()} < {self.atom()} <= {x()}", lambda: f"{x()}|{self.r.choice(FILTERS)}|{self.r.choice(FILTERS)}",
            lambda: f"('%s|%5.1f|%r' % (s, {self.atom()}, {x()}))", lambda: f"'{{}}:{{:>8}}'.format({x()}, {self.atom()})",
        )()

    def index(self):
        return self.one("0", "-1", "1:", ":-1", "::-1", "1:3", "::2", "5", "'k'", "'role'", "n", "-2:", ":2", "'items'", "9:0:-3")

    def tag(self, inside):
        return "{%" + self.one("", "", "-", "+") + " " + inside + " " + self.one("", "", "-", "+") + "%}"

    def text(self):
        return self.r.choice(BLANKS)

    def body(self, depth):
        return "".join(self.text() + self.part(depth) for _ in range(self.r.randint(1, 3))) + self.text()

    def part(self, depth):
        if depth == 0:
            return "{{" + self.one("", "-") + " " + self.expr(2) + " " + self.one("", "-") + "}}"
        b = lambda: self.body(depth - 1)
        t = self.tag
        return self.one(
            lambda: self.part(0), lambda: self.part(0), lambda: self.part(0),
            lambda: "{#" + self.one("", "-") + " no " + self.one("", "-") + "#}",
            lambda: t(f"if {self.expr(2)}") + b() + self.one("", t("else") + b(), t(f"elif {self.expr(1)}") + b()) + t("endif"),
            lambda: t(f"for i in {self.one('l', 'w', 'r', 's', 'd', 'q', 'range(3)', self.expr(1))}"
                      f"{self.one('', '', ' if i', ' if i is not none')}") + self.looped(b) + t("endfor"),
            lambda: t("for a, i in " + self.one("d.items()", "d|dictsort", "[[1, 2], [3, 4]]", "r|groupby('role')", "w")) + b()
                    + t("else") + b() + t("endfor"),
            lambda: t(f"set {self.one('a', 'i', 'n', 's')} = {self.expr(2)}"), lambda: t("set a, i = " + self.one("1, 2", "w[:2]", "n")),
            lambda: t("set a") + b() + t("endset"), lambda: t("set a | upper") + b() + t("endset"),
            lambda: t("set ns = namespace(v=0, l=[])") + t(f"set ns.v = {self.expr(1)}") + "{{ ns.v }}",
            lambda: t("set ns = namespace(v=0)") + t("for i in l") + t("set ns.v = ns.v + i") + t("set n = i") + t("endfor") + "{{ ns.v, n }}",
            lambda: t(f"macro p(a, i={self.expr(1)})") + b() + self.one("", "{{ caller() if caller }}", "{{ varargs }}{{ kwargs }}")
                    + t("endmacro") + "{{ p(" + self.one("", "1", "1, 2", "i=3", "s, k=4", "1, 2, 3") + ") }}",
            lambda: t("macro c(x)") + "<{{ caller(x) }}>" + t("endmacro") + t("call(y) c(n)") + "{{ y }}" + b() + t("endcall"),
            lambda: t("filter " + self.one("upper", "indent(2)", "trim|title", "replace('a', 'b')")) + b() + t("endfilter"),
            lambda: t(f"with a = {self.expr(1)}, i = n") + b() + t("endwith"), lambda: t("raw") + "{{ x }} {% y %}" + self.text() + t("endraw"),
            lambda: t("generation") + b() + t("endgeneration"), lambda: t("for i in [[1, [2]], 3] recursive") + "{{ loop.depth }}:"
                    + "{{ loop(i) if i is sequence else i }};" + t("endfor"),
            lambda: t("print " + self.expr(1)),
        )()

    def looped(self, b):
        extra = self.one("", "", "{{ loop.index }}{{ loop.last }}", "{{ loop.previtem }}|{{ loop.nextitem }}", self.tag("break"),
                         "{{ loop.cycle('o', 'e') }}{{ loop.revindex0 }}", "{{ loop.changed(i) }}", self.tag("continue"),
                         self.tag("if loop.index == 2") + self.tag("break") + self.tag("endif"), "{{ loop.length - loop.index0 }}",
                         self.tag("if not loop.first") + ", " + self.tag("endif") + "{{ loop }}")
        return b() + extra + self.one("", b(), self.tag("else") + b())


def main(seed, count, out):
    warnings.simplefilter("ignore")
    maker = Maker(int(seed))
    cases = []
    while len(cases) < int(count):
        source = maker.body(maker.r.randint(1, 3))
        try:
            variables = json.loads(json.dumps(VARIABLES))
            text = chat_template_utils._cached_compile_jinja_template(source).render(**variables)
        except Exception:
            # most random templates fail early: few of them tell anything
            if maker.r.random() < .85:
                continue
            text = None
        if text is None or len(text) < 3000 and not re.search(r" at 0x|<built-in|<class |<Macro|<generator|Markup\(", text):
            cases.append([source, text])
    whole = json.dumps({"variables": VARIABLES, "cases": cases}, ensure_ascii=False)
    with gzip.GzipFile(out, "wb", mtime=0) as f:
        f.write(whole.encode())
    print(len(cases), sum(text is None for _, text in cases))


if __name__ == "__main__":
    main(*sys.argv[1:])
