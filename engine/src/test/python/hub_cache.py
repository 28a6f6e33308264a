"""Does huggingface_hub find what Patchclamp fetched, and Patchclamp what huggingface_hub fetched?

Serves a model on this machine, lets one program fetch it into an empty cache, and asks the other for it: without the
network, and then with the network while counting what is fetched again, which must be nothing. Run after a build:

    python engine/src/test/python/hub_cache.py          # any huggingface_hub from 0.30 on; tried with 0.36 and 2.4
"""

import hashlib
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
REPO = "some-org/tiny"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
FILES = {
    "config.json": b'{"model_type": "llama"}',
    "tokenizer.json": b"{}",
    "model.safetensors.index.json": b'{"weight_map": {"a": "model-00001-of-00002.safetensors",'
    b' "b": "model-00002-of-00002.safetensors"}}',
    "model-00001-of-00002.safetensors": bytes(range(256)) * 1000,
    "model-00002-of-00002.safetensors": bytes(range(255)) * 1000,
}
fetched = []


def sha1(content):
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def large(path):
    return path.endswith(".safetensors")


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, body, headers=(), status=200):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
        if path.startswith(f"/api/models/{REPO}/revision/"):
            siblings = []
            for name, content in FILES.items():
                entry = {"rfilename": name, "size": len(content), "blobId": sha1(content)}
                if large(name):
                    entry["lfs"] = {"sha256": sha256(content), "size": len(content), "pointerSize": 130}
                siblings.append(entry)
            self.answer(json.dumps({"id": REPO, "sha": COMMIT, "siblings": siblings}).encode())
        elif path.startswith(f"/api/models/{REPO}/tree/"):
            tree = []
            for name, content in FILES.items():
                entry = {"type": "file", "path": name, "size": len(content), "oid": sha1(content)}
                if large(name):
                    entry["lfs"] = {"oid": sha256(content), "size": len(content), "pointerSize": 130}
                tree.append(entry)
            self.answer(json.dumps(tree).encode())
        elif path.startswith(f"/{REPO}/resolve/"):
            name = path.split("/", 5)[5]
            commit = ("X-Repo-Commit", COMMIT)
            if name not in FILES:
                self.answer(b"", [commit, ("X-Error-Code", "EntryNotFound")], 404)
                return
            content = FILES[name]
            if self.command == "GET":
                fetched.append(name)
            self.answer(content, [commit, ("ETag", '"%s"' % (sha256(content) if large(name) else sha1(content)))])
        else:
            self.answer(b"", [("X-Error-Code", "RepoNotFound")], 404)

    do_HEAD = do_GET


def java(home, endpoint, offline=False):
    lib = ROOT / "kernel-ext" / "target" / "dist" / "lib" / "*"
    classes = [str(ROOT / "engine" / "target" / d) for d in ("test-classes", "classes")]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1" if offline else "0"}
    command = ["java", "-cp", os.pathsep.join([*classes, str(lib)]), "io.patchclamp.internal.hub.HubProgram"]
    out = subprocess.run([*command, home, endpoint], env=environment, capture_output=True, text=True)
    assert out.returncode == 0, out.stderr
    return Path(out.stdout.strip())


def python(home, endpoint, code, offline=False):
    environment = {
        **os.environ,
        "HF_HOME": home,
        "HF_ENDPOINT": endpoint,
        "HF_HUB_OFFLINE": "1" if offline else "0",
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    }
    code = f"import huggingface_hub as hub\nrepo = {REPO!r}\n{code}"
    out = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert out.returncode == 0, out.stderr
    return out.stdout.strip()


def same(folder):
    for name, content in FILES.items():
        assert (folder / name).read_bytes() == content, name


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = f"http://127.0.0.1:{server.server_port}"

    with tempfile.TemporaryDirectory() as home:
        folder = java(home, endpoint)
        same(folder)
        assert sorted(fetched) == sorted(FILES), fetched
        fetched.clear()
        assert python(home, endpoint, "print(hub.snapshot_download(repo))", offline=True) == str(folder)
        assert python(home, endpoint, "print(hub.snapshot_download(repo))") == str(folder)
        assert python(home, endpoint, "print(hub.hf_hub_download(repo, 'config.json'))") == str(folder / "config.json")
        absent = "print(hub.try_to_load_from_cache(repo, 'generation_config.json') is hub._CACHED_NO_EXIST)"
        assert python(home, endpoint, absent, offline=True) == "True"
        scan = "s = hub.scan_cache_dir(); print(len(s.warnings), [(r.repo_id, r.nb_files) for r in s.repos])"
        assert python(home, endpoint, scan) == f"0 [('{REPO}', {len(FILES)})]", python(home, endpoint, scan)
        assert fetched == [], fetched
        print("huggingface_hub finds what Patchclamp fetched")

    with tempfile.TemporaryDirectory() as home:
        folder = Path(python(home, endpoint, "print(hub.snapshot_download(repo))"))
        same(folder)
        fetched.clear()
        assert java(home, endpoint, offline=True) == folder
        assert java(home, endpoint) == folder
        assert fetched == [], fetched
        print("Patchclamp finds what huggingface_hub fetched")

    # transformers asks file by file, so that no list of the commit is kept
    with tempfile.TemporaryDirectory() as home:
        one_by_one = f"for f in {list(FILES)!r}: print(hub.hf_hub_download(repo, f))"
        folder = Path(python(home, endpoint, one_by_one).splitlines()[0]).parent
        fetched.clear()
        assert java(home, endpoint, offline=True) == folder
        assert java(home, endpoint) == folder
        assert fetched == [], fetched
        print("Patchclamp finds what huggingface_hub fetched file by file")


if __name__ == "__main__":
    main()
