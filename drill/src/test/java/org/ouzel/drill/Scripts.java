package org.ouzel.drill;

/** Scripts that tests run. */
public final class Scripts {
    /** A connection that comes in, data both ways, and an orderly end. */
    public static final String PASSIVE = """
            0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0  setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
            +0  bind(3, ..., ...) = 0
            +0  listen(3, 1) = 0

            +.1 < S 0:0(0) win 32792 <mss 1000,sackOK,nop,nop,nop,wscale 7>
            +0  > S. 0:0(0) ack 1 <...>
            +.1 < . 1:1(0) ack 1 win 257
            +0  accept(3, ..., ...) = 4
            +.1 < P. 1:101(100) ack 1 win 257
            +0  > . 1:1(0) ack 101
            +0  read(4, ..., 200) = 100
            +.1 write(4, ..., 500) = 500
            +0  > P. 1:501(500) ack 101
            +.1 < . 101:101(0) ack 501 win 257
            +0  close(4) = 0
            +0  > F. 501:501(0) ack 101
            +.1 < F. 101:101(0) ack 502 win 257
            +0  > . 502:502(0) ack 102
            """;

    /** A connection that is opened, with data and an end of the other's. */
    public static final String ACTIVE = """
            0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0  fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
            +0  connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
            +0  > S 0:0(0) <...>
            +.1 < S. 0:0(0) ack 1 win 5792 <mss 1460>
            +0  > . 1:1(0) ack 1
            +.1 write(3, ..., 100) = 100
            +0  > P. 1:101(100) ack 1
            +.1 < . 1:1(0) ack 101 win 5792
            +.1 < F. 1:1(0) ack 101 win 5792
            * > . 101:101(0) ack 2
            +.1 read(3, ..., 100) = 0
            +0  close(3) = 0
            +0  > F. 101:101(0) ack 2
            +.1 < . 2:2(0) ack 102 win 5792
            """;

    private Scripts() {}
}
