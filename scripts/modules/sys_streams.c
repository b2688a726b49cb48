/*
 * sys.stdin, stdout and stderr: text over buffered bytes over a descriptor
 * that is not closed with them; None where there is no descriptor.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/io.h"
#include "scripts/modules/sys.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct stream_plan {
    int fd;
    const char *names[2], *title;
    bool writes;
};

/* How text is coded: from PYTHONIOENCODING, else as the locale has it. */
struct coding {
    char *given; /* malloc'ed, what encoding and errors point into */
    const char *encoding, *errors;
};

/* Python takes these for locales that nobody has chosen. */
static bool is_plain_locale(const char *name)
{
    static const char *const plain[] = {"",        "C",      "POSIX",
                                        "C.UTF-8", "C.utf8", "UTF-8"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (!strcmp(name, plain[i]))
            return true;
    return false;
}

static bool has_plain_locale(const struct vm *vm)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < 3; i++) {
        char *text = vm_environment(vm, names[i]);
        bool set = text && *text, plain = set && is_plain_locale(text);
        free(text);
        if (set)
            return plain;
    }
    return true;
}

static struct coding choose(const struct vm *vm)
{
    bool ignored = vm->options.settings.ignore_environment;
    bool lenient = vm->options.settings.utf8_mode > 0 || has_plain_locale(vm);
    struct coding c = {NULL, "utf-8", lenient ? "surrogateescape" : "strict"};
    c.given = ignored ? NULL : vm_environment(vm, "PYTHONIOENCODING");
    if (!c.given)
        return c;
    char *colon = strchr(c.given, ':');
    if (colon)
        *colon++ = '\0';
    if (*c.given)
        c.encoding = c.given;
    if (*c.given || (colon && *colon))
        c.errors = colon && *colon ? colon : "strict";
    return c;
}

static bool set(struct vm *vm, object *o, const char *name, const char *value)
{
    object *key = str_intern(vm, name), *text = str_from(vm, value);
    bool ok = key && text && vm_setattr(vm, o, key, text);
    vm_release_maybe(vm, key);
    vm_release_maybe(vm, text);
    return ok;
}

static object *raw_stream(struct vm *vm, const struct stream_plan *p)
{
    object *args[3] = {int_new(vm, p->fd),
                       str_from(vm, p->writes ? "wb" : "rb"),
                       vm_bool(vm, false)};
    object *type = type_as_object(io_type(vm, &io_file_spec));
    object *raw =
        args[0] && args[1] ? vm_call(vm, type, args, 3, NULL) : NULL;
    for (int i = 0; i < 3; i++)
        vm_release_maybe(vm, args[i]);
    if (raw && !set(vm, raw, "name", p->title))
        heap_store(vm->heap, &raw, NULL);
    return raw;
}

static object *buffered(struct vm *vm, object *raw, bool writes)
{
    if (writes && vm->options.settings.unbuffered)
        return heap_retain(raw);
    const struct type_spec *spec = writes ? &io_writer_spec : &io_reader_spec;
    object *size = vm_getattr_str(vm, raw, "_blksize");
    object *type = type_as_object(io_type(vm, spec));
    object *r = size ? vm_call2(vm, type, raw, size) : NULL;
    vm_release_maybe(vm, size);
    return r;
}

static object *text_over(struct vm *vm, object *buffer,
                         const struct stream_plan *p, const struct coding *c)
{
    bool unbuffered = p->writes && vm->options.settings.unbuffered;
    bool lines = !unbuffered &&
                 (p->fd == 2 || vm->host->isatty(vm->host->arg, p->fd) > 0);
    object *args[6] = {
        buffer,
        str_from(vm, c->encoding),
        str_from(vm, p->fd == 2 ? "backslashreplace" : c->errors),
        vm->latin1['\n'],
        lines ? vm->true_ : vm->false_,
        unbuffered ? vm->true_ : vm->false_,
    };
    object *type = type_as_object(io_type(vm, &io_wrapper_spec));
    object *text =
        args[1] && args[2] ? vm_call(vm, type, args, 6, NULL) : NULL;
    vm_release_maybe(vm, args[1]);
    vm_release_maybe(vm, args[2]);
    if (text && !set(vm, text, "mode", p->writes ? "w" : "r"))
        heap_store(vm->heap, &text, NULL);
    return text;
}

static object *stream(struct vm *vm, const struct stream_plan *p,
                      const struct coding *c)
{
    struct host_stat stat;
    if (vm->host->fstat(vm->host->arg, p->fd, &stat) == -EBADF)
        return vm_none(vm);
    object *raw = raw_stream(vm, p);
    object *buffer = raw ? buffered(vm, raw, p->writes) : NULL;
    object *text = buffer ? text_over(vm, buffer, p, c) : NULL;
    vm_release_maybe(vm, raw);
    vm_release_maybe(vm, buffer);
    return text;
}

bool sys_add_streams(struct vm *vm, object *module)
{
    static const struct stream_plan plans[] = {
        {0, {"__stdin__", "stdin"}, "<stdin>", false},
        {1, {"__stdout__", "stdout"}, "<stdout>", true},
        {2, {"__stderr__", "stderr"}, "<stderr>", true},
    };
    struct coding coding = choose(vm);
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof plans / sizeof *plans; i++) {
        object *file = stream(vm, &plans[i], &coding);
        for (int n = 0; n < 2; n++)
            ok = ok && file &&
                 dict_set_c(vm, module_dict(module), plans[i].names[n], file);
        vm_release_maybe(vm, file);
    }
    free(coding.given);
    return ok;
}
