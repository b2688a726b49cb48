/*
 * Waiting for descriptors: what select and _socket share.
 */
#ifndef SCRIPTS_MODULES_READY_H
#define SCRIPTS_MODULES_READY_H

#include "scripts/vm/vm.h"

/* An int, or what fileno() gives; false: pending. */
bool ready_descriptor(struct vm *vm, object *o, int *fd);
/* The moment `ns` from now, of the monotonic clock; -1 stays -1. */
int64_t ready_deadline(struct vm *vm, int64_t ns);
/*
 * One call of the host; a negated errno, -EINTR with an exception pending.
 * NotImplementedError where the host has no sockets.
 */
int64_t ready_call(struct vm *vm, enum host_socket_op op, int fd,
                   struct host_socket *s);
/* HOST_POLL or HOST_EPOLL_WAIT until the deadline (-1: for ever); the script's
 * other threads go on meanwhile.  What ready_call returns. */
int64_t ready_wait(struct vm *vm, enum host_socket_op op, int fd,
                   struct host_polled *items, size_t count, int64_t deadline);
/* None for -1, else seconds in ns, rounded up; false: pending. */
bool ready_timeout(struct vm *vm, object *o, double scale, int64_t *ns);

/* The types of select. */
extern const struct type_spec select_poll_spec, select_epoll_spec;

#endif
