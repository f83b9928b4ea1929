package org.ouzel.os.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.os.interop.Interop;
import org.ouzel.os.interop.Namespace;

/** Namespaces with a name and without. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NetworkNamespaceTest {
    private static final Path OWN = Path.of("/proc/thread-self/ns/net");

    @BeforeEach
    void needsRoot() {
        Interop.require();
    }

    private static String here() throws IOException {
        return Files.readSymbolicLink(OWN).toString();
    }

    /** The names of the devices, which the kernel lists under two headlines. */
    private static List<String> devices() throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/net/dev")).stream()
                .skip(2)
                .map(line -> line.substring(0, line.indexOf(':')).strip())
                .toList();
    }

    @Test
    void aFreshOneIsAnotherThanTheProgramsAndTheSameEachTime() throws Exception {
        try (NetworkNamespace one = NetworkNamespace.fresh();
                NetworkNamespace other = NetworkNamespace.fresh()) {
            assertThat(one.inside(NetworkNamespaceTest::here))
                    .isEqualTo(one.inside(NetworkNamespaceTest::here))
                    .isNotEqualTo(other.inside(NetworkNamespaceTest::here))
                    .isNotEqualTo(here());
        }
    }

    @Test
    void aFreshOneHasALoopbackDeviceAndNothingElse() throws Exception {
        try (NetworkNamespace namespace = NetworkNamespace.fresh()) {
            assertThat(namespace.inside(NetworkNamespaceTest::devices)).containsExactly("lo");
        }
    }

    @Test
    void oneWithANameIsThatOfTheName() throws Exception {
        try (Namespace made = new Namespace();
                NetworkNamespace named = NetworkNamespace.named(made.name())) {
            assertThat(named.inside(NetworkNamespaceTest::here))
                    .isEqualTo(made.run("readlink", "/proc/self/ns/net").strip())
                    .isEqualTo(NetworkNamespace.inside(made.name(), NetworkNamespaceTest::here));
        }
    }

    @Test
    void refusesANameThatThereIsNot() {
        assertThatThrownBy(() -> NetworkNamespace.inside("ouzel-none", () -> 1))
                .isInstanceOfSatisfying(
                        NetworkNamespace.EnterException.class,
                        refused -> assertThat(refused.why().errno()).isEqualTo(Abi.ENOENT))
                .hasMessageContaining("ouzel-none");
    }

    @Test
    void whatTheActionThrowsIsThrown() throws Exception {
        try (NetworkNamespace namespace = NetworkNamespace.fresh()) {
            for (Throwable thrown : List.of(new IOException("a"), new IllegalStateException("b"), new Error("c"))) {
                assertThatThrownBy(() -> namespace.inside(() -> {
                            sneak(thrown);
                            return 0;
                        }))
                        .isSameAs(thrown);
            }
        }
    }

    private static void sneak(Throwable thrown) throws IOException {
        switch (thrown) {
            case IOException exception -> throw exception;
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new AssertionError(thrown);
        }
    }

    @Test
    void anInterruptDoesNotLoseWhatWasMade() throws Exception {
        try (NetworkNamespace namespace = NetworkNamespace.fresh()) {
            Thread.currentThread().interrupt();

            assertThat(namespace.inside(() -> 7)).isEqualTo(7);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void givesItsDescriptorBackOnce() throws Exception {
        long before = descriptors();
        NetworkNamespace namespace = NetworkNamespace.fresh();
        assertThat(descriptors()).isEqualTo(before + 1);

        namespace.close();
        assertThat(descriptors()).isEqualTo(before);
        try (NetworkNamespace next = NetworkNamespace.fresh()) {
            namespace.close();
            assertThat(next.inside(() -> 7)).isEqualTo(7);
        }
    }

    /** How many of the program's descriptors are namespaces, whatever else other tests open meanwhile. */
    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(NetworkNamespaceTest::isNamespace).count();
        }
    }

    private static boolean isNamespace(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("net:");
        } catch (IOException gone) {
            return false;
        }
    }
}
