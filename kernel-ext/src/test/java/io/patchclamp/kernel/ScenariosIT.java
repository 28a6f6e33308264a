package io.patchclamp.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** All scenarios, with the kernel as a process of its own, as it is installed. */
class ScenariosIT {
    @TempDir
    static Path home;

    private static Client client;

    @BeforeAll
    static void start() throws Exception {
        client = Client.start(home);
        client.welcome();
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        return Scenario.all().stream().map(s -> DynamicTest.dynamicTest(s.name(), () -> s.play(client)));
    }
}
