/*
 * _socket: the module, its constants, orders of bytes, packed addresses and
 * functions on descriptors.  Neighbours: socket_type.c, socket_address.c.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/modules/posix.h"
#include "scripts/modules/socket.h"
#include "scripts/types/bytes.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

/* ---- orders of bytes ----------------------------------------------------- */

/* A number of 16 bits turned round. */
static object *turn_16(struct vm *vm, const char *name, object *o)
{
    int64_t n;
    object *index = vm_index(vm, o), *r = NULL;
    if (!index)
        return NULL;
    if (!int_fits_i64(index, &n))
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "Python int too large to convert to C long");
    else if (n > INT_MAX || n < INT_MIN)
        vm_raise(vm, EXC_OVERFLOW_ERROR, "signed integer is %s",
                 n > 0 ? "greater than maximum" : "less than minimum");
    else if (n < 0)
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "%s: can't convert negative Python int to C 16-bit unsigned "
                 "integer", name);
    else if (n > UINT16_MAX)
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "%s: Python int too large to convert to C 16-bit unsigned "
                 "integer", name);
    else
        r = int_new(vm, htons((uint16_t)n));
    vm_release(vm, index);
    return r;
}

static object *turn_32(struct vm *vm, object *o)
{
    int64_t n;
    if (!(vm_type_of(vm, o)->flags & TYPE_INT_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR, "expected int, %T found", o);
    if (int_sign(o) < 0)
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "can't convert negative value to unsigned int");
    if (!int_fits_i64(o, &n))
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "Python int too large to convert to C unsigned long");
    if (n > UINT32_MAX)
        return vm_raise(vm, EXC_OVERFLOW_ERROR, "int larger than 32 bits");
    return int_new(vm, htonl((uint32_t)n));
}

