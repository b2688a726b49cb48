/*
 * faulthandler: where the script is, told to a file.
 *
 * That nothing is told when the interpreter itself dies is why enable() and
 * what waits for signals and clocks are refused.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/modules.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/code.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"
#include "scripts/vm/thread.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

enum { FRAMES_MAX = 100, TEXT_MAX = 500 };

/* ---- the text -------------------------------------------------------------- */

/* Text in ASCII, cut after TEXT_MAX characters. */
static void add_text(struct str_builder *b, object *text)
{
    size_t length = str_length(text);
    for (size_t i = 0; i < length && i < TEXT_MAX; i++) {
        char escape[16];
        uint32_t c = str_at(text, i);
        snprintf(escape, sizeof escape,
                 c < 0x80      ? "%c"
                 : c < 0x100   ? "\\x%02x"
                 : c < 0x10000 ? "\\u%04x"
                               : "\\U%08x",
                 (unsigned)c);
        str_builder_ascii(b, escape);
    }
    if (length > TEXT_MAX)
        str_builder_ascii(b, "...");
}

static void add_frame(struct str_builder *b, const struct vm_frame *frame)
{
    char line[32];
    snprintf(line, sizeof line, "\", line %d in ", vm_frame_line(frame));
    str_builder_ascii(b, "  File \"");
    add_text(b, frame->code->filename);
    str_builder_ascii(b, line);
    add_text(b, frame->code->name);
    str_builder_ascii(b, "\n");
}

static void add_stack(struct str_builder *b, const struct vm *vm)
{
    const struct vm_frame *frame = vm->thread->frame;
    int count = 0;
    if (!frame)
        str_builder_ascii(b, "  <no Python frame>\n");
    for (; frame && count < FRAMES_MAX; frame = frame->back, count++)
        add_frame(b, frame);
    if (frame)
        str_builder_ascii(b, "  ...\n");
}

/* The number of this thread; false: pending. */
static bool read_ident(struct vm *vm, uint64_t *out)
{
    int64_t n = 0;
    object *name = str_intern(vm, "_thread");
    object *module = name ? import_module(vm, name) : NULL;
    object *get = module ? vm_getattr_str(vm, module, "get_ident") : NULL;
    object *ident = get ? vm_call0(vm, get) : NULL;
    bool ok = ident && vm_is(ident, TYPE_INT) && int_as_i64(vm, ident, &n);
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, module);
    vm_release_maybe(vm, get);
    vm_release_maybe(vm, ident);
    *out = (uint64_t)n;
    return ok;
}

static object *describe(struct vm *vm, bool all)
{
    struct str_builder b;
    uint64_t ident = 0;
    char head[80] = "Stack (most recent call first):\n";
    if (all && !read_ident(vm, &ident))
        return NULL;
    if (all)
        snprintf(head, sizeof head,
                 "Current thread 0x%016llx (most recent call first):\n",
                 (unsigned long long)ident);
    str_builder_init(&b, vm);
    str_builder_ascii(&b, head);
    add_stack(&b, vm);
    return str_builder_finish(&b);
}

/* ---- the file -------------------------------------------------------------- */

static bool check_descriptor(struct vm *vm, int64_t fd)
{
    if (fd < 0)
        vm_raise(vm, EXC_VALUE_ERROR, "file is not a valid file descripter");
    return fd >= 0;
}

/* The descriptor of a file, flushed; by default sys.stderr's. */
static bool read_descriptor(struct vm *vm, object *file, int64_t *fd)
{
    if (!file || file == vm->none)
        file = sys_get_peek(vm, NAME_stderr);
    if (!file || file == vm->none) {
        vm_raise(vm, EXC_RUNTIME_ERROR, file ? "sys.stderr is None"
                                             : "unable to get sys.stderr");
        return false;
    }
    if (vm_type_of(vm, file)->flags & TYPE_INT_SUBCLASS)
        return int_as_i64(vm, file, fd) && check_descriptor(vm, *fd);
    object *name = str_intern(vm, "fileno"), *flush = str_intern(vm, "flush");
    object *n = name && flush ? vm_call_method(vm, file, name, NULL, 0) : NULL;
    bool ok = n && vm_is(n, TYPE_INT) && int_as_i64(vm, n, fd);
    if (n && !vm_pending(vm) && (!ok || *fd < 0)) {
        vm_raise(vm, EXC_RUNTIME_ERROR,
                 "file.fileno() is not a valid file descriptor");
        ok = false;
    }
    object *flushed = ok ? vm_call_method(vm, file, flush, NULL, 0) : NULL;
    if (ok && !flushed)
        vm_pending_clear(vm);
    vm_release_maybe(vm, flushed);
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, flush);
    vm_release_maybe(vm, n);
    return ok;
}

FUNCTION(dump_traceback)
{
    static const char *const names[] = {"file", "all_threads", NULL};
    static const struct arg_spec spec = {"dump_traceback", names, 0, 2, 0};
    object *in[2];
    int64_t fd;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    int all = in[1] ? vm_truth(vm, in[1]) : 1;
    if (all < 0 || !read_descriptor(vm, in[0], &fd))
        return NULL;
    object *text = describe(vm, all);
    char *bytes = text ? str_dup_utf8(vm, text) : NULL;
    if (bytes)
        vm->host->write(vm->host->arg, (int)fd, bytes, strlen(bytes));
    free(bytes);
    vm_release_maybe(vm, text);
    return bytes ? vm_none(vm) : NULL;
}

/* ---- what is refused -------------------------------------------------------- */

FUNCTION(refused)
{
    UNUSED;
    return vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
                    "tracebacks are told when a script asks for them only");
}

FUNCTION(no)
{
    UNUSED;
    return vm_bool(vm, false);
}

FUNCTION(cancel)
{
    UNUSED;
    return vm_none(vm);
}

static const struct method_def functions[] = {
    {"dump_traceback", dump_traceback, METHOD_KEYWORDS,
     "dump_traceback(file=sys.stderr, all_threads=True):\n"
     "Tell where the script is."},
    {"is_enabled", no, METHOD_NOARGS, "is_enabled()->bool"},
    {"disable", no, METHOD_NOARGS, "disable(): there is nothing to disable"},
    {"cancel_dump_traceback_later", cancel, METHOD_NOARGS,
     "cancel_dump_traceback_later():\nThere is none."},
    {"enable", refused, METHOD_KEYWORDS, "Not there yet."},
    {"dump_traceback_later", refused, METHOD_KEYWORDS, "Not there yet."},
    {"register", refused, METHOD_KEYWORDS, "Not there yet."},
    {"unregister", no, METHOD_ONE, "unregister(signum) -> bool"},
    {NULL, NULL, 0, NULL},
};

bool faulthandler_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions);
}
