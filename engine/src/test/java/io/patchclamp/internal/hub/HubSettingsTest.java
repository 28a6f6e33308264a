package io.patchclamp.internal.hub;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.fault.LoadException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HubSettingsTest {
    private final Map<String, String> variables = new HashMap<>();

    private HubSettings settings() {
        return HubSettings.of(variables::get);
    }

    @Test
    void theCacheIsWherePythonHasIt() {
        Path user = Path.of(System.getProperty("user.home"));
        assertThat(settings().cache()).isEqualTo(user.resolve(".cache/huggingface/hub"));
        variables.put("XDG_CACHE_HOME", "/x");
        assertThat(settings().cache()).isEqualTo(Path.of("/x/huggingface/hub"));
        variables.put("HF_HOME", "~/h");
        assertThat(settings().cache()).isEqualTo(user.resolve("h/hub"));
        variables.put("HUGGINGFACE_HUB_CACHE", "/older");
        assertThat(settings().cache()).isEqualTo(Path.of("/older"));
        variables.put("DISK", "/big");
        variables.put("HF_HUB_CACHE", "$DISK/${DISK}/c");
        assertThat(settings().cache()).isEqualTo(Path.of("/big/big/c"));
    }

    @Test
    void theEndpointMayHaveAPathButNoPassword() {
        assertThat(settings().endpoint()).isEqualTo(URI.create(HubSettings.ENDPOINT));
        variables.put("HF_ENDPOINT", "https://mirror.example/hub/");
        assertThat(settings().endpoint()).isEqualTo(URI.create("https://mirror.example/hub"));
        for (String wrong :
                List.of("mirror.example", "ftp://a", "https://", "https://me:SECRET@a", "https://a?b", "x y")) {
            variables.put("HF_ENDPOINT", wrong);
            assertThatThrownBy(this::settings)
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("HF_ENDPOINT is no address of a hub")
                    .hasMessageNotContaining("SECRET");
        }
    }

    @Test
    void aVariableIsTrueAsInPython() {
        for (String yes : List.of("1", "on", "YES", "True", "true")) {
            variables.put("HF_HUB_OFFLINE", yes);
            assertThat(settings().offline()).isEqualTo("HF_HUB_OFFLINE");
        }
        for (String no : List.of("0", "", "no", "2")) {
            variables.put("HF_HUB_OFFLINE", no);
            assertThat(settings().offline()).isEmpty();
        }
    }

    @Test
    void aRevisionThatLeadsElsewhereIsRefused() {
        for (String wrong : List.of("../x", "a/../b", "/a", "", "a b", "-x", "a//b", "a\\b")) {
            assertThatThrownBy(() -> HubReference.parse("a/b").orElseThrow().at(wrong))
                    .as(wrong)
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("can be no revision");
        }
        assertThatThrownBy(() -> HubReference.parse("a/b@v1").orElseThrow().at("v2"))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("'a/b@v1' and the revision 'v2' are two answers.");
        assertThat(HubReference.parse("a/b@v1").orElseThrow().at("v1").revisionOrMain())
                .isEqualTo("v1");
    }

    @Test
    void aProxyIsTheOneThatTheEnvironmentNames() throws IOException {
        EnvironmentProxy proxies = new EnvironmentProxy(variables::get, null);
        URI hub = URI.create("https://hub.example/x");
        assertThat(proxies.select(hub)).containsExactly(Proxy.NO_PROXY);
        variables.put("HTTPS_PROXY", "http://proxy.example:3128");
        assertThat(proxies.select(hub).get(0).toString())
                .contains("proxy.example")
                .contains("3128");
        variables.put("https_proxy", "other.example:8080");
        assertThat(proxies.select(hub).get(0).toString())
                .contains("other.example")
                .contains("8080");
        assertThat(proxies.select(URI.create("http://hub.example/"))).containsExactly(Proxy.NO_PROXY);
        assertThat(proxies.select(URI.create("https://localhost:1/"))).containsExactly(Proxy.NO_PROXY);
        variables.put("NO_PROXY", "a.example, .example");
        assertThat(proxies.select(hub)).containsExactly(Proxy.NO_PROXY);
    }
}
