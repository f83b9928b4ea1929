/*
 * lwIP behind a TUN device, in one thread without locks, by its raw interface: the fastest that it has. It makes the device in the
 * namespace that it is in, and serves what org.ouzel.bench.blocking.Service tells, until its standard input ends.
 *
 * usage: lwip DEVICE CALLER/LENGTH SERVER/LENGTH
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <lwip/init.h>
#include <lwip/ip.h>
#include <lwip/netif.h>
#include <lwip/pbuf.h>
#include <lwip/tcp.h>
#include <lwip/timeouts.h>

enum { SINK = 7001, SOURCE = 7002, ECHO = 7003, BRIEF = 7004, MTU = 1500, BATCH = 64, CALL_BYTES = 64 << 10, PARTS = 16 };

struct connection {
    int port;
    uint64_t received;
};

static int device;
static char zeros[CALL_BYTES];

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/* ---- The device */

static void open_device(const char *name, const char *address) {
    struct ifreq request = {0};
    char command[256];
    device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    if (device < 0 || ioctl(device, TUNSETIFF, &request) < 0) {
        fail("/dev/net/tun");
    }
    snprintf(command, sizeof command, "ip address add %s dev %s && ip link set %s mtu %d txqueuelen 4096 up", address, name, name, MTU);
    if (system(command) != 0) {
        fail(command);
    }
}

static err_t send_packet(struct netif *netif, struct pbuf *packet, const ip4_addr_t *to) {
    struct iovec parts[PARTS];
    int count = 0;
    (void) netif;
    (void) to;
    for (struct pbuf *part = packet; part != NULL && count < PARTS; part = part->next) {
        parts[count].iov_base = part->payload;
        parts[count++].iov_len = part->len;
    }
    return writev(device, parts, count) < 0 ? ERR_IF : ERR_OK;
}

static err_t begin_netif(struct netif *netif) {
    netif->name[0] = 't';
    netif->name[1] = 'n';
    netif->mtu = MTU;
    netif->output = send_packet;
    netif->flags = NETIF_FLAG_UP | NETIF_FLAG_LINK_UP;
    return ERR_OK;
}

/* Takes what is there, up to a batch. */
static void drain(struct netif *netif) {
    for (int i = 0; i < BATCH; i++) {
        struct pbuf *packet = pbuf_alloc(PBUF_RAW, MTU, PBUF_RAM);
        ssize_t length = packet == NULL ? -1 : read(device, packet->payload, MTU);
        if (length <= 0) {
            if (packet != NULL) {
                pbuf_free(packet);
            }
            return;
        }
        pbuf_realloc(packet, (u16_t) length);
        if (netif->input(packet, netif) != ERR_OK) {
            pbuf_free(packet);
        }
    }
}

/* ---- The services */

static void send_more(struct tcp_pcb *pcb) {
    for (size_t room = tcp_sndbuf(pcb); room > 0; room = tcp_sndbuf(pcb)) {
        if (tcp_write(pcb, zeros, (u16_t) LWIP_MIN(room, 0xffff), TCP_WRITE_FLAG_COPY) != ERR_OK) {
            break;
        }
    }
    tcp_output(pcb);
}

static err_t on_sent(void *state, struct tcp_pcb *pcb, u16_t length) {
    (void) state;
    (void) length;
    send_more(pcb);
    return ERR_OK;
}

static void on_error(void *state, err_t error) {
    (void) error;
    free(state);
}

static err_t on_end(struct connection *connection, struct tcp_pcb *pcb) {
    if (connection->port == SINK) {
        uint8_t told[8];
        for (int i = 0; i < 8; i++) {
            told[i] = (uint8_t) (connection->received >> (56 - 8 * i));
        }
        tcp_write(pcb, told, sizeof told, TCP_WRITE_FLAG_COPY);
    }
    tcp_arg(pcb, NULL);
    tcp_recv(pcb, NULL);
    tcp_sent(pcb, NULL);
    tcp_err(pcb, NULL);
    free(connection);
    return tcp_close(pcb);
}

static err_t on_received(void *state, struct tcp_pcb *pcb, struct pbuf *data, err_t error) {
    struct connection *connection = state;
    (void) error;
    if (data == NULL) {
        return on_end(connection, pcb);
    }
    connection->received += data->tot_len;
    if (connection->port == ECHO || connection->port == BRIEF) {
        tcp_write(pcb, data->payload, data->len, TCP_WRITE_FLAG_COPY);
    }
    tcp_recved(pcb, data->tot_len);
    pbuf_free(data);
    return ERR_OK;
}

static err_t on_accepted(void *listener, struct tcp_pcb *pcb, err_t error) {
    struct connection *connection;
    if (error != ERR_OK || (connection = calloc(1, sizeof *connection)) == NULL) {
        return ERR_MEM;
    }
    connection->port = (int) (intptr_t) listener;
    tcp_nagle_disable(pcb);
    tcp_arg(pcb, connection);
    tcp_err(pcb, on_error);
    tcp_recv(pcb, on_received);
    if (connection->port == SOURCE) {
        tcp_sent(pcb, on_sent);
        send_more(pcb);
    }
    return ERR_OK;
}

static void serve(int port) {
    struct tcp_pcb *pcb = tcp_new();
    if (pcb == NULL || tcp_bind(pcb, IP_ADDR_ANY, (u16_t) port) != ERR_OK || (pcb = tcp_listen(pcb)) == NULL) {
        fail("listen");
    }
    tcp_arg(pcb, (void *) (intptr_t) port);
    tcp_accept(pcb, on_accepted);
}

int main(int count, char **arguments) {
    struct netif netif;
    ip4_addr_t address, mask, gateway;
    char text[64];
    if (count != 4) {
        fprintf(stderr, "usage: lwip DEVICE CALLER/LENGTH SERVER/LENGTH\n");
        return 2;
    }
    open_device(arguments[1], arguments[2]);
    snprintf(text, sizeof text, "%.*s", (int) strcspn(arguments[3], "/"), arguments[3]);
    ip4addr_aton(text, &address);
    mask.addr = PP_HTONL(0xffffffffUL << (32 - atoi(strchr(arguments[3], '/') + 1)));
    gateway.addr = 0;
    lwip_init();
    netif_add(&netif, &address, &mask, &gateway, NULL, begin_netif, ip_input);
    netif_set_default(&netif);
    for (int port = SINK; port <= BRIEF; port++) {
        serve(port);
    }
    printf("answer \n");
    fflush(stdout);
    while (1) {
        struct pollfd waited[] = {{device, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
        u32_t sleep = sys_timeouts_sleeptime();
        if (poll(waited, 2, sleep > 1000 ? 1000 : (int) sleep) < 0 && errno != EINTR) {
            fail("poll");
        }
        if (waited[1].revents != 0) {
            return 0;
        }
        drain(&netif);
        sys_check_timeouts();
    }
}
