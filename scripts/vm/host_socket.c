/*
 * Sockets, names of machines, polls and epolls, as libc does them.
 */
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "scripts/vm/host.h"

typedef int64_t operation(int fd, struct host_socket *s);

static int64_t result(int64_t returned)
{
    return returned < 0 ? -errno : returned;
}

static struct sockaddr *address_of(struct host_socket *s)
{
    return (struct sockaddr *)(void *)s->address;
}

/* What one of the calls that fill an address in gave. */
static int64_t with_address(struct host_socket *s, int64_t n, socklen_t size)
{
    s->address_size = n < 0 ? 0 : size > sizeof s->address
                                      ? (uint32_t)sizeof s->address
                                      : size;
    return result(n);
}

static int64_t open_one(int fd, struct host_socket *s)
{
    (void)fd;
    return result(
        socket((int)s->a, (int)s->b | SOCK_CLOEXEC, (int)s->c));
}

static int64_t open_pair(int fd, struct host_socket *s)
{
    int ends[2];
    (void)fd;
    if (socketpair((int)s->a, (int)s->b | SOCK_CLOEXEC, (int)s->c, ends) < 0)
        return -errno;
    s->a = ends[0];
    s->b = ends[1];
    return 0;
}

static int64_t bind_it(int fd, struct host_socket *s)
{
    return result(bind(fd, address_of(s), s->address_size));
}

static int64_t connect_it(int fd, struct host_socket *s)
{
    return result(connect(fd, address_of(s), s->address_size));
}

static int64_t listen_on(int fd, struct host_socket *s)
{
    return result(listen(fd, (int)s->a));
}

static int64_t accept_one(int fd, struct host_socket *s)
{
    socklen_t size = sizeof s->address;
    int n = accept4(fd, address_of(s), &size, SOCK_CLOEXEC);
    return with_address(s, n, size);
}

static int64_t own_name(int fd, struct host_socket *s)
{
    socklen_t size = sizeof s->address;
    int n = getsockname(fd, address_of(s), &size);
    return with_address(s, n, size);
}

static int64_t peer_name(int fd, struct host_socket *s)
{
    socklen_t size = sizeof s->address;
    int n = getpeername(fd, address_of(s), &size);
    return with_address(s, n, size);
}

static int64_t send_some(int fd, struct host_socket *s)
{
    return result(sendto(fd, s->in, s->in_size, (int)s->a,
                         s->address_size ? address_of(s) : NULL,
                         s->address_size));
}

static int64_t receive_some(int fd, struct host_socket *s)
{
    socklen_t size = sizeof s->address;
    memset(s->address, 0, sizeof s->address);
    ssize_t n =
        recvfrom(fd, s->out, s->out_size, (int)s->a, address_of(s), &size);
    return with_address(s, n, size);
}

static int64_t shut_down(int fd, struct host_socket *s)
{
    return result(shutdown(fd, (int)s->a));
}

static int64_t get_option(int fd, struct host_socket *s)
{
    socklen_t size = (socklen_t)s->out_size;
    int n = getsockopt(fd, (int)s->a, (int)s->b, s->out, &size);
    return n < 0 ? -errno : (int64_t)size;
}

static int64_t set_option(int fd, struct host_socket *s)
{
    return result(setsockopt(fd, (int)s->a, (int)s->b, s->in,
                             (socklen_t)s->in_size));
}

/* ---- names ----------------------------------------------------------------- */

static int64_t name_error(int error)
{
    return error == EAI_SYSTEM ? -errno : HOST_FIND_FAILED + error;
}

static void copy_found(const struct addrinfo *from, struct host_found *to)
{
    size_t size = from->ai_addrlen < sizeof to->address ? from->ai_addrlen
                                                        : sizeof to->address;
    *to = (struct host_found){.family = from->ai_family,
                              .type = from->ai_socktype,
                              .protocol = from->ai_protocol,
                              .address_size = (uint32_t)size};
    memcpy(to->address, from->ai_addr, size);
    if (from->ai_canonname)
        strncpy(to->canonical, from->ai_canonname, sizeof to->canonical - 1);
}

