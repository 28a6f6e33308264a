package io.patchclamp.kernel;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CommsTest {
    @TempDir
    static Path home;

    private static Client client;

    @BeforeAll
    static void start() throws Exception {
        client = Client.inside(home);
        client.welcome();
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    private static List<String> types(List<Client.Message> messages) {
        return messages.stream()
                .map(m -> m.type().equals("status") ? m.text("execution_state") : m.type())
                .toList();
    }

    private static List<Client.Message> open(String id, String target) {
        return client.tell(
                "comm_open",
                "{\"comm_id\": \"" + id + "\", \"target_name\": \"" + target + "\", \"data\": {\"n\": 1}}");
    }

    private static List<Client.Message> say(String id, String data, byte[]... buffers) {
        return client.tell("comm_msg", "{\"comm_id\": \"" + id + "\", \"data\": " + data + "}", buffers);
    }

    private static JsonObject info(String target) {
        return client.ask("comm_info_request", "{\"target_name\": \"" + target + "\"}")
                .reply()
                .content()
                .getAsJsonObject("comms");
    }

    @Test
    void thePageOpensALineAndBothSidesSendBytes() {
        client.run("Comm.target(\"echo\", line -> {\n"
                + "  System.out.println(\"opened with \" + line.opening().data());\n"
                + "  line.onMessage(m -> line.send(Map.of(\"got\", m.data(), \"not\", Double.NaN), m.buffers().toArray(byte[][]::new)));\n"
                + "  line.onClose(m -> System.out.println(\"closed\"));\n"
                + "});");
        List<Client.Message> opened = open("e1", "echo");
        assertThat(types(opened)).containsExactly("busy", "stream", "idle");
        assertThat(opened.get(1).text("text")).isEqualTo("opened with {n=1}\n");
        assertThat(info("echo").getAsJsonObject("e1").get("target_name").getAsString())
                .isEqualTo("echo");
        assertThat(info("other").size()).isZero();
        List<Client.Message> said = say("e1", "{\"x\": [1, 2.5, null, \"é\"]}", new byte[] {1, -1}, new byte[0]);
        assertThat(types(said)).containsExactly("busy", "comm_msg", "idle");
        Client.Message echo = said.get(1);
        assertThat(echo.text("comm_id")).isEqualTo("e1");
        assertThat(echo.content().getAsJsonObject("data").toString())
                .contains("\"got\":{\"x\":[1,2.5,null,\"é\"]}")
                .contains("\"not\":null");
        assertThat(echo.buffers()).hasSize(2);
        assertThat(echo.buffers().get(0)).containsExactly(1, -1);
        List<Client.Message> closed = client.tell("comm_close", "{\"comm_id\": \"e1\", \"data\": {}}");
        assertThat(closed.get(1).text("text")).isEqualTo("closed\n");
        assertThat(info("echo").size()).isZero();
        assertThat(types(say("e1", "{}"))).containsExactly("busy", "idle");
    }

    @Test
    void aCellOpensALine() {
        Client.Answer answer = client.run(
                "var line = Comm.open(\"page\", Map.of(\"a\", 1), Map.of(\"version\", \"2.1.0\"), new byte[] {7});\nSystem.out.print(\"x\");\n"
                        + "line.send(new int[0].length == 0 ? Map.of(\"b\", List.of(true)) : null);\nline.close();\nline.isOpen()");
        assertThat(answer.types())
                .containsExactly(
                        "busy",
                        "execute_input",
                        "comm_open",
                        "stream",
                        "comm_msg",
                        "comm_close",
                        "execute_result",
                        "idle");
        Client.Message opened = answer.published().get(2);
        assertThat(opened.text("target_name")).isEqualTo("page");
        assertThat(opened.metadata().get("version").getAsString()).isEqualTo("2.1.0");
        assertThat(opened.buffers().get(0)).containsExactly(7);
        assertThat(opened.content().getAsJsonObject("data").get("a").getAsInt()).isEqualTo(1);
        assertThat(client.run("line.send(Map.of())").reply().text("evalue")).contains("The comm to 'page' is closed.");
        assertThat(client.run("Comm.open(\"page\", 5)").reply().text("evalue")).contains("A comm sends JSON objects");
    }

    @Test
    void aTargetNobodyOffersIsClosedAtOnce() {
        List<Client.Message> told = open("n1", "nobody");
        assertThat(types(told)).containsExactly("busy", "comm_close", "idle");
        assertThat(told.get(1).text("comm_id")).isEqualTo("n1");
    }

    @Test
    void aHandlerThatFailsIsHeardAndHurtsNobody() {
        client.run("Comm.target(\"bad\", line -> { throw new IllegalStateException(\"no lines today\"); });");
        List<Client.Message> told = open("b1", "bad");
        assertThat(types(told)).containsExactly("busy", "comm_close", "stream", "idle");
        assertThat(told.get(2).text("name")).isEqualTo("stderr");
        assertThat(told.get(2).text("text")).contains("IllegalStateException").contains("no lines today");
        assertThat(info("bad").size()).isZero();
        client.run("Comm.target(\"bad\", null);");
        assertThat(types(open("b2", "bad"))).containsExactly("busy", "comm_close", "idle");
        assertThat(client.run("1 + 1").value()).isEqualTo("2");
    }

    @Test
    void aHandlerThatNeverEndsIsInterrupted() throws Exception {
        client.run("Comm.target(\"loop\", line -> line.onMessage(m -> { while (true) { } }));");
        open("l1", "loop");
        String id = client.send("comm_msg", "{\"comm_id\": \"l1\", \"data\": {}}");
        client.published(m -> m.parent().equals(id));
        TimeUnit.MILLISECONDS.sleep(300);
        client.control("interrupt_request", "{}");
        Client.Message told =
                client.published(m -> m.parent().equals(id) && m.type().equals("stream"));
        assertThat(told.text("text")).contains("KeyboardInterrupt");
        assertThat(client.run("2 + 2").value()).isEqualTo("4");
    }
}
