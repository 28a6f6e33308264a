"""JupyterLab in a real browser, used as a person does. Pictures of what was seen are in target/browser.

Needs the kernelspec in JUPYTER_PATH, the default model in PATCHCLAMP_HOME, playwright, and a Chromium (lab.browser()).
"""

import shutil
import tempfile
import time
import unittest
from pathlib import Path

import nbformat
from playwright.sync_api import sync_playwright

import lab

FIRST = "01-first-electrode.ipynb"
BLANK = "blank.ipynb"
TALLY = "long sum = 0;\nfor (long i = 0; ; i++) sum += i * i;"


def blank(path: Path) -> None:
    kernel = {"name": "patchclamp", "display_name": "Java (Patchclamp)", "language": "java"}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("int kept = 41;")], metadata={"kernelspec": kernel})
    nbformat.write(notebook, path)


class InTheBrowser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(lab.PICTURES, ignore_errors=True)
        scratch = Path(tempfile.mkdtemp()).resolve()
        cls.addClassCleanup(shutil.rmtree, scratch, ignore_errors=True)
        cls.folder = scratch / "notebooks"
        cls.folder.mkdir()
        notebook = nbformat.read(lab.ROOT / "notebooks" / FIRST, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, cls.folder / FIRST)
        blank(cls.folder / BLANK)
        cls.lab = lab.Lab(cls.folder, scratch / "own")
        cls.addClassCleanup(cls.lab.close)
        driver = sync_playwright().start()
        cls.addClassCleanup(driver.stop)
        cls.chromium = driver.chromium.launch(executable_path=lab.browser(), args=lab.SWITCHES)
        cls.addClassCleanup(cls.chromium.close)

    def open(self, notebook: str) -> lab.Page:
        context = self.chromium.new_context(viewport={"width": 1280, "height": 1000})
        self.addCleanup(context.close)
        page = lab.Page(self.lab, context.new_page())
        page.open(notebook)
        return page

    def all_ran(self, page: lab.Page) -> bool:
        cells = page.cells()
        return all(c["count"] for c in cells) and all(c["state"] == "idle" for c in cells)

    def check_first(self, page: lab.Page) -> None:
        """Every cell ran in order; only the one that shall fail did; the picture is one."""
        cells = page.cells()
        self.assertEqual([c["count"] for c in cells], list(range(1, len(cells) + 1)))
        failed = [c["source"] for c in cells if any(o["output_type"] == "error" for o in c["outputs"])]
        self.assertEqual(failed, ['model.select("L-1.mlp.neuron")'])
        image = self.show(page, "%heatmap rec")
        self.assertGreater(image.evaluate("i => i.naturalWidth"), 300)

    def show(self, page: lab.Page, source: str):
        """Scrolls to a cell; its picture."""
        index = next(i for i, c in enumerate(page.tab.evaluate(
            "() => jupyterapp.shell.currentWidget.content.widgets.map(c => c.model.sharedModel.source)")) if c == source)
        page.tab.evaluate("i => jupyterapp.shell.currentWidget.content.scrollToItem(i, 'start')", index)
        image = page.tab.locator(f".jp-Cell[data-windowed-list-index='{index}'] .jp-OutputArea-output img").first
        image.wait_for()
        page.until(lambda: image.evaluate("i => i.complete"), "the picture is there")
        page.tab.wait_for_timeout(300)
        return image

    def test_the_first_notebook_in_both_themes(self):
        page = self.open(FIRST)
        self.assertEqual(page.cells()[0]["outputs"], [])
        page.menu("Run", "Run All Cells")
        page.until(lambda: self.all_ran(page), "all cells ran", 120)
        self.check_first(page)
        self.look(page, "light")
        page.theme("Dark")
        self.look(page, "dark")
        page.theme("Light")
        page.press_button("notebook:restart-run-all")
        page.agree()
        page.until(lambda: not self.all_ran(page), "the cells wait again")
        page.until(lambda: self.all_ran(page), "all cells ran once more", 120)
        self.check_first(page)
        page.picture("again")
        self.assertEqual(page.strangers, [], "nothing is asked of any other machine")
        self.assertEqual(page.faults, [])

    def look(self, page: lab.Page, theme: str) -> None:
        """A picture of every screen of the notebook, whose texts can all be read."""
        count = page.tab.evaluate("() => jupyterapp.shell.currentWidget.content.widgets.length")
        faint = {}
        for number, index in enumerate(range(0, count, 4)):
            page.tab.evaluate("i => jupyterapp.shell.currentWidget.content.scrollToItem(i, 'start')", index)
            page.tab.wait_for_timeout(400)
            page.picture(f"{theme}-{number:02}")
            for contrast, text in page.tab.evaluate(lab.FAINT):
                faint[text] = contrast
        self.assertEqual(faint, {}, f"texts that can hardly be read in the {theme} theme, and their contrast")

    def test_typing(self):
        page = self.open(BLANK)
        page.menu("Run", "Run All Cells")
        page.until(lambda: self.all_ran(page), "the first cell ran")
        page.theme("Light")
        self.complete_a_magic(page, "light")
        self.inspect(page, "light")
        self.interrupt(page)
        self.answer_a_prompt(page)
        page.theme("Dark")
        self.complete_a_magic(page, "dark")
        self.inspect(page, "dark")
        self.assertEqual(page.faults, [])

    def complete(self, page, typed, wanted, picture=None):
        """Types, presses Tab, takes the first of what is offered."""
        page.new_cell(typed)
        page.press_for_help("Tab", ".jp-Completer-item")
        if picture:
            page.picture(picture)
        page.tab.keyboard.press("Enter")
        page.until(lambda: wanted in page.cells()[-1]["source"], f"{wanted} is written out")

    def complete_a_magic(self, page, theme):
        self.complete(page, "%heatm", "%heatmap")
        page.new_cell("%he")
        page.press_for_help("Tab", ".jp-Completer-item")
        self.assertIn("heatmap", page.tab.locator(".jp-Completer").inner_text())
        page.picture(theme + "-completions")
        page.tab.keyboard.press("Escape")
        self.complete(page, "List.of(1, 2).str", "stream()", theme + "-completion-java")

    def inspect(self, page, theme):
        page.new_cell("Math.abs")
        self.assertIn("abs(", page.press_for_help("Shift+Tab", ".jp-Tooltip").inner_text())
        page.picture(theme + "-inspect-java")
        page.tab.keyboard.press("Escape")
        page.new_cell("%heatmap")
        self.assertIn("--units", page.press_for_help("Shift+Tab", ".jp-Tooltip").inner_text())
        page.picture(theme + "-inspect-magic")
        page.tab.keyboard.press("Escape")

    def interrupt(self, page):
        page.new_cell(TALLY)
        page.run_cell()
        page.until(lambda: self.lab.kernel(BLANK) == "busy", "the loop runs")
        page.tab.wait_for_timeout(500)
        began = time.monotonic()
        page.press_button("notebook:interrupt-kernel")
        page.until(lambda: self.lab.kernel(BLANK) == "idle", "the loop has stopped", 10)
        seconds = time.monotonic() - began
        page.picture("light-interrupted")
        self.assertEqual(page.cells()[-1]["outputs"][-1]["ename"], "KeyboardInterrupt")
        self.assertLess(seconds, 3, "one second, and two for a busy machine")
        page.new_cell("kept + 1")
        page.run_cell()
        page.until(lambda: page.cells()[-1]["outputs"], "the next cell ran")
        self.assertEqual("".join(page.cells()[-1]["outputs"][0]["data"]["text/plain"]), "42")

    def answer_a_prompt(self, page):
        page.new_cell('"Hello, " + input("Your name? ")')
        page.run_cell()
        page.tab.wait_for_selector(".jp-Stdin-input")
        page.picture("light-prompt")
        page.tab.locator(".jp-Stdin-input").fill("Ünïcode 😀")
        page.tab.keyboard.press("Enter")
        page.until(lambda: page.cells()[-1]["count"] and page.cells()[-1]["state"] == "idle", "the answer arrived")
        result = next(o for o in page.cells()[-1]["outputs"] if o["output_type"] == "execute_result")
        self.assertEqual("".join(result["data"]["text/plain"]), "Hello, Ünïcode 😀")


if __name__ == "__main__":
    unittest.main(verbosity=2)
