"""The documents: their links lead somewhere, and what they say of the script is what the script says."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#([\w-]+))?\)")


def anchors(page):
    headings = re.findall(r"(?m)^#+ (.*)$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


class Documents(unittest.TestCase):
    def test_every_link_leads_somewhere(self):
        for page in PAGES:
            for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
                path = (page.parent / target).resolve()
                self.assertTrue(path.exists(), f"{page.name}: {target}")
                if anchor:
                    self.assertIn(anchor, anchors(path), f"{page.name}: {target}")

    def test_every_message_of_the_shell_is_explained(self):
        explained = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
        for name in ("needs.sh", "verbs.sh"):
            for message in re.findall(r'(?:fail "\$EXIT_(?!USAGE|FAILED)\w+"|java_fault=|maven_fault=|python_fault=)\s*\\?\s*"([^"]+)"',
                                      (ROOT / "scripts" / name).read_text()):
                words = [part.strip(" .,:$('") for part in re.split(r"\$\{[^}]*\}|\$\([^)]*\)|\$\w+|\(|\)", message)]
                longest = max(words, key=len)
                if len(longest) > 15:
                    self.assertTrue(longest in explained, f"{name}: {message!r} is not in docs/errors.md")

    def test_the_readme_has_one_place_for_the_magics(self):
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        self.assertEqual((text.count("<!-- magics:begin -->"), text.count("<!-- magics:end -->")), (1, 1))
        self.assertLess(text.index("<!-- magics:begin -->"), text.index("<!-- magics:end -->"))


if __name__ == "__main__":
    unittest.main()
