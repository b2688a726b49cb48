/*
 * Addresses of sockets: a script's tuples and texts, the system's structs, and
 * names looked up through the host.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/native.h"
#include "scripts/modules/posix.h"
#include "scripts/modules/socket.h"
#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

enum { FOUND_MOST = 64, NAME_MOST = 1024 };

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)

/* ---- errors --------------------------------------------------------------- */

object *socket_gaierror(struct vm *vm)
{
    static const char key;
    return native_exception(vm, &key, "socket", "gaierror", EXC_OS_ERROR);
}

static object *find_failed(struct vm *vm, int code)
{
    object *cls = socket_gaierror(vm);
    object *number = cls ? int_new(vm, code) : NULL;
    object *text = number ? str_from(vm, gai_strerror(code)) : NULL;
    object *error = text ? vm_call2(vm, cls, number, text) : NULL;
    vm_release_maybe(vm, number);
    vm_release_maybe(vm, text);
    if (error)
        vm_raise_steal(vm, error);
    return NULL;
}

object *socket_failed(struct vm *vm, int64_t error)
{
    if (vm_pending(vm))
        return NULL;
    return error < HOST_FIND_FAILED + 1000 && error >= HOST_FIND_FAILED - 1000
               ? find_failed(vm, (int)(error - HOST_FIND_FAILED))
               : vm_raise_os(vm, error, NULL);
}

/* ---- names ----------------------------------------------------------------- */

/* A host name, malloc'ed; NULL: pending. */
static char *host_text(struct vm *vm, object *o)
{
    object *encoding, *packed = NULL;
    char *text = NULL;
    if (vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS) {
        object *name = str_intern(vm, "encode");
        encoding = str_from(vm, ((struct str_object *)o)->ascii ? "ascii"
                                                                : "idna");
        packed = name && encoding
                     ? vm_call_method(vm, o, name, &encoding, 1)
                     : NULL;
        vm_release_maybe(vm, name);
        vm_release_maybe(vm, encoding);
    } else if (bytes_like(vm, o)) {
        packed = heap_retain(o);
    } else {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "str, bytes or bytearray expected, not %T", o);
    }
    struct buffer b;
    if (packed && buffer_get(vm, packed, true, &b)) {
        if (memchr(b.data, 0, b.size))
            vm_raise(vm, EXC_TYPE_ERROR,
                     "host name must not contain null character");
        else if (!(text = strndup((const char *)b.data, b.size)))
            vm_raise_no_memory(vm);
        buffer_done(vm, &b);
    }
    vm_release_maybe(vm, packed);
    return text;
}

/* Looks name and service up; how many, or what socket_failed() takes. */
static int64_t find(struct vm *vm, const char *name, const char *service,
                    struct host_socket *s, struct host_found *found,
                    size_t room)
{
    char text[NAME_MOST];
    int n = snprintf(text, sizeof text, "%s%c%s", name, 0, service);
    if (n < 0 || (size_t)n >= sizeof text)
        return HOST_FIND_FAILED + EAI_NONAME;
    s->in = text;
    s->in_size = (size_t)n + 1;
    s->out = found;
    s->out_size = room * sizeof *found;
    n = (int)ready_call(vm, HOST_SOCKET_FIND, -1, s);
    s->in = NULL;
    return n;
}

static bool find_first(struct vm *vm, const char *name, int family,
                       struct host_found *found)
{
    bool broadcast = strcmp(name, "<broadcast>") == 0;
    struct host_socket s = {.a = family, .b = SOCK_DGRAM,
                            .d = *name ? 0 : AI_PASSIVE};
    int64_t n = find(vm, broadcast ? "255.255.255.255" : name,
                     *name ? "" : "0", &s, found, 1);
    if (n < 1)
        socket_failed(vm, n < 0 ? n : HOST_FIND_FAILED + EAI_NONAME);
    return n > 0;
}

/* Puts the address that is named into `out`. */
static bool resolve(struct vm *vm, object *host, int family, void *out,
                    size_t size, size_t offset)
{
    struct host_found found;
    char *name = host_text(vm, host);
    bool ok = name;
    if (ok && (!*name || inet_pton(family, name, out) != 1)) {
        ok = find_first(vm, name, family, &found);
        if (ok)
            memcpy(out, found.address + offset, size);
    }
    free(name);
    return ok;
}