#define TURN_16(name)                                                          \
    FUNCTION(name##_)                                                          \
    {                                                                          \
        UNUSED;                                                                \
        return turn_16(vm, #name, args[0]);                                    \
    }
TURN_16(htons)
TURN_16(ntohs)

FUNCTION(turn_long)
{
    UNUSED;
    return turn_32(vm, args[0]);
}

/* ---- addresses ----------------------------------------------------------- */

/* The text of an argument, to be freed; NULL: pending. */
static char *text_of(struct vm *vm, object *o, const char *function, int place)
{
    if (vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS)
        return str_dup_utf8(vm, o);
    vm_raise(vm, EXC_TYPE_ERROR, "%s() argument %d must be str, not %T",
             function, place, o);
    return NULL;
}

FUNCTION(inet_aton_)
{
    struct in_addr address;
    UNUSED;
    char *text = text_of(vm, args[0], "inet_aton", 1);
    if (!text)
        return NULL;
    bool ok = inet_aton(text, &address);
    free(text);
    return ok ? bytes_new(vm, &address, sizeof address)
              : vm_raise(vm, EXC_OS_ERROR,
                         "illegal IP address string passed to inet_aton");
}

static size_t address_size(int family)
{
    return family == AF_INET    ? sizeof(struct in_addr)
           : family == AF_INET6 ? sizeof(struct in6_addr)
                                : 0;
}

/* The address in a bytes-like object; false: pending. */
static bool packed(struct vm *vm, object *o, size_t size, object *error,
                   const char *wrong, unsigned char *out)
{
    struct buffer b;
    if (!buffer_get(vm, o, true, &b))
        return false;
    bool fits = b.size == size;
    for (size_t i = 0; fits && i < size; i++)
        out[i] = b.data[i];
    buffer_done(vm, &b);
    if (!fits)
        native_raise(vm, error, "%s", wrong);
    return fits;
}

FUNCTION(inet_ntoa_)
{
    struct in6_addr address;
    char text[INET6_ADDRSTRLEN];
    object *error = type_as_object(vm->exceptions[EXC_OS_ERROR]);
    UNUSED;
    if (!packed(vm, args[0], sizeof(struct in_addr), error,
                "packed IP wrong length for inet_ntoa",
                (unsigned char *)&address))
        return NULL;
    return str_from(vm, inet_ntop(AF_INET, &address, text, sizeof text));
}

FUNCTION(inet_pton_)
{
    ptrdiff_t family;
    struct in6_addr address;
    (void)self, (void)kwnames;
    if (!args_between(vm, "inet_pton", nargs, 2, 2) ||
        !vm_index_as_ssize(vm, args[0], &family, true))
        return NULL;
    char *text = text_of(vm, args[1], "inet_pton", 2);
    if (!text)
        return NULL;
    size_t size = address_size((int)family);
    int ok = size ? inet_pton((int)family, text, &address) : -1;
    free(text);
    if (ok < 0)
        return vm_raise_os(vm, -EAFNOSUPPORT, NULL);
    return ok ? bytes_new(vm, &address, size)
              : vm_raise(vm, EXC_OS_ERROR,
                         "illegal IP address string passed to inet_pton");
}

FUNCTION(inet_ntop_)
{
    ptrdiff_t family;
    struct in6_addr address;
    char text[INET6_ADDRSTRLEN];
    object *error = type_as_object(vm->exceptions[EXC_VALUE_ERROR]);
    (void)self, (void)kwnames;
    if (!args_between(vm, "inet_ntop", nargs, 2, 2) ||
        !vm_index_as_ssize(vm, args[0], &family, true))
        return NULL;
    size_t size = address_size((int)family);
    if (!size)
        return vm_raise(vm, EXC_VALUE_ERROR, "unknown address family %zd",
                        family);
    if (!packed(vm, args[1], size, error,
                "invalid length of packed IP address string",
                (unsigned char *)&address))
        return NULL;
    return str_from(vm, inet_ntop((int)family, &address, text, sizeof text));
}

/* ---- timeouts ------------------------------------------------------------ */

static const char timeout_key;

FUNCTION(getdefaulttimeout_)
{
    UNUSED;
    object **slot = native_slot(vm, &timeout_key);
    if (!slot)
        return NULL;
    return *slot ? heap_retain(*slot) : vm_none(vm);
}

bool socket_timeout(struct vm *vm, object *o, int64_t *ns)
{
    if (o != vm->none && !vm_type_of(vm, o)->slots.to_float &&
        !vm_type_of(vm, o)->slots.to_index) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "'%T' object cannot be interpreted as an integer", o);
        return false;
    }
    if (!ready_timeout(vm, o, 1e9, ns))
        return false;
    if (*ns < -1)
        vm_raise(vm, EXC_VALUE_ERROR, "Timeout value out of range");
    return *ns >= -1;
}

bool socket_default_timeout(struct vm *vm, int64_t *ns)
{
    object **slot = native_slot(vm, &timeout_key);
    return slot && ready_timeout(vm, *slot, 1e9, ns);
}

FUNCTION(setdefaulttimeout_)
{
    int64_t ns;
    UNUSED;
    object **slot = native_slot(vm, &timeout_key);
    if (!slot || !socket_timeout(vm, args[0], &ns))
        return NULL;
    object *value = ns < 0 ? vm_none(vm) : float_new(vm, (double)ns / 1e9);
    if (!value)
        return NULL;
    heap_store(vm->heap, slot, value);
    return vm_none(vm);
}

/* The name as the system tells it in a file. */
FUNCTION(gethostname_)
{
    const struct host *host = vm->host;
    char name[256];
    UNUSED;
    int64_t fd = host->open(host->arg, "/proc/sys/kernel/hostname",
                            O_RDONLY | O_CLOEXEC, 0);
    int64_t n = fd < 0 ? fd
                       : host->read(host->arg, (int)fd, name, sizeof name);
    if (fd >= 0)
        host->close(host->arg, (int)fd);
    if (n < 0)
        return vm_raise_os(vm, n, NULL);
    while (n && name[n - 1] == '\n')
        n--;
    for (int64_t i = 0; i < n; i++)
        if ((unsigned char)name[i] >= 0x80)
            name[i] = '?';
    return str_new(vm, name, (size_t)n);
}

/* ---- descriptors --------------------------------------------------------- */

FUNCTION(close_)
{
    int fd;
    UNUSED;
    if (!posix_int(vm, args[0], &fd))
        return NULL;
    int64_t n = vm->host->close(vm->host->arg, fd);
    return n < 0 && n != -ECONNRESET ? vm_raise_os(vm, n, NULL) : vm_none(vm);
}