/* An empty name or service is none. */
static int64_t find(int fd, struct host_socket *s)
{
    struct addrinfo hints = {.ai_family = (int)s->a,
                             .ai_socktype = (int)s->b,
                             .ai_protocol = (int)s->c,
                             .ai_flags = (int)s->d};
    struct addrinfo *found = NULL;
    struct host_found *out = s->out;
    const char *name = s->in, *service = name + strlen(name) + 1;
    size_t count = 0, room = s->out_size / sizeof *out;
    (void)fd;
    int error = getaddrinfo(*name ? name : NULL, *service ? service : NULL,
                            &hints, &found);
    if (error)
        return name_error(error);
    for (struct addrinfo *i = found; i && count < room; i = i->ai_next)
        copy_found(i, &out[count++]);
    freeaddrinfo(found);
    return (int64_t)count;
}

static int64_t tell(int fd, struct host_socket *s)
{
    char name[NI_MAXHOST], service[NI_MAXSERV];
    (void)fd;
    int error = getnameinfo(address_of(s), s->address_size, name, sizeof name,
                            service, sizeof service, (int)s->a);
    if (error)
        return name_error(error);
    size_t n = strlen(name) + 1, all = n + strlen(service) + 1;
    if (all > s->out_size)
        return -ENOMEM;
    memcpy(s->out, name, n);
    memcpy((char *)s->out + n, service, all - n);
    return (int64_t)all;
}

/* ---- waiting --------------------------------------------------------------- */

static int limit_of(const struct host_socket *s)
{
    return s->a < 0 ? -1 : s->a > 86400000 ? 86400000 : (int)s->a;
}

static int64_t poll_all(int fd, struct host_socket *s)
{
    struct host_polled *items = s->out;
    size_t count = s->out_size / sizeof *items;
    struct pollfd *polled = calloc(count + 1, sizeof *polled);
    (void)fd;
    if (!polled)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++)
        polled[i] =
            (struct pollfd){items[i].fd, (short)items[i].wanted, 0};
    int64_t n = result(poll(polled, (nfds_t)count, limit_of(s)));
    for (size_t i = 0; i < count; i++)
        items[i].found = (unsigned short)polled[i].revents;
    free(polled);
    return n;
}

static int64_t epoll_open(int fd, struct host_socket *s)
{
    (void)fd;
    return result(epoll_create1((int)s->a | EPOLL_CLOEXEC));
}

static int64_t epoll_change(int fd, struct host_socket *s)
{
    struct epoll_event event = {.events = (uint32_t)s->c,
                                .data.fd = (int)s->b};
    return result(epoll_ctl(fd, (int)s->a, (int)s->b, &event));
}

static int64_t epoll_wait_for(int fd, struct host_socket *s)
{
    struct host_polled *items = s->out;
    size_t count = s->out_size / sizeof *items;
    struct epoll_event *events = calloc(count + 1, sizeof *events);
    if (!events)
        return -ENOMEM;
    int64_t n = result(epoll_wait(fd, events, (int)count, limit_of(s)));
    for (int64_t i = 0; i < n; i++)
        items[i] = (struct host_polled){events[i].data.fd, 0,
                                        events[i].events};
    free(events);
    return n;
}

static operation *const operations[] = {
    [HOST_SOCKET_OPEN] = open_one,
    [HOST_SOCKET_PAIR] = open_pair,
    [HOST_SOCKET_BIND] = bind_it,
    [HOST_SOCKET_CONNECT] = connect_it,
    [HOST_SOCKET_LISTEN] = listen_on,
    [HOST_SOCKET_ACCEPT] = accept_one,
    [HOST_SOCKET_NAME] = own_name,
    [HOST_SOCKET_PEER] = peer_name,
    [HOST_SOCKET_SEND] = send_some,
    [HOST_SOCKET_RECEIVE] = receive_some,
    [HOST_SOCKET_SHUTDOWN] = shut_down,
    [HOST_SOCKET_GET] = get_option,
    [HOST_SOCKET_SET] = set_option,
    [HOST_SOCKET_FIND] = find,
    [HOST_SOCKET_TELL] = tell,
    [HOST_POLL] = poll_all,
    [HOST_EPOLL_OPEN] = epoll_open,
    [HOST_EPOLL_CHANGE] = epoll_change,
    [HOST_EPOLL_WAIT] = epoll_wait_for,
};

int64_t host_socket_do(void *arg, enum host_socket_op op, int fd,
                       struct host_socket *s)
{
    (void)arg;
    return operations[op](fd, s);
}
