/*
 * errno: the names of the system's errors.
 */
#include <errno.h>

#include "scripts/modules/modules.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"

#define E(name) {#name, name}

/* In CPython's order: of two names for one number the later is told. */
static const struct {
    const char *name;
    int number;
} errors[] = {
    E(ENODEV), E(ENOCSI), E(EHOSTUNREACH), E(ENOMSG), E(EUCLEAN),
    E(EL2NSYNC), E(EL2HLT), E(ENODATA), E(ENOTBLK), E(ENOSYS), E(EPIPE),
    E(EINVAL), E(EOVERFLOW), E(EADV), E(EINTR), E(EUSERS), E(ENOTEMPTY),
    E(ENOBUFS), E(EPROTO), E(EREMOTE), E(ENAVAIL), E(ECHILD), E(ELOOP),
    E(EXDEV), E(E2BIG), E(ESRCH), E(EMSGSIZE), E(EAFNOSUPPORT), E(EBADR),
    E(EHOSTDOWN), E(EPFNOSUPPORT), E(ENOPROTOOPT), E(EBUSY), E(EWOULDBLOCK),
    E(EBADFD), E(EDOTDOT), E(EISCONN), E(ENOANO), E(ESHUTDOWN), E(ECHRNG),
    E(ELIBBAD), E(ENONET), E(EBADE), E(EBADF), E(EMULTIHOP), E(EIO),
    E(EUNATCH), E(EPROTOTYPE), E(ENOSPC), E(ENOEXEC), E(EALREADY),
    E(ENETDOWN), E(ENOTNAM), E(EACCES), E(ELNRNG), E(EILSEQ), E(ENOTDIR),
    E(ENOTUNIQ), E(EPERM), E(EDOM), E(EXFULL), E(ECONNREFUSED), E(EISDIR),
    E(EPROTONOSUPPORT), E(EROFS), E(EADDRNOTAVAIL), E(EIDRM), E(ECOMM),
    E(ESRMNT), E(EREMOTEIO), E(EL3RST), E(EBADMSG), E(ENFILE), E(ELIBMAX),
    E(ESPIPE), E(ENOLINK), E(ENETRESET), E(ETIMEDOUT), E(ENOENT), E(EEXIST),
    E(EDQUOT), E(ENOSTR), E(EBADSLT), E(EBADRQC), E(ELIBACC), E(EFAULT),
    E(EFBIG), E(EDEADLK), E(ENOTCONN), E(EDESTADDRREQ), E(ELIBSCN),
    E(ENOLCK), E(EISNAM), E(ECONNABORTED), E(ENETUNREACH), E(ESTALE),
    E(ENOSR), E(ENOMEM), E(ENOTSOCK), E(ESTRPIPE), E(EMLINK), E(ERANGE),
    E(ELIBEXEC), E(EL3HLT), E(ECONNRESET), E(EADDRINUSE), E(EOPNOTSUPP),
    E(EREMCHG), E(EAGAIN), E(ENAMETOOLONG), E(ENOTTY), E(ERESTART),
    E(ESOCKTNOSUPPORT), E(ETIME), E(EBFONT), E(EDEADLOCK), E(ETOOMANYREFS),
    E(EMFILE), E(ETXTBSY), E(EINPROGRESS), E(ENXIO), E(ENOPKG),
    E(ENOMEDIUM), E(EMEDIUMTYPE), E(ECANCELED), E(ENOKEY), E(EKEYEXPIRED),
    E(EKEYREVOKED), E(EKEYREJECTED), E(EOWNERDEAD), E(ENOTRECOVERABLE),
    E(ERFKILL), E(ENOTSUP),
};

static bool add(struct vm *vm, object *module, object *codes, const char *name,
                int number)
{
    object *text = str_intern(vm, name), *key = int_new(vm, number);
    bool ok = text && key && dict_set(vm, codes, key, text) &&
              module_add_int(vm, module, name, number);
    vm_release_maybe(vm, text);
    vm_release_maybe(vm, key);
    return ok;
}

bool errno_fill(struct vm *vm, object *module)
{
    object *codes = dict_new(vm);
    if (!codes || !module_add_steal(vm, module, "errorcode", codes))
        return false;
    for (size_t k = 0; k < sizeof errors / sizeof *errors; k++)
        if (!add(vm, module, codes, errors[k].name, errors[k].number))
            return false;
    return true;
}
