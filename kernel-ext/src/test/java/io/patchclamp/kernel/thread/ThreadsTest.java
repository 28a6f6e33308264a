package io.patchclamp.kernel.thread;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadsTest {
    @Test
    void aThreadThatACellMakesForTheKernelIsNotInItsGroup() {
        CompletableFuture<Thread> made = new CompletableFuture<>();
        new Thread(new ThreadGroup("cell"), () -> made.complete(Threads.ofNoCell("stdin", () -> {}))).start();
        assertThat(made.join().getThreadGroup().getParent()).isNull();
        assertThat(made.join().isDaemon()).isTrue();
    }
}
