package io.patchclamp.kernel.wire;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConnectionFileTest {
    private static final String PORTS =
            "'shell_port': 1, 'control_port': 2, 'stdin_port': 3, 'iopub_port': 4, 'hb_port': 5";

    private static ConnectionFile of(String json) {
        return ConnectionFile.of(json.replace('\'', '"'), "'k.json'");
    }

    @Test
    void aFileAsJupyterWritesItIsRead() {
        ConnectionFile file =
                of("{'ip': '127.0.0.1', 'transport': 'tcp', 'signature_scheme': 'hmac-sha512', 'key': 'k', " + PORTS
                        + ", 'kernel_name': 'patchclamp', 'jupyter_session': ''}");
        assertThat(file.ports()).isEqualTo(new ConnectionFile.Ports(1, 2, 3, 4, 5));
        assertThat(file.scheme()).isEqualTo("hmac-sha512");
        assertThat(file.key()).isEqualTo("k");
        assertThat(file.registry()).isEmpty();
        assertThat(of("{" + PORTS + "}")).isEqualTo(ConnectionFile.local(file.ports(), ""));
    }

    @Test
    void aRegistrationFileSaysWhomToTell() {
        ConnectionFile file = of("{'kernel_id': 'id', 'transport': 'tcp', 'registration_ip': '127.0.0.1',"
                + " 'registration_port': 51587, 'signature_scheme': 'hmac-sha256', 'key': 'k'}");
        assertThat(file.registry()).contains(new ConnectionFile.Registry("127.0.0.1", 51587, "id"));
        assertThat(file.ports()).isEqualTo(ConnectionFile.Ports.ANY);
        assertThat(file.ip()).isEqualTo("127.0.0.1");
    }

    @Test
    void whatIsMissingIsNamedAndTheKeyNeverIs() {
        assertThatThrownBy(() -> of("{'key': 'sesame',")).hasMessageContaining("'k.json' is no JSON object.\nTry: ");
        assertThatThrownBy(() -> of("{'key': 'sesame', 'shell_port': 1}"))
                .hasMessageStartingWith("The connection file 'k.json' has no control_port between 0 and 65535.\nTry: ")
                .hasMessageNotContaining("sesame");
        assertThatThrownBy(() -> of("{'shell_port': 'x'}"))
                .hasMessageContaining("has no shell_port between 0 and 65535: 'x'.");
        assertThatThrownBy(() -> of("{'transport': 'pigeon'}")).hasMessageContaining("wants the transport 'pigeon'.");
        assertThatThrownBy(() -> of("{" + PORTS + ", 'curve_publickey': 'short'}"))
                .hasMessageContaining("has no key of 40 characters");
        assertThatThrownBy(() -> ConnectionFile.read(Path.of("nowhere.json")))
                .hasMessageStartingWith("There is no connection file 'nowhere.json'.\nTry: ");
        assertThat(of("{" + PORTS + ", 'key': 'sesame'}").toString()).doesNotContain("sesame");
    }

    @Test
    void aParentIsWatchedByItsIdAndOnWindowsByBeingTheParent() {
        String self = Long.toString(ProcessHandle.current().pid());
        String alive = ProcessHandle.current()
                .parent()
                .map(p -> Long.toString(p.pid()))
                .orElse(self);
        assertThat(ParentWatch.begin(alive, "Linux", () -> {})).isTrue();
        assertThat(ParentWatch.begin("999999999", "Linux", () -> {})).isFalse();
        assertThat(ParentWatch.begin("999999999", "Windows 11", () -> {}))
                .isEqualTo(ProcessHandle.current().parent().isPresent());
        assertThat(ParentWatch.begin("not a number", "Linux", () -> {})).isFalse();
        assertThat(ParentWatch.begin(null, "Windows 11", () -> {})).isFalse();
    }
}
