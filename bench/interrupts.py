"""How long a cell takes to stop, shape by shape: from the interrupt to its reply, and what the kernel burns afterwards.

    python bench/interrupts.py [--kernel patchclamp] [--only WORD] [--json OUT.json]

Needs jupyter_client, the kernelspec (JUPYTER_PATH), and for the rows of models the default model (PATCHCLAMP_HOME). Linux.
After each shape a variable must still be there, a cell must run, and the process must come to rest: its first second with less
than a fifth of a second of processor time counts, and how many seconds went by before that.
"""

import argparse
import http.server
import json
import os
import queue
import threading
import time
from pathlib import Path

from jupyter_client.manager import KernelManager

TEXTS = "\n".join("The quick brown fox jumps over the lazy dog and sleeps. " * 12 for _ in range(60))
PAIRS = "clean | corrupt | answer | wrong\n" + "\n".join(
    "The capital of France is | The capital of Italy is |  Paris |  Rome" for _ in range(6))
# name: seconds until the interrupt, code; what is needed before it
SHAPES = {
    "tight loop": (0.5, "while (true) { }"),
    "arithmetic loop": (0.5, "long s = 0; for (long i = 0;; i++) { s += i * i; if (s == 42) break; }"),
    "sleep": (0.5, "Thread.sleep(100_000)"),
    "latch": (0.5, "new java.util.concurrent.CountDownLatch(1).await()"),
    "deep recursion": (0.7, "int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\nfib(80)"),
    "endless recursion, caught": (0.7, "void down() { try { down(); } finally { down(); } }\ndown()"),
    "stream over 2^63": (0.7, "LongStream.range(0, Long.MAX_VALUE).sum()"),
    "stream over 2^63, lambda": (0.7, "LongStream.range(0, Long.MAX_VALUE).map(v -> v ^ 3).sum()"),
    "parallel stream over 2^63": (0.7, "LongStream.range(0, Long.MAX_VALUE).parallel().sum()"),
    "parallel stream over 2^63, lambda": (0.7, "LongStream.range(0, Long.MAX_VALUE).parallel().map(v -> v ^ 3).sum()"),
    "parallel stream of loops": (0.7, "IntStream.range(0, 8).parallel().forEach(i -> { while (true) { } })"),
    "swallowed InterruptedException": (0.5, "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) { } }"),
    "swallowed Throwable": (0.5, "while (true) { try { Thread.sleep(1000); } catch (Throwable e) { } }"),
    "System.in.read": (0.5, "System.in.read()"),
    "Scanner on System.in": (0.5, "new Scanner(System.in).nextLine()"),
    "input(prompt)": (0.5, 'input("? ")'),
    "BigInteger powers": (1.0, "var b = new java.math.BigInteger(\"7\").pow(1_000_003); while (true) b.pow(3);"),
    "one BigInteger power": (1.0, "new java.math.BigInteger(\"3\").pow(200_000_000).bitLength()"),
    "sort": (0.7, "var l = new ArrayList<Integer>(); for (int i = 0; i < 3_000_000; i++) l.add(i * 7919 % 1_000_003);\n"
                  "while (true) { Collections.shuffle(l); Collections.sort(l); }"),
    "own pool": (0.7, "var pool = java.util.concurrent.Executors.newFixedThreadPool(2);\n"
                      "for (int i = 0; i < 2; i++) pool.submit(() -> { while (true) { } });\nnew java.util.concurrent.CountDownLatch(1).await()"),
    "CompletableFuture": (0.7, "java.util.concurrent.CompletableFuture.supplyAsync(() -> { while (true) { } }).get()"),
    "lock": (0.7, "var o = new Object(); var t = new Thread(() -> { synchronized (o) { try { Thread.sleep(2_000); } catch (InterruptedException e) { } } });\n"
                  "t.start(); Thread.sleep(200); synchronized (o) { Thread.sleep(60_000); }"),
    "printing": (0.7, 'while (true) System.out.println("x");'),
    "socket": (0.7, "var server = new java.net.ServerSocket(0); server.accept()"),
    "http": (0.7, 'new java.net.URL("ENDPOINT/stall").openStream().readAllBytes()'),
    "process": (0.7, 'new ProcessBuilder("sleep", "60").start().waitFor()'),
    "compiling": (0.5, "class Big { " + " ".join(f"int f{i}(int x) {{ return x + {i}; }}" for i in range(6000)) + " }"),
    "%maven that stalls": (2.0, "%maven --repo ENDPOINT/maven org.example:stall:1.0"),
    "%model from a hub that stalls": (2.0, "%model example/stall"),
    "%model": (0.3, "%model smollm2 --as m2"),
    "%%record": (2.0, f"%%record --at L*.resid_post --as r\n{TEXTS}"),
    "%%record --new": (2.0, "%%record --at L*.resid_post --new 2000 --as r\nOnce upon a time"),
    "%%generate": (2.0, "%%generate --new 2000\nOnce upon a time"),
    "%%lesion --each": (2.0, f"%%lesion L*.attn.z --each head --metric loss\n{TEXTS}"),
    "%%patch": (2.0, f'%%patch --at attn.z --by layer,head --metric "logit(answer) - logit(wrong)"\n{PAIRS}'),
    "%selectivity": (1.5, "%selectivity pairs --by number --permutations 2000000"),
    "%decode": (1.5, "%decode pairs --by number --group verb --permutations 2000000"),
}
NEEDS = {"%selectivity": "pairs", "%decode": "pairs"}
PAIRS_CELL = "%%record --at L*.resid_post --pool last --as pairs\nprompt | number | verb\n" + "\n".join(
    f"The {a} {b} | {n} | {b}" for b in ("sleeps", "walks", "sings", "waits", "runs", "eats") for n, a in
    [("sg", "dog"), ("pl", "dogs"), ("sg", "cat"), ("pl", "cats"), ("sg", "boy"), ("pl", "boys")])


