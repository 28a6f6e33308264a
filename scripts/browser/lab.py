"""A JupyterLab of its own, with settings and a kernelspec of nobody else's, and a browser that looks at it."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "target" / "browser"
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"]
# No traffic of its own, no sandbox (which root may not have), the same picture everywhere.
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-quic", "--hide-scrollbars", "--font-render-hinting=none"]


def browser() -> str | None:
    """Where a browser is: PATCHCLAMP_BROWSER, one on PATH, or one that playwright fetched."""
    asked = os.environ.get("PATCHCLAMP_BROWSER")
    if asked:
        return asked
    fetched = sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"))
    return next(filter(None, map(shutil.which, NAMES)), str(fetched[-1]) if fetched else None)


class Lab:
    """JupyterLab on a folder; everything it writes is in another one."""

    def __init__(self, folder: Path, own: Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.token = secrets.token_hex(8)
        env = dict(os.environ, JUPYTER_CONFIG_DIR=str(own / "config"), JUPYTER_DATA_DIR=str(own / "data"),
                   JUPYTER_RUNTIME_DIR=str(own / "runtime"), JUPYTERLAB_SETTINGS_DIR=str(own / "settings"),
                   JUPYTERLAB_WORKSPACES_DIR=str(own / "workspaces"), JUPYTER_NO_CONFIG="1")
        quiet = own / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
        quiet.parent.mkdir(parents=True)
        quiet.write_text('{"fetchNews": "false"}')
        self.log = own / "lab.log"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={self.port}", "--ServerApp.port_retries=0",
                 f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={folder}", "--LabApp.news_url=None",
                 "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.expose_app_in_browser=True",
                 "--MultiKernelManager.default_kernel_name=patchclamp"],
                env=env, stdout=out, stderr=subprocess.STDOUT, cwd=folder)
        self.wait()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}{'&' if '?' in path else '?'}token={self.token}"

    def ask(self, path: str):
        with urllib.request.urlopen(self.url(path), timeout=20) as answer:
            return json.load(answer)

    def wait(self, seconds: int = 60) -> None:
        end = time.monotonic() + seconds
        while True:
            try:
                self.ask("api/status")
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    self.close()
                    raise RuntimeError(f"JupyterLab did not start:\n{self.log.read_text()[-2000:]}") from None
                time.sleep(0.2)

    def kernel(self, notebook: str) -> str:
        """What the kernel of a notebook does, as the server sees it."""
        return next(s["kernel"]["execution_state"] for s in self.ask("api/sessions") if s["path"] == notebook)

    def close(self) -> None:
        """Ends the server, and its kernels with it."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


CELLS = """() => jupyterapp.shell.currentWidget.content.widgets.filter(c => c.model.type === 'code').map(c => {
  const cell = c.model.sharedModel.toJSON();
  return {state: c.model.executionState, count: cell.execution_count, source: String(cell.source), outputs: cell.outputs};
})"""

# Text in outputs, in view, with its colour and what lies behind it: [contrast, text] where the contrast is below 3 to 1.
FAINT = """() => {
  const parse = text => { const m = text.match(/[\\d.]+/g); return m ? m.map(Number) : [0, 0, 0, 0]; };
  const over = (top, below) => { const a = top.length > 3 ? top[3] : 1; return [0, 1, 2].map(i => top[i] * a + below[i] * (1 - a)); };
  const behind = element => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.backgroundImage !== 'none') return null;
      layers.push(parse(style.backgroundColor));
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const light = c => c.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const faint = [];
  for (const output of document.querySelectorAll('.jp-OutputArea-output')) {
    const walker = document.createTreeWalker(output, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement, box = element.getBoundingClientRect();
      if (!node.data.trim() || !box.width || element.closest('style, script, title, svg')) continue;
      const back = behind(element);
      if (!back) continue;
      const [a, b] = [light(over(parse(getComputedStyle(element).color), back)), light(back)].sort((x, y) => y - x);
      const contrast = (a + 0.05) / (b + 0.05);
      if (contrast < 3) faint.push([Math.round(contrast * 10) / 10, node.data.trim().slice(0, 60)]);
    }
  }
  return faint;
}"""


