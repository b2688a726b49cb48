/*
 * What is asked of the host about sockets, polls and epolls.
 */
#ifndef SCRIPTS_VM_HOST_SOCKET_H
#define SCRIPTS_VM_HOST_SOCKET_H

#include <stddef.h>
#include <stdint.h>

enum host_socket_op {
    HOST_SOCKET_OPEN,     /* a: family, b: type, c: protocol */
    HOST_SOCKET_PAIR,     /* the same; a and b get the two */
    HOST_SOCKET_BIND,     /* to address */
    HOST_SOCKET_CONNECT,  /* to address */
    HOST_SOCKET_LISTEN,   /* a: how many may wait */
    HOST_SOCKET_ACCEPT,   /* address: whose */
    HOST_SOCKET_NAME,     /* address */
    HOST_SOCKET_PEER,     /* address */
    HOST_SOCKET_SEND,     /* in, a: flags; to address unless its size is 0 */
    HOST_SOCKET_RECEIVE,  /* out, a: flags; address: from whom */
    HOST_SOCKET_SHUTDOWN, /* a: SHUT_RD... */
    HOST_SOCKET_GET,      /* a: level, b: option; out; how many bytes back */
    HOST_SOCKET_SET,      /* a: level, b: option; in */
    HOST_SOCKET_FIND,     /* in: name, NUL, service; a: family, b: type, c:
                             protocol, d: flags; out: struct host_found */
    HOST_SOCKET_TELL,     /* of address: name, NUL, service; a: flags */
    HOST_POLL,            /* out: struct host_polled; a: milliseconds or -1 */
    HOST_EPOLL_OPEN,      /* a: flags */
    HOST_EPOLL_CHANGE,    /* a: EPOLL_CTL_..., b: descriptor, c: events */
    HOST_EPOLL_WAIT,      /* the same as HOST_POLL, each found filled in */
};

enum { HOST_ADDRESS_SIZE = 128, HOST_FIND_FAILED = -4096 };

struct host_socket {
    int64_t a, b, c, d;
    const void *in;
    size_t in_size;
    void *out;
    size_t out_size;
    uint32_t address_size;
    _Alignas(8) unsigned char address[HOST_ADDRESS_SIZE]; /* a sockaddr */
};

/* One address of a name. */
struct host_found {
    int32_t family, type, protocol;
    uint32_t address_size;
    _Alignas(8) unsigned char address[HOST_ADDRESS_SIZE];
    char canonical[256];
};

struct host_polled {
    int32_t fd;
    uint32_t wanted, found; /* POLLIN... or EPOLLIN... */
};

/* host_direct's.  Of HOST_SOCKET_FIND and _TELL an error EAI_... comes back as
 * HOST_FIND_FAILED + EAI_.... */
int64_t host_socket_do(void *arg, enum host_socket_op op, int fd,
                       struct host_socket *s);

#endif
