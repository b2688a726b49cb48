/*
 * What the files of _socket share.
 */
#ifndef SCRIPTS_MODULES_SOCKET_H
#define SCRIPTS_MODULES_SOCKET_H

#include "scripts/modules/ready.h"

/* What setdefaulttimeout() said, in ns; -1: none.  False: pending. */
bool socket_default_timeout(struct vm *vm, int64_t *ns);
/* A timeout argument as settimeout() takes it; false: pending. */
bool socket_timeout(struct vm *vm, object *o, int64_t *ns);

/* socket_address.c: fills s->address from what a script gives for one;
 * `function` is named by errors.  False: pending. */
bool socket_address_read(struct vm *vm, int family, object *o,
                         const char *function, struct host_socket *s);
/* The script's form of an address; new. */
object *socket_address_new(struct vm *vm, const unsigned char *address,
                           size_t size);
/* gaierror, herror: borrowed, NULL: pending. */
object *socket_gaierror(struct vm *vm);
/* Raises what an operation of the host ended with, unless it is pending. */
object *socket_failed(struct vm *vm, int64_t error);
extern const struct method_def socket_address_functions[];

extern const struct type_spec socket_spec;
/* A socket of the plain type around a descriptor, which it takes over. */
object *socket_around(struct vm *vm, int fd, int family, int type,
                      int protocol);

#endif