/* ---- from scripts ----------------------------------------------------------- */

static bool read_port(struct vm *vm, object *o, const char *function,
                      uint16_t *port)
{
    int64_t n;
    object *index = vm_index(vm, o);
    bool ok = index && int_as_i64(vm, index, &n);
    vm_release_maybe(vm, index);
    if (ok && (n < 0 || n > UINT16_MAX)) {
        vm_raise(vm, EXC_OVERFLOW_ERROR, "%s(): port must be 0-65535.",
                 function);
        return false;
    }
    if (ok)
        *port = htons((uint16_t)n);
    return ok;
}

static bool is_tuple(struct vm *vm, object *o, const char *family,
                     const char *function)
{
    if (vm_type_of(vm, o)->flags & TYPE_TUPLE_SUBCLASS)
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "%s(): %s address must be tuple, not %T",
             function, family, o);
    return false;
}

static bool read_inet(struct vm *vm, object *o, const char *function,
                      struct host_socket *s)
{
    struct sockaddr_in a = {.sin_family = AF_INET};
    if (!is_tuple(vm, o, "AF_INET", function))
        return false;
    if (tuple_length(o) != 2) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "AF_INET address must be a pair (host, port)");
        return false;
    }
    if (!resolve(vm, tuple_items(o)[0], AF_INET, &a.sin_addr,
                 sizeof a.sin_addr, offsetof(struct sockaddr_in, sin_addr)) ||
        !read_port(vm, tuple_items(o)[1], function, &a.sin_port))
        return false;
    memcpy(s->address, &a, s->address_size = sizeof a);
    return true;
}

static bool read_inet6(struct vm *vm, object *o, const char *function,
                       struct host_socket *s)
{
    struct sockaddr_in6 a = {.sin6_family = AF_INET6};
    int flow = 0, scope = 0;
    if (!is_tuple(vm, o, "AF_INET6", function))
        return false;
    size_t n = tuple_length(o);
    object **items = tuple_items(o);
    if (n < 2 || n > 4) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "AF_INET6 address must be a tuple (host, port[, flowinfo[, "
                 "scopeid]])");
        return false;
    }
    if (!resolve(vm, items[0], AF_INET6, &a.sin6_addr, sizeof a.sin6_addr,
                 offsetof(struct sockaddr_in6, sin6_addr)) ||
        !read_port(vm, items[1], function, &a.sin6_port) ||
        (n > 2 && !posix_int(vm, items[2], &flow)) ||
        (n > 3 && !posix_int(vm, items[3], &scope)))
        return false;
    if (flow < 0 || flow > 0xfffff) {
        vm_raise(vm, EXC_OVERFLOW_ERROR, "%s(): flowinfo must be 0-1048575.",
                 function);
        return false;
    }
    a.sin6_flowinfo = htonl((uint32_t)flow);
    a.sin6_scope_id = (uint32_t)scope;
    memcpy(s->address, &a, s->address_size = sizeof a);
    return true;
}

/* A path, or a name of no file that begins with NUL. */
static bool read_unix(struct vm *vm, object *o, struct host_socket *s)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    struct buffer b;
    object *packed = NULL;
    if (vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS) {
        size_t n = str_to_utf8(o, NULL, 0);
        char *text = str_dup_utf8(vm, o);
        packed = text ? bytes_new(vm, text, n) : NULL;
        free(text);
    } else {
        packed = heap_retain(o);
    }
    if (!packed || !buffer_get(vm, packed, true, &b)) {
        vm_release_maybe(vm, packed);
        return false;
    }
    bool named = b.size && b.data[0];
    bool fits = b.size + named <= sizeof a.sun_path;
    if (fits) {
        memcpy(a.sun_path, b.data, b.size);
        s->address_size = (uint32_t)(offsetof(struct sockaddr_un, sun_path) +
                                     b.size + named);
        memcpy(s->address, &a, sizeof a);
    } else {
        vm_raise(vm, EXC_OS_ERROR, "AF_UNIX path too long");
    }
    buffer_done(vm, &b);
    vm_release(vm, packed);
    return fits;
}

