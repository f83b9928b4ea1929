package org.ouzel.drill.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a setting of another system does that is more than one of Ouzel's. */
enum Rule {
    /** {@code tcp_fastopen}. */
    LINUX_FASTOPEN("the sum of 1 `fast-open-client`, 2 `fast-open-server`, 4 `fast-open-sends-without-cookie`, 0x200"
            + " `fast-open-takes-without-cookie`, 0x400 `fast-open-every-listener`") {
        @Override
        void set(Draft draft, String value) throws BadSetting {
            int bits = number(value, Integer.MAX_VALUE);
            draft.fastOpenClient = (bits & 1) != 0;
            draft.fastOpenServer = (bits & 2) != 0;
            draft.fastOpenSendsWithoutCookie = (bits & 4) != 0;
            draft.fastOpenTakesWithoutCookie = (bits & 0x200) != 0;
            draft.fastOpenEveryListener = (bits & 0x400) != 0;
        }
    },

    /** {@code tcp_fastopen_key}. */
    LINUX_FASTOPEN_KEY("sets `fast-open-key`: one key, or two with a comma between") {
        @Override
        void set(Draft draft, String value) throws BadSetting {
            draft.fastOpenKeys = Optional.of(CookieKeys.read(value)
                    .orElseThrow(() -> new BadSetting("\"" + value + "\" is not four hexadecimal numbers")));
        }
    },

    /** {@code tcp_rmem}. */
    LINUX_RMEM("three numbers: `receive-buffer` is half of the second, `max-receive-buffer` half of the third,"
            + " `wscale` what the third needs, or `receive-buffer-limit` if that is more, and is a limit") {
        @Override
        void set(Draft draft, String value) throws BadSetting {
            List<Integer> sizes = three(value);
            draft.receiveBuffer = Math.max(sizes.get(1) / 2, 1);
            draft.maxReceiveBuffer = Math.max(draft.receiveBuffer, sizes.get(2) / 2);
            draft.windowShift = linuxShift(sizes.get(2), draft.receiveBufferLimit);
        }
    },

    /** {@code rmem_max}. */
    LINUX_RMEM_MAX(
            "sets `receive-buffer-limit`; `wscale` is what it needs, or twice `max-receive-buffer` if that is more") {
        @Override
        void set(Draft draft, String value) throws BadSetting {
            draft.receiveBufferLimit = Math.max(number(value, MOST_BUFFER), 1);
            draft.windowShift = linuxShift(2 * draft.maxReceiveBuffer, draft.receiveBufferLimit);
        }

        @Override
        Optional<String> value(Draft draft) {
            return Optional.of(Integer.toString(draft.receiveBufferLimit));
        }
    },

    /** {@code tcp_wmem}. */
    LINUX_WMEM(
            "three numbers: `max-send-buffer` is the third, `send-buffer` the second, but at least the 87040 that ten segments"
                    + " make of it") {
        @Override
        void set(Draft draft, String value) throws BadSetting {
            List<Integer> sizes = three(value);
            draft.maxSendBuffer = Math.max(sizes.get(2), 1);
            draft.sendBuffer = Math.min(Math.max(sizes.get(1), OF_TEN_SEGMENTS), draft.maxSendBuffer);
        }
    },

    /** {@code rfc1323}. */
    FREEBSD_RFC1323(
            "sets `timestamps` and `window-scaling`: 0 is none of them, 1 is both, 2 is window-scaling, 3 is timestamps") {
        @Override
        void set(Draft draft, String value) throws BadSetting {
            int which = number(value, 3);
            draft.windowScaling = which == 1 || which == 2;
            draft.timestamps = which == 1 || which == 3;
        }
    },

    /** {@code maxsockbuf}. */
    FREEBSD_MAXSOCKBUF(
            "`wscale` is what it needs, `receive-buffer-limit` and `send-buffer-limit` are the 8/9 of it that are for data") {
        @Override
        void set(Draft draft, String value) throws BadSetting {
            int bytes = number(value, 1 << 30);
            int shift = 0;
            while (shift < MOST_SHIFT && (long) MOST_UNSCALED << shift < bytes) {
                shift++;
            }
            draft.windowShift = shift;
            // Of each cluster of 2048 bytes the buffer that holds it takes 256 more.
            int data = Math.max(1, (int) (bytes * 2048L / (2048 + 256)));
            draft.receiveBufferLimit = data;
            draft.sendBufferLimit = data;
        }
    },

    /** {@code recvbuf_auto}. */
    FREEBSD_RECVBUF_AUTO("`max-receive-buffer` is `receive-buffer` with 0, 2 MiB with 1") {
        @Override
        void set(Draft draft, String value) throws BadSetting {
            draft.maxReceiveBuffer = number(value, 1) == 0 ? draft.receiveBuffer : FREEBSD_MOST;
        }
    },

    /** {@code sendbuf_auto}. */
    FREEBSD_SENDBUF_AUTO("`max-send-buffer` is `send-buffer` with 0, 2 MiB with 1") {
        @Override
        void set(Draft draft, String value) throws BadSetting {
            draft.maxSendBuffer = number(value, 1) == 0 ? draft.sendBuffer : FREEBSD_MOST;
        }
    },

    /** {@code udp_tunneling_port}. */
    FREEBSD_UDP_TUNNELING_PORT("sets `udp-tunneling-port`; 0 is as-written") {
        @Override
        void set(Draft draft, String value) throws BadSetting {
            draft.udpTunnelingPort = number(value, MOST_PORT);
        }
    };

    /** What is no limit. */
    private static final int MOST_BUFFER = 1 << 30;

    private static final int MOST_UNSCALED = 0xffff;
    private static final int MOST_PORT = 0xffff;
    private static final int MOST_SHIFT = 14;
    private static final int OF_TEN_SEGMENTS = 87_040;
    private static final int FREEBSD_MOST = 2 << 20;

    private final String meaning;

    Rule(String meaning) {
        this.meaning = meaning;
    }

    /** The one of a name, as tables write it. */
    static Rule named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** What it does, for people. */
    String meaning() {
        return meaning;
    }

    /** Does it. */
    abstract void set(Draft draft, String value) throws BadSetting;

    /** What it is, if that can be told. */
    Optional<String> value(Draft draft) {
        return Optional.empty();
    }

    /** Linux: by what the largest buffer needs that a socket could ask for, or have without asking. */
    private static int linuxShift(int grown, int limit) {
        int largest = limit == MOST_BUFFER ? grown : Math.max(grown, limit);
        return Math.clamp(Integer.SIZE - Integer.numberOfLeadingZeros(largest) - 16, 0, MOST_SHIFT);
    }

    private static int number(String text, int most) throws BadSetting {
        return Unit.integer(text)
                .filter(value -> value >= 0 && value <= most)
                .map(Long::intValue)
                .orElseThrow(() -> new BadSetting("\"" + text + "\" is no number up to " + most));
    }

    private static List<Integer> three(String text) throws BadSetting {
        String[] words = text.strip().split("[ \t,]+", -1);
        if (words.length != 3) {
            throw new BadSetting("\"" + text + "\" is not three numbers");
        }
        List<Integer> numbers = new ArrayList<>();
        for (String word : words) {
            numbers.add(number(word, Integer.MAX_VALUE));
        }
        return numbers;
    }
}