FUNCTION(dup_)
{
    int fd;
    UNUSED;
    if (!posix_int(vm, args[0], &fd))
        return NULL;
    int64_t n = posix_fd_op(vm, HOST_DUP, fd, 0);
    return n < 0 ? vm_raise_os(vm, n, NULL) : int_new(vm, n);
}

FUNCTION(socketpair_)
{
    int numbers[3] = {AF_UNIX, SOCK_STREAM, 0};
    (void)self, (void)kwnames;
    if (!args_between(vm, "socketpair", nargs, 0, 3))
        return NULL;
    for (size_t i = 0; i < nargs; i++)
        if (!posix_int(vm, args[i], &numbers[i]))
            return NULL;
    struct host_socket s = {.a = numbers[0], .b = numbers[1], .c = numbers[2]};
    int64_t n = ready_call(vm, HOST_SOCKET_PAIR, -1, &s);
    if (n < 0)
        return socket_failed(vm, n);
    object *a = socket_around(vm, (int)s.a, numbers[0], numbers[1], numbers[2]);
    if (!a) {
        vm->host->close(vm->host->arg, (int)s.b);
        return NULL;
    }
    object *b = socket_around(vm, (int)s.b, numbers[0], numbers[1], numbers[2]);
    object *both = b ? tuple_pack(vm, 2, a, b) : NULL;
    vm_release(vm, a);
    vm_release_maybe(vm, b);
    return both;
}

/* ---- the module ---------------------------------------------------------- */

#define C(name) {#name, name}
static const struct {
    const char *name;
    int64_t value;
} constants[] = {
    C(AF_UNSPEC), C(AF_INET), C(AF_INET6), C(AF_UNIX), C(AF_NETLINK),
    C(AF_PACKET), C(SOCK_STREAM), C(SOCK_DGRAM), C(SOCK_RAW), C(SOCK_RDM),
    C(SOCK_SEQPACKET), C(SOCK_NONBLOCK), C(SOCK_CLOEXEC), C(SOL_SOCKET),
    C(SO_REUSEADDR), C(SO_REUSEPORT), C(SO_KEEPALIVE), C(SO_BROADCAST),
    C(SO_ERROR), C(SO_TYPE), C(SO_LINGER), C(SO_SNDBUF), C(SO_RCVBUF),
    C(SO_RCVTIMEO), C(SO_SNDTIMEO), C(SO_OOBINLINE), C(SO_ACCEPTCONN),
    C(SO_DONTROUTE), C(SO_PEERCRED), C(SO_PASSCRED), C(SOMAXCONN),
    C(IPPROTO_IP), C(IPPROTO_TCP), C(IPPROTO_UDP), C(IPPROTO_IPV6),
    C(IPPROTO_ICMP), C(IPPROTO_RAW), C(IPV6_V6ONLY), C(IPV6_UNICAST_HOPS),
    C(IPV6_MULTICAST_HOPS), C(IPV6_JOIN_GROUP), C(IPV6_LEAVE_GROUP),
    C(IP_TOS), C(IP_TTL), C(IP_MULTICAST_TTL), C(IP_MULTICAST_LOOP),
    C(IP_ADD_MEMBERSHIP), C(IP_DROP_MEMBERSHIP), C(TCP_NODELAY),
    C(TCP_KEEPIDLE), C(TCP_KEEPINTVL), C(TCP_KEEPCNT), C(TCP_USER_TIMEOUT),
    C(TCP_MAXSEG), C(TCP_CORK), C(TCP_DEFER_ACCEPT), C(TCP_FASTOPEN),
    C(TCP_INFO), C(TCP_QUICKACK), C(MSG_PEEK), C(MSG_OOB), C(MSG_WAITALL),
    C(MSG_DONTWAIT), C(MSG_NOSIGNAL), C(MSG_TRUNC), C(MSG_CTRUNC),
    C(MSG_EOR), C(MSG_MORE), C(MSG_DONTROUTE), C(MSG_CMSG_CLOEXEC),
    C(SHUT_RD), C(SHUT_WR), C(SHUT_RDWR), C(AI_PASSIVE), C(AI_CANONNAME),
    C(AI_NUMERICHOST), C(AI_NUMERICSERV), C(AI_ADDRCONFIG), C(AI_V4MAPPED),
    C(AI_ALL), C(NI_NUMERICHOST), C(NI_NUMERICSERV), C(NI_NAMEREQD),
    C(NI_NOFQDN), C(NI_DGRAM), C(EAI_AGAIN), C(EAI_BADFLAGS), C(EAI_FAIL),
    C(EAI_FAMILY), C(EAI_MEMORY), C(EAI_NONAME), C(EAI_SERVICE),
    C(EAI_SOCKTYPE), C(EAI_SYSTEM), C(EAI_OVERFLOW), C(INADDR_ANY),
    C(INADDR_BROADCAST), C(INADDR_LOOPBACK), C(INADDR_NONE),
};