bool socket_address_read(struct vm *vm, int family, object *o,
                         const char *function, struct host_socket *s)
{
    _Static_assert(sizeof(struct sockaddr_un) <= HOST_ADDRESS_SIZE, "room");
    if (family == AF_INET)
        return read_inet(vm, o, function, s);
    if (family == AF_INET6)
        return read_inet6(vm, o, function, s);
    if (family == AF_UNIX)
        return read_unix(vm, o, s);
    vm_raise(vm, EXC_OS_ERROR, "%s(): bad family", function);
    return false;
}

/* ---- to scripts ------------------------------------------------------------- */

static object *tuple_of(struct vm *vm, const char *host, int64_t port,
                        const struct sockaddr_in6 *six)
{
    object *items[4] = {str_from(vm, host), int_new(vm, port)};
    size_t n = 2;
    if (six) {
        items[n++] = int_new(vm, ntohl(six->sin6_flowinfo));
        items[n++] = int_new(vm, six->sin6_scope_id);
    }
    bool ok = true;
    for (size_t i = 0; i < n; i++)
        ok = ok && items[i];
    object *tuple = ok ? tuple_from(vm, items, n) : NULL;
    for (size_t i = 0; i < n; i++)
        vm_release_maybe(vm, items[i]);
    return tuple;
}

static object *path_new(struct vm *vm, const char *path, size_t size)
{
    if (size && !*path)
        return bytes_new(vm, path, size);
    return posix_name(vm, path, strnlen(path, size), false);
}

object *socket_address_new(struct vm *vm, const unsigned char *address,
                           size_t size)
{
    struct sockaddr_in in;
    struct sockaddr_in6 six;
    char text[INET6_ADDRSTRLEN];
    sa_family_t family;
    if (size < sizeof family)
        return vm_none(vm);
    memcpy(&family, address, sizeof family);
    if (family == AF_INET && size >= sizeof in) {
        memcpy(&in, address, sizeof in);
        inet_ntop(AF_INET, &in.sin_addr, text, sizeof text);
        return tuple_of(vm, text, ntohs(in.sin_port), NULL);
    }
    if (family == AF_INET6 && size >= sizeof six) {
        memcpy(&six, address, sizeof six);
        inet_ntop(AF_INET6, &six.sin6_addr, text, sizeof text);
        return tuple_of(vm, text, ntohs(six.sin6_port), &six);
    }
    size_t head = offsetof(struct sockaddr_un, sun_path);
    if (family == AF_UNIX && size >= head)
        return path_new(vm, (const char *)address + head, size - head);
    object *pair[] = {int_new(vm, family),
                      bytes_new(vm, address + sizeof family,
                                size - sizeof family)};
    object *r = pair[0] && pair[1] ? tuple_from(vm, pair, 2) : NULL;
    vm_release_maybe(vm, pair[0]);
    vm_release_maybe(vm, pair[1]);
    return r;
}

/* ---- functions --------------------------------------------------------------- */

static object *found_new(struct vm *vm, const struct host_found *f)
{
    object *items[] = {int_new(vm, f->family), int_new(vm, f->type),
                       int_new(vm, f->protocol), str_from(vm, f->canonical),
                       socket_address_new(vm, f->address, f->address_size)};
    bool ok = true;
    for (size_t i = 0; i < 5; i++)
        ok = ok && items[i];
    object *tuple = ok ? tuple_from(vm, items, 5) : NULL;
    for (size_t i = 0; i < 5; i++)
        vm_release_maybe(vm, items[i]);
    return tuple;
}

/* A port or a service's name, malloc'ed; NULL: pending. */
static char *service_text(struct vm *vm, object *o)
{
    char *text = NULL;
    object *number = NULL;
    if (o == vm->none) {
        text = strdup("");
    } else if (vm_type_of(vm, o)->flags & TYPE_INT_SUBCLASS) {
        number = int_to_str(vm, o, 10, false);
        text = number ? str_dup_utf8(vm, number) : NULL;
        vm_release_maybe(vm, number);
        return text;
    } else if (vm_type_of(vm, o)->flags &
               (TYPE_STR_SUBCLASS | TYPE_BYTES_SUBCLASS)) {
        return posix_text(vm, o);
    } else {
        vm_raise(vm, EXC_OS_ERROR, "Int or String expected");
        return NULL;
    }
    if (!text)
        vm_raise_no_memory(vm);
    return text;
}

