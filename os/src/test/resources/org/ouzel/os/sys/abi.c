/* Prints what the kernel's headers say; the test puts in the names. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>

#include <linux/bpf.h>
#include <linux/errqueue.h>
#include <linux/eventpoll.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ipv6.h>
#include <linux/net_tstamp.h>
#include <linux/sched.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <linux/version.h>
#include <asm/ioctls.h>

/* SocketAbi has one place for both. */
_Static_assert(offsetof(struct sockaddr_in, sin_port) == offsetof(struct sockaddr_in6, sin6_port), "the port");

/* There is no offsetof for a bit field. */
static size_t wscale(void) {
    struct tcp_info info;
    memset(&info, 0, sizeof info);
    info.tcpi_snd_wscale = 9;
    return (unsigned char *) memchr(&info, 9, sizeof info) - (unsigned char *) &info;
}

int main(void) {
    CONSTANTS
    return 0;
}
