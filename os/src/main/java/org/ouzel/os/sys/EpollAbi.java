package org.ouzel.os.sys;

/** What epoll takes and gives: linux/eventpoll.h. */
public final class EpollAbi {
    public static final int EPOLL_CTL_ADD = 1;
    public static final int EPOLL_CTL_DEL = 2;
    public static final int EPOLL_CTL_MOD = 3;

    public static final int EPOLLIN = 0x0001;
    public static final int EPOLLPRI = 0x0002;
    public static final int EPOLLOUT = 0x0004;
    public static final int EPOLLERR = 0x0008;
    public static final int EPOLLHUP = 0x0010;
    public static final int EPOLLRDHUP = 0x2000;
    public static final int EPOLLEXCLUSIVE = 1 << 28;
    public static final int EPOLLONESHOT = 1 << 30;
    public static final int EPOLLET = 1 << 31;

    /**
     * Where the data is in struct epoll_event, behind the events. On x86-64 alone the structure is packed, so that it is what
     * 32-bit programs have.
     */
    public static final long EPOLL_EVENT_DATA = isX86(System.getProperty("os.arch", "")) ? 4 : 8;

    public static final long EPOLL_EVENT_BYTES = EPOLL_EVENT_DATA + Long.BYTES;

    private EpollAbi() {}

    private static boolean isX86(String processor) {
        return processor.equals("amd64") || processor.equals("x86_64");
    }
}