static object *find_list(struct vm *vm, const char *name, const char *service,
                         struct host_socket *s)
{
    struct host_found *found = calloc(FOUND_MOST, sizeof *found);
    if (!found)
        return vm_raise_no_memory(vm);
    int64_t n = find(vm, name, service, s, found, FOUND_MOST);
    object *list = n < 0 ? socket_failed(vm, n) : list_new(vm, 0);
    for (int64_t i = 0; list && i < n; i++) {
        object *one = found_new(vm, &found[i]);
        if (!one || !list_append_steal(vm, list, one)) {
            vm_release(vm, list);
            list = NULL;
        }
    }
    free(found);
    return list;
}

FUNCTION(getaddrinfo_)
{
    static const char *const names[] = {"host", "port",  "family", "type",
                                        "proto", "flags", NULL};
    static const struct arg_spec spec = {"getaddrinfo", names, 0, 6, 2};
    object *in[6], *list = NULL;
    int numbers[4] = {0};
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    for (int i = 0; i < 4; i++)
        if (in[i + 2] && !posix_int(vm, in[i + 2], &numbers[i]))
            return NULL;
    bool none = in[0] == vm->none;
    char *name = none ? strdup("") : host_text(vm, in[0]);
    char *service = name ? service_text(vm, in[1]) : NULL;
    struct host_socket s = {.a = numbers[0], .b = numbers[1],
                            .c = numbers[2], .d = numbers[3]};
    if (!name || !service)
        list = vm_pending(vm) ? NULL : vm_raise_no_memory(vm);
    else if (!none && !*name)
        list = find_failed(vm, EAI_NONAME);
    else
        list = find_list(vm, name, service, &s);
    free(name);
    free(service);
    return list;
}

FUNCTION(getnameinfo_)
{
    struct host_socket s = {0};
    char names[NAME_MOST + 64];
    int flags;
    (void)self, (void)kwnames;
    if (!args_between(vm, "getnameinfo", nargs, 2, 2) ||
        !posix_int(vm, args[1], &flags))
        return NULL;
    if (!(vm_type_of(vm, args[0])->flags & TYPE_TUPLE_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "getnameinfo() argument 1 must be a tuple");
    object *first = tuple_length(args[0]) ? tuple_items(args[0])[0] : NULL;
    char *text = first ? host_text(vm, first) : NULL;
    bool six = text && strchr(text, ':');
    free(text);
    if (vm_pending(vm) ||
        !socket_address_read(vm, six ? AF_INET6 : AF_INET, args[0],
                             "getnameinfo", &s))
        return NULL;
    s.a = flags;
    s.out = names;
    s.out_size = sizeof names;
    int64_t n = ready_call(vm, HOST_SOCKET_TELL, -1, &s);
    if (n < 0)
        return socket_failed(vm, n);
    object *pair[] = {str_from(vm, names),
                      str_from(vm, names + strlen(names) + 1)};
    object *r = pair[0] && pair[1] ? tuple_from(vm, pair, 2) : NULL;
    vm_release_maybe(vm, pair[0]);
    vm_release_maybe(vm, pair[1]);
    return r;
}

FUNCTION(gethostbyname_)
{
    struct in_addr address;
    char text[INET_ADDRSTRLEN];
    (void)self, (void)nargs, (void)kwnames;
    if (!resolve(vm, args[0], AF_INET, &address, sizeof address,
                 offsetof(struct sockaddr_in, sin_addr)))
        return NULL;
    return str_from(vm, inet_ntop(AF_INET, &address, text, sizeof text));
}

const struct method_def socket_address_functions[] = {
    {"getaddrinfo", getaddrinfo_, METHOD_KEYWORDS,
     "getaddrinfo(host, port [, family, type, proto, flags])\n"
     "    -> list of (family, type, proto, canonname, sockaddr)"},
    {"getnameinfo", getnameinfo_, METHOD_ARGS,
     "getnameinfo(sockaddr, flags) --> (host, port)"},
    {"gethostbyname", gethostbyname_, METHOD_ONE,
     "gethostbyname(host) -> address"},
    {NULL, NULL, 0, NULL},
};