static const struct method_def functions[] = {
    {"htons", htons_, METHOD_ONE, "htons(integer) -> integer"},
    {"ntohs", ntohs_, METHOD_ONE, "ntohs(integer) -> integer"},
    {"htonl", turn_long, METHOD_ONE, "htonl(integer) -> integer"},
    {"ntohl", turn_long, METHOD_ONE, "ntohl(integer) -> integer"},
    {"inet_aton", inet_aton_, METHOD_ONE,
     "inet_aton(string) -> bytes giving packed 32-bit IP representation"},
    {"inet_ntoa", inet_ntoa_, METHOD_ONE,
     "inet_ntoa(packed_ip) -> ip_address_string"},
    {"inet_pton", inet_pton_, METHOD_ARGS,
     "inet_pton(af, ip) -> packed IP address string"},
    {"inet_ntop", inet_ntop_, METHOD_ARGS,
     "inet_ntop(af, packed_ip) -> string formatted IP address"},
    {"getdefaulttimeout", getdefaulttimeout_, METHOD_NOARGS,
     "getdefaulttimeout() -> timeout"},
    {"setdefaulttimeout", setdefaulttimeout_, METHOD_ONE,
     "setdefaulttimeout(timeout)"},
    {"gethostname", gethostname_, METHOD_NOARGS,
     "gethostname() -> string\n\nThe name of this machine."},
    {"socketpair", socketpair_, METHOD_ARGS,
     "socketpair([family[, type [, proto]]]) -> (socket object, socket "
     "object)"},
    {"close", close_, METHOD_ONE, "close(integer) -> None"},
    {"dup", dup_, METHOD_ONE, "dup(integer) -> integer"},
    {NULL, NULL, 0, NULL},
};

static bool add_exceptions(struct vm *vm, object *module)
{
    static const char host_key;
    object *error = type_as_object(vm->exceptions[EXC_OS_ERROR]);
    object *timeout = type_as_object(vm->exceptions[EXC_TIMEOUT_ERROR]);
    object *info = socket_gaierror(vm);
    object *host =
        native_exception(vm, &host_key, "socket", "herror", EXC_OS_ERROR);
    return info && host &&
           module_add_steal(vm, module, "error", heap_retain(error)) &&
           module_add_steal(vm, module, "timeout", heap_retain(timeout)) &&
           module_add_steal(vm, module, "gaierror", heap_retain(info)) &&
           module_add_steal(vm, module, "herror", heap_retain(host));
}

bool socket_fill(struct vm *vm, object *module)
{
    struct type_object *type = native_type(vm, &socket_spec);
    bool ok = type && module_add_functions(vm, module, functions) &&
              module_add_functions(vm, module, socket_address_functions) &&
              add_exceptions(vm, module) &&
              module_add_steal(vm, module, "socket",
                               heap_retain(type_as_object(type))) &&
              module_add_steal(vm, module, "SocketType",
                               heap_retain(type_as_object(type))) &&
              module_add_steal(vm, module, "has_ipv6", vm_bool(vm, true));
    for (size_t k = 0; ok && k < sizeof constants / sizeof *constants; k++)
        ok = module_add_int(vm, module, constants[k].name, constants[k].value);
    return ok;
}
