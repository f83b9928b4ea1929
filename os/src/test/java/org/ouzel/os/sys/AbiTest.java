package org.ouzel.os.sys;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ouzel.os.interop.Interop;

/** Every number, against a C program that is compiled with the headers of the machine. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AbiTest {
    private static final List<Class<?>> CLASSES = List.of(Abi.class, SocketAbi.class, EpollAbi.class, TcpInfoAbi.class);

    /** What is in C no number of the same name, by the beginning of its name here. */
    private static final Map<String, String> STRUCTURES = Map.ofEntries(
            entry("IFREQ", "ifreq"),
            entry("SOCKADDR_IN", "sockaddr_in"),
            entry("SOCKADDR_IN6", "sockaddr_in6"),
            entry("IN6_IFREQ", "in6_ifreq"),
            entry("POLLFD", "pollfd"),
            entry("TIMESPEC", "timespec"),
            entry("IOVEC", "iovec"),
            entry("VNET_HDR", "virtio_net_hdr"),
            entry("LINGER", "linger"),
            entry("SIGACTION", "sigaction"),
            entry("MSGHDR", "msghdr"),
            entry("CMSGHDR", "cmsghdr"),
            entry("EXTENDED_ERR", "sock_extended_err"),
            entry("SCM_TIMESTAMPING", "scm_timestamping"),
            entry("EPOLL_EVENT", "epoll_event"));

    private static final Map<String, String> MEMBERS = Map.ofEntries(
            entry("IFREQ_UNION", "ifr_ifru"),
            entry("SOCKADDR_IN_FAMILY", "sin_family"),
            entry("SOCKADDR_IN_ADDRESS", "sin_addr"),
            entry("SOCKADDR_IN6_FAMILY", "sin6_family"),
            entry("SOCKADDR_IN6_FLOW", "sin6_flowinfo"),
            entry("SOCKADDR_IN6_ADDRESS", "sin6_addr"),
            entry("SOCKADDR_IN6_SCOPE", "sin6_scope_id"),
            entry("IN6_IFREQ_PREFIX", "ifr6_prefixlen"),
            entry("IN6_IFREQ_INDEX", "ifr6_ifindex"),
            entry("POLLFD_EVENTS", "events"),
            entry("POLLFD_REVENTS", "revents"),
            entry("TIMESPEC_NANOSECONDS", "tv_nsec"),
            entry("IOVEC_LENGTH", "iov_len"),
            entry("VNET_HDR_FLAGS", "flags"),
            entry("VNET_HDR_GSO_TYPE", "gso_type"),
            entry("VNET_HDR_LENGTH", "hdr_len"),
            entry("VNET_HDR_GSO_SIZE", "gso_size"),
            entry("VNET_HDR_CSUM_START", "csum_start"),
            entry("VNET_HDR_CSUM_OFFSET", "csum_offset"),
            entry("LINGER_SECONDS", "l_linger"),
            entry("MSGHDR_NAME", "msg_name"),
            entry("MSGHDR_NAME_LENGTH", "msg_namelen"),
            entry("MSGHDR_VECTORS", "msg_iov"),
            entry("MSGHDR_VECTOR_COUNT", "msg_iovlen"),
            entry("MSGHDR_CONTROL", "msg_control"),
            entry("MSGHDR_CONTROL_LENGTH", "msg_controllen"),
            entry("MSGHDR_FLAGS", "msg_flags"),
            entry("CMSGHDR_LENGTH", "cmsg_len"),
            entry("CMSGHDR_LEVEL", "cmsg_level"),
            entry("CMSGHDR_TYPE", "cmsg_type"),
            entry("EXTENDED_ERR_ERRNO", "ee_errno"),
            entry("EXTENDED_ERR_ORIGIN", "ee_origin"),
            entry("EXTENDED_ERR_TYPE", "ee_type"),
            entry("EXTENDED_ERR_CODE", "ee_code"),
            entry("EXTENDED_ERR_INFO", "ee_info"),
            entry("EXTENDED_ERR_DATA", "ee_data"),
            entry("EPOLL_EVENT_DATA", "data"));

    private static final Map<String, String> OTHERS = Map.ofEntries(
            entry("NAME_MAX", "IFNAMSIZ - 1"),
            entry("IOVEC_MAX", "IOV_MAX"),
            entry("SOCKADDR_PORT", "offsetof(struct sockaddr_in6, sin6_port)"),
            entry("CMSG_ALIGNMENT", "CMSG_SPACE(1) - CMSG_SPACE(0)"),
            entry("TCP_CA_OPEN", "TCP_CA_Open"),
            entry("TCP_CA_DISORDER", "TCP_CA_Disorder"),
            entry("TCP_CA_RECOVERY", "TCP_CA_Recovery"),
            entry("TCP_CA_LOSS", "TCP_CA_Loss"),
            entry("TCPI_WSCALE", "wscale()"));

    private static final List<String> STATES = List.of(
            "ESTABLISHED",
            "SYN_SENT",
            "SYN_RECV",
            "FIN_WAIT1",
            "FIN_WAIT2",
            "TIME_WAIT",
            "CLOSE",
            "CLOSE_WAIT",
            "LAST_ACK",
            "LISTEN",
            "CLOSING");

    /** Fields that older headers do not have, with the first version that does. */
    private static final Map<String, String> SINCE = Map.of(
            "TCPI_RCV_WND", "6,2,0",
            "TCPI_REHASH", "6,2,0",
            "TCPI_TOTAL_RTO", "6,7,0",
            "TCPI_TOTAL_RTO_RECOVERIES", "6,7,0",
            "TCPI_TOTAL_RTO_TIME", "6,7,0");

    @TempDir
    Path folder;

    @Test
    void hasTheNumbersOfTheKernelsHeaders() throws Exception {
        Interop.requireCommands("gcc");

        List<String> printed = compileAndRun();

        List<String> differing = new ArrayList<>();
        for (String line : printed) {
            String[] words = line.split(" ", -1);
            long kernel = Long.parseLong(words[1]);
            Field field = field(words[0]);
            // An event is the highest bit of an int, which C prints without its sign.
            long ours = ((Number) field.get(null)).longValue();
            if (ours != (field.getType() == int.class ? (int) kernel : kernel)) {
                differing.add(line + ", not " + ours);
            }
        }
        assertThat(differing).isEmpty();
        assertThat(printed)
                .hasSizeBetween(constants().size() - SINCE.size(), constants().size());
    }

    private List<String> compileAndRun() throws Exception {
        Path program = folder.resolve("abi.c");
        Files.writeString(program, program());
        run("gcc", "-D_GNU_SOURCE", "-o", folder.resolve("abi").toString(), program.toString());
        return run(folder.resolve("abi").toString()).lines().toList();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static String program() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Field constant : constants()) {
            String name = constant.getName();
            String line = "    printf(\"" + name + " %lld\\n\", (long long) (" + expression(name) + "));\n";
            String since = SINCE.get(name);
            lines.append(
                    since == null
                            ? line
                            : "#if LINUX_VERSION_CODE >= KERNEL_VERSION(" + since + ")\n" + line + "#endif\n");
        }
        try (InputStream frame = AbiTest.class.getResourceAsStream("abi.c")) {
            return new String(frame.readAllBytes(), StandardCharsets.UTF_8).replace("    CONSTANTS\n", lines);
        }
    }

    private static String expression(String name) {
        if (OTHERS.containsKey(name)) {
            return OTHERS.get(name);
        }
        if (MEMBERS.containsKey(name)) {
            String structure = STRUCTURES.keySet().stream()
                    .filter(prefix -> name.startsWith(prefix + "_"))
                    .max((one, other) -> one.length() - other.length())
                    .orElseThrow();
            return "offsetof(struct " + STRUCTURES.get(structure) + ", " + MEMBERS.get(name) + ")";
        }
        if ((name.startsWith("TCPI_") && !name.startsWith("TCPI_OPT_")) || name.equals("TCPI_OPTIONS")) {
            return "offsetof(struct tcp_info, " + name.toLowerCase(Locale.ROOT) + ")";
        }
        if (name.endsWith("_BYTES")) {
            return "sizeof(struct " + STRUCTURES.get(name.substring(0, name.length() - "_BYTES".length())) + ")";
        }
        return name.startsWith("TCP_") && STATES.contains(name.substring(4)) ? "BPF_" + name : name;
    }

    private static List<Field> constants() {
        return CLASSES.stream()
                .flatMap(abi -> Stream.of(abi.getDeclaredFields()))
                .filter(field -> Modifier.isPublic(field.getModifiers()))
                .toList();
    }

    private static Field field(String name) {
        return constants().stream()
                .filter(field -> field.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