class Page:
    """A notebook in the browser, used as a person does: by keys, buttons and menus. Only what cells are like is read from the model."""

    def __init__(self, lab: Lab, tab):
        self.lab, self.tab = lab, tab
        self.strangers, self.faults = [], []
        tab.set_default_timeout(30_000)
        tab.on("request", lambda r: None if r.url.startswith((lab.url("").split("?")[0], "data:", "blob:", "ws://127.0.0.1"))
               else self.strangers.append(r.url))
        tab.on("pageerror", lambda fault: self.faults.append(str(fault)))

    def open(self, notebook: str) -> None:
        self.notebook = notebook
        self.tab.goto(self.lab.url(f"lab/tree/{notebook}?reset"), timeout=60_000)
        self.tab.wait_for_selector(".jp-Notebook .jp-Cell")
        self.until(lambda: self.lab.kernel(notebook) == "idle", "the kernel is idle")

    def until(self, holds, what: str, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while True:
            try:
                if holds():
                    return
            except StopIteration:
                pass
            if time.monotonic() > end:
                self.picture("stuck")
                raise AssertionError(f"not within {seconds} s: {what}")
            self.tab.wait_for_timeout(100)

    def cells(self) -> list[dict]:
        return self.tab.evaluate(CELLS)

    def menu(self, *names: str) -> None:
        """Goes through the menu, name by name."""
        self.tab.locator(".lm-MenuBar-itemLabel", has_text=names[0]).first.click()
        for depth, name in enumerate(names[1:]):
            item = self.tab.locator(".lm-Menu").nth(depth).locator(".lm-Menu-item:visible", has_text=name).first
            item.hover()
            item.click()

    def theme(self, name: str) -> None:
        """Takes the light or the dark theme; nothing happens where that is the one in use."""
        self.menu("Settings", "Theme", f"JupyterLab {name}")
        self.tab.wait_for_selector(f"body[data-jp-theme-light='{str(name == 'Light').lower()}']", state="attached")
        self.tab.keyboard.press("Escape")
        self.tab.wait_for_timeout(1000)

    def press_button(self, command: str) -> None:
        self.tab.locator(f"[data-command='{command}']:visible").first.click()

    def press_for_help(self, key: str, selector: str):
        """Tab or Shift+Tab behind a text; what opens."""
        self.tab.wait_for_selector(".jp-Cell.jp-mod-active .jp-mod-completer-enabled")
        self.tab.keyboard.press(key)
        self.tab.wait_for_selector(f"{selector}:visible")
        return self.tab.locator(f"{selector}:visible")

    def agree(self) -> None:
        """Says yes to the dialog."""
        self.tab.locator(".jp-Dialog .jp-mod-accept").click()

    def new_cell(self, text: str = "") -> None:
        """A new last cell with the cursor in it."""
        count = len(self.cells())
        self.tab.keyboard.press("Escape")
        self.tab.locator(".jp-Notebook .jp-Cell").last.locator(".jp-InputPrompt, .jp-InputArea-prompt").first.click()
        self.tab.keyboard.press("b")
        self.until(lambda: len(self.cells()) == count + 1, "there is a new cell")
        self.tab.keyboard.press("Enter")
        self.tab.wait_for_selector(".jp-Cell.jp-mod-active .cm-focused")
        self.tab.keyboard.insert_text(text)
        self.until(lambda: self.cells()[-1]["source"] == text, "the text is in the cell")

    def run_cell(self) -> None:
        self.tab.keyboard.press("Control+Enter")

    def picture(self, name: str) -> Path:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.tab.screenshot(path=str(PICTURES / f"{name}.png"))
        return PICTURES / f"{name}.png"
