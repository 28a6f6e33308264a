"""The installed kernelspec over each transport, with libzmq at the other end: tcp, ipc (Unix sockets), and CurveZMQ.

Needs jupyter_client in the Python that runs it, and JUPYTER_PATH at the installed kernelspec.
"""

import os
import tempfile
import time
import unittest

import jupyter_client
import zmq
from jupyter_client.manager import KernelManager
from jupyter_client.session import Session


def listening(pid):
    """The addresses of the TCP ports that a process listens on."""
    folder = f"/proc/{pid}/fd"
    sockets = set()
    for descriptor in os.listdir(folder):
        try:
            sockets.add(os.readlink(f"{folder}/{descriptor}"))
        except FileNotFoundError:
            pass
    addresses = []
    for table in ("tcp", "tcp6"):
        with open(f"/proc/{pid}/net/{table}") as lines:
            for words in map(str.split, list(lines)[1:]):
                if words[3] == "0A" and f"socket:[{words[9]}]" in sockets:
                    addresses.append(words[1])
    return addresses


class TransportTests(unittest.TestCase):
    def talk(self, **options):
        manager = KernelManager(kernel_name="patchclamp", **options)
        manager.start_kernel()
        self.addCleanup(manager.shutdown_kernel, now=True)
        client = manager.blocking_client()
        client.start_channels()
        self.addCleanup(client.stop_channels)
        client.wait_for_ready(timeout=60)
        texts = []

        def hear(message):
            if message["msg_type"] == "execute_result":
                texts.append(message["content"]["data"]["text/plain"])
            elif message["msg_type"] == "stream":
                texts.append(message["content"]["text"])

        code = 'System.out.print("x".repeat(5_000_000));\n6 * 7'
        reply = client.execute_interactive(code, output_hook=hear, timeout=60, allow_stdin=False)
        self.assertEqual("ok", reply["content"]["status"])
        self.assertEqual("42", texts[-1])
        self.assertEqual(5_000_000, sum(map(len, texts[:-1])))
        return manager

    def test_tcp(self):
        self.talk()

    def test_another_signature(self):
        self.talk(session=Session(signature_scheme="hmac-sha512", key=b"sesame"))

    def test_no_signature(self):
        self.talk(session=Session(key=b""))

    def test_a_second_client_is_greeted_too(self):
        manager = self.talk()
        client = manager.blocking_client()
        client.start_channels()
        self.addCleanup(client.stop_channels)
        self.assertEqual("iopub_welcome", client.get_iopub_msg(timeout=20)["msg_type"])

    @unittest.skipIf(os.name == "nt", "no Unix sockets")
    def test_ipc(self):
        with tempfile.TemporaryDirectory() as folder:
            manager = self.talk(transport="ipc", connection_file=os.path.join(folder, "k.json"))
            self.assertEqual("ipc", manager.transport)
            second = manager.blocking_client()
            second.start_channels()
            self.addCleanup(second.stop_channels)
            self.assertEqual("iopub_welcome", second.get_iopub_msg(timeout=20)["msg_type"])
            reply = second.execute_interactive(
                'input("name? ")', allow_stdin=True, stdin_hook=lambda message: second.input("me"), timeout=60)
            self.assertEqual("ok", reply["content"]["status"])
            self.assertTrue(second.is_alive())
            if os.path.isdir("/proc/self/fd"):
                end = time.monotonic() + 5
                while listening(manager.provisioner.pid) and time.monotonic() < end:
                    time.sleep(0.05)  # a port is open for a moment while a client comes in
                self.assertEqual([], listening(manager.provisioner.pid))

    @unittest.skipIf(os.name == "nt", "no Unix sockets")
    def test_clients_of_ipc_come_and_go(self):
        with tempfile.TemporaryDirectory() as folder:
            manager = self.talk(transport="ipc", connection_file=os.path.join(folder, "k.json"))
            for i in range(8):
                client = manager.blocking_client()
                client.start_channels()
                client.wait_for_ready(timeout=60)
                values = []
                client.execute_interactive(
                    f"0 + {i} + {i}", timeout=60,
                    output_hook=lambda m: values.append(m["content"].get("data", {}).get("text/plain")))
                self.assertIn(str(i * 2), values)
                client.stop_channels()

    @unittest.skipUnless(zmq.has("curve") and hasattr(jupyter_client.connect.ConnectionFileMixin, "curve_publickey"), "no CurveZMQ here")
    def test_curve(self):
        manager = self.talk(transport_encryption="required")
        self.assertIsNotNone(manager.curve_publickey)
        if os.name != "nt":
            with tempfile.TemporaryDirectory() as folder:
                self.talk(
                    transport="ipc", transport_encryption="required", connection_file=os.path.join(folder, "k.json"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