class Stalls(http.server.BaseHTTPRequestHandler):
    """Answers as far as the first bytes of a body, then nothing."""

    def do_GET(self):  # noqa: N802 (its name)
        self.send_response(200)
        self.send_header("Content-Length", "100000000")
        self.end_headers()
        self.wfile.write(b"<project>")
        self.wfile.flush()
        time.sleep(60)

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


class Kernel:
    def __init__(self, name, endpoint):
        self.manager = KernelManager(kernel_name=name)
        os.environ["HF_ENDPOINT"] = endpoint
        self.manager.start_kernel(stderr=open(os.devnull, "w"), stdout=open(os.devnull, "w"))
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.pid = self.manager.provisioner.process.pid

    def cpu(self):
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def send(self, code):
        return self.client.execute(code, allow_stdin=True)

    def wait(self, request, timeout=60):
        """The reply's content, what was said on stderr, and the value."""
        end, value, said, idle, reply = time.monotonic() + timeout, None, "", False, None
        while not idle:
            message = self.client.get_iopub_msg(timeout=max(0.01, end - time.monotonic()))
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "execute_result":
                value = content["data"].get("text/plain")
            elif kind == "stream" and content["name"] == "stderr":
                said += content["text"]
            idle = kind == "status" and content["execution_state"] == "idle"
        while reply is None:
            message = self.client.get_shell_msg(timeout=max(0.01, end - time.monotonic()))
            if message["parent_header"].get("msg_id") == request:
                reply = message["content"]
        return reply, said, value

    def run(self, code, timeout=120):
        return self.wait(self.send(code), timeout)

    def rest(self, most=20):
        """Seconds until the process rests; None if it never does."""
        for second in range(most):
            before = self.cpu()
            time.sleep(1)
            if self.cpu() - before < 0.2:
                return second
        return None

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def measure(kernel, name, endpoint):
    after, code = SHAPES[name]
    request = kernel.send(code.replace("ENDPOINT", endpoint))
    time.sleep(after)
    began = time.monotonic()
    kernel.manager.interrupt_kernel()
    reply, said, _ = kernel.wait(request)
    seconds = time.monotonic() - began
    kept = kernel.run("kept + 1")[2]
    return {"seconds": seconds, "ename": reply.get("ename", reply["status"]), "evalue": reply.get("evalue", "")[:150],
            "kept": kept == "42", "rest": kernel.rest(), "said": said[-300:]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kernel", default="patchclamp")
    parser.add_argument("--only", action="append", help="only shapes with this in their name; may be given often")
    parser.add_argument("--json")
    options = parser.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stalls)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    chosen = [name for name in SHAPES if not options.only or any(word in name for word in options.only)]
    kernel, ready, found = None, set(), {}
    print(f"{'':36}{'stops in, s':>12}{'rests after, s':>16}  kept  what the cell says")
    for name in chosen:
        if kernel is None:
            kernel, ready = Kernel(options.kernel, endpoint), set()
            kernel.run("int kept = 41;")
            kernel.run("1 + 1")
        if name.startswith("%") and "stall" not in name and name != "%model" and "model" not in ready:
            kernel.run("%model smollm2 --as m")
            ready.add("model")
        if NEEDS.get(name, "model") not in ready | {"model"}:
            kernel.run(PAIRS_CELL)
            ready.add("pairs")
        try:
            row = found[name] = measure(kernel, name, endpoint)
        except queue.Empty:
            row = found[name] = {"seconds": None, "rest": None, "kept": False, "ename": "never", "evalue": "", "said": ""}
        seconds = "never" if row["seconds"] is None else f"{row['seconds']:.2f}"
        rests = "never" if row["rest"] is None else row["rest"]
        note = row["ename"] + (": " + row["evalue"].splitlines()[0] if row["evalue"] else "") + ("  stderr: " + row["said"].strip() if row["said"] else "")
        print(f"{name:36}{seconds:>12}{rests:>16}  {'yes' if row['kept'] else 'NO':4}  {note}", flush=True)
        if row["rest"] is None or not row["kept"]:
            kernel.close()
            kernel = None
    if kernel:
        kernel.close()
    if options.json:
        Path(options.json).write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
