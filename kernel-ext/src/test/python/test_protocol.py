"""The Jupyter project's own conformance tests (jupyter_kernel_test 0.7.0) against the installed kernelspec `patchclamp`.

Needs jupyter_kernel_test in the Python that runs it, and JUPYTER_PATH at the installed kernelspec.
"""

import unittest

import jupyter_kernel_test


class PatchclampKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "patchclamp"
    language_name = "java"
    file_extension = ".java"
    code_hello_world = 'System.out.print("hello, world")'
    code_stderr = 'System.err.println("test")'
    completion_samples = [
        {"text": "Math.PI", "matches": {"PI"}},
        {"text": "%lsma", "matches": {"lsmagic"}},
    ]
    complete_code_samples = ["1 + 1", "int x = 1;", "%lsmagic", "class A {}", "for (int i = 0; i < 3; i++) { }"]
    incomplete_code_samples = ["int f() {", 'String t = """\n', "1 +", "if (true) {", "foo("]
    invalid_code_samples = ["int x = );", "class 3 {}", ")"]
    code_page_something = 'page("something")'
    code_generate_error = 'throw new IllegalStateException("no")'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "List.of(1, 2)", "result": "[1, 2]"},
        {"code": "(Object) null", "result": "null"},
        {"code": "new int[] {1, 2}", "result": "[1, 2]"},
    ]
    code_display_data = [
        {"code": 'display("a")', "mime": "text/plain"},
        {"code": "display(Map.of(1, 2))", "mime": "text/html"},
        {"code": "display(new java.awt.image.BufferedImage(2, 2, 1))", "mime": "image/png"},
    ]
    code_history_pattern = "6 *?*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.abs"
    code_clear_output = "clearOutput()"

    @classmethod
    def setUpClass(cls):
        """The suite wants each message within 0.1 s of the one before; javac is slower than that until it is warm."""
        super().setUpClass()
        samples = cls.code_execute_result + cls.code_display_data
        for code in [s["code"] for s in samples] * 3 + [cls.code_hello_world, cls.code_stderr] * 2:
            cls.kc.execute_interactive(code, store_history=False, output_hook=lambda message: None, timeout=60)


class PatchclampWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "patchclamp"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)
