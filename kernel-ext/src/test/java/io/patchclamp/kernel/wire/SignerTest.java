package io.patchclamp.kernel.wire;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SignerTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sign(String scheme) {
        return new String(Signer.of(scheme, "secret").sign(bytes("ab"), bytes("c")), StandardCharsets.US_ASCII);
    }

    /** By Python 3.11: {@code hmac.new(b"secret", b"abc", "sha256").hexdigest()}, and so on. */
    @Test
    void signaturesAreThoseOfPython() {
        assertThat(sign("hmac-sha256")).isEqualTo("9946dad4e00e913fc8be8e5d3f7e110a4a9e832f83fb09c345285d78638d8a0e");
        assertThat(sign("hmac-sha1")).isEqualTo("694abd10842d161ddbc54df8a0d57cf64d0dbcc9");
        assertThat(sign("HMAC-SHA512"))
                .startsWith("18c4d2edb7dc012d4ade387e587ab7c5")
                .hasSize(128);
        assertThat(sign("hmac-sha3_256")).isEqualTo("7d3e435793ec9a27591d8f71cd29fae97161bebfccb46b83153a953cc406e5ee");
        assertThat(sign("hmac-md5")).isEqualTo("d9bf7c3a63eae7031c4e6d7c9b78ba93");
    }

    @Test
    void anEmptyKeySignsNothingAndBelievesEveryone() {
        Signer none = Signer.of("hmac-sha256", "");
        assertThat(none.signs()).isFalse();
        assertThat(none.sign(bytes("a"))).isEmpty();
        assertThat(none.accepts(bytes("anything"), bytes("a"))).isTrue();
    }

    @Test
    void aSignatureIsAcceptedInCapitalsAndNoOtherIs() {
        Signer signer = Signer.of("hmac-sha256", "secret");
        byte[] right = bytes(sign("hmac-sha256").toUpperCase(java.util.Locale.ROOT));
        assertThat(signer.accepts(right, bytes("abc"))).isTrue();
        right[63] ^= 1;
        assertThat(signer.accepts(right, bytes("abc"))).isFalse();
        assertThat(signer.accepts(bytes(""), bytes("abc"))).isFalse();
        assertThat(signer.accepts(new byte[64], bytes("abc"))).isFalse();
    }

    @Test
    void aSchemeNobodyKnowsIsNamed() {
        for (String scheme : new String[] {"hmac-rot13", "sha256", "hmac-"}) {
            assertThatThrownBy(() -> Signer.of(scheme, "k"))
                    .hasMessageStartingWith(
                            "The connection file's signature_scheme '" + scheme + "' is unknown.\nTry: ");
        }
    }
}
