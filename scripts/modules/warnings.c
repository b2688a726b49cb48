/*
 * _warnings: warn and warn_explicit.
 *
 * warnings_filter.c decides; this file finds the place that a warning is about,
 * and shows it, by warnings._showwarnmsg once that module is imported.
 */
#include "scripts/modules/warnings.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/import.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

static bool is_warning(struct vm *vm, object *o)
{
    return type_is_subtype(vm_type_of(vm, o), vm->exceptions[EXC_WARNING]);
}

/* ---- showing -------------------------------------------------------------------- */

/* A line of a file without its indentation, new; NULL: none, nothing pending. */
static object *line_of_file(struct vm *vm, object *file, int64_t line)
{
    char *bytes;
    size_t size;
    if (!source_read(vm, file, &bytes, &size)) {
        vm_pending_clear(vm);
        return NULL;
    }
    const char *at = bytes, *end = bytes + size;
    for (int64_t k = 1; at && k < line; k++) {
        at = memchr(at, '\n', (size_t)(end - at));
        at = at ? at + 1 : NULL;
    }
    object *text = NULL;
    if (at && at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        stop -= stop > at && stop[-1] == '\r';
        while (at < stop && strchr(" \t\f", *at))
            at++;
        text = str_new(vm, at, (size_t)(stop - at));
    }
    free(bytes);
    vm_pending_clear(vm);
    return text;
}

static object *stripped(struct vm *vm, object *line)
{
    char *text = str_dup_utf8(vm, line);
    object *r = text ? str_from(vm, text + strspn(text, " \t\f")) : NULL;
    free(text);
    return r;
}

/* "file:line: Category: text", and the source line below it. */
static bool show_plainly(struct vm *vm, const struct warning *w, object *text)
{
    object *line = w->source_line ? stripped(vm, w->source_line)
                                  : line_of_file(vm, w->file, w->line);
    object *name =
        vm_getattr(vm, w->category, vm->name[NAME_dunder_name]);
    object *out =
        name ? str_format(vm, line ? "%U:%zd: %S: %S\n  %U\n"
                                   : "%U:%zd: %S: %S\n",
                          w->file, (ptrdiff_t)w->line, name, text, line)
             : NULL;
    if (out)
        sys_write_stderr(vm, out);
    vm_release_maybe(vm, line);
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, out);
    return out;
}

/* warnings.WarningMessage(...), new. */
static object *make_message(struct vm *vm, const struct warning *w)
{
    object *cls, *line;
    if (!warnings_attribute(vm, "WarningMessage", false, &cls))
        return NULL;
    if (!cls)
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "unable to get warnings.WarningMessage");
    line = int_new(vm, w->line);
    object *args[] = {w->message, w->category, w->file, line,
                      vm->none,   vm->none,    w->source ? w->source : vm->none};
    object *r = line ? vm_call(vm, cls, args, 7, NULL) : NULL;
    vm_release(vm, cls);
    vm_release_maybe(vm, line);
    return r;
}

static bool show(struct vm *vm, const struct warning *w, object *text)
{
    object *fn;
    if (!warnings_attribute(vm, "_showwarnmsg", w->source != NULL, &fn))
        return false;
    if (!fn)
        return show_plainly(vm, w, text);
    object *r = NULL, *message = NULL;
    if (!vm_callable(vm, fn))
        vm_raise(vm, EXC_TYPE_ERROR,
                 "warnings._showwarnmsg() must be set to a callable");
    else
        message = make_message(vm, w);
    if (message)
        r = vm_call1(vm, fn, message);
    vm_release(vm, fn);
    vm_release_maybe(vm, message);
    vm_release_maybe(vm, r);
    return r;
}

/* ---- one warning ------------------------------------------------------------------ */

static bool says(object *action, const char *word)
{
    return str_equal_ascii(action, word);
}

/* Once for a text and category, whatever the line: 1 seen, 0, -1. */
static int seen_text(struct vm *vm, object *registry, object *text,
                     object *category)
{
    object *key = tuple_pack(vm, 2, text, category);
    int seen = key ? warnings_seen(vm, registry, key, true) : -1;
    vm_release_maybe(vm, key);
    return seen;
}

/* The registry of all that is to be shown once; new. */
static object *once_registry(struct vm *vm)
{
    object *registry;
    if (!warnings_attribute(vm, "onceregistry", false, &registry))
        return NULL;
    if (!registry && (registry = warnings_state(vm, WARNING_ONCE)))
        heap_retain(registry);
    if (!registry || vm_type_of(vm, registry)->flags & TYPE_DICT_SUBCLASS)
        return registry;
    vm_raise(vm, EXC_TYPE_ERROR,
             "_warnings.onceregistry must be a dict, not '%T'", registry);
    vm_release(vm, registry);
    return NULL;
}

/* Is it one that was shown?  Marks it as such.  1, 0, -1. */
static int note(struct vm *vm, object *registry, object *key, object *text,
                object *category, object *action, object *row)
{
    bool own = registry && registry != vm->none;
    if (says(action, "always"))
        return 0;
    if (own && !dict_set(vm, registry, key, vm->true_))
        return -1;
    if (says(action, "once")) {
        object *r = own ? heap_retain(registry) : once_registry(vm);
        int seen = r ? seen_text(vm, r, text, category) : -1;
        vm_release_maybe(vm, r);
        return seen;
    }
    if (says(action, "module"))
        return own ? seen_text(vm, registry, text, category) : 0;
    if (says(action, "default"))
        return 0;
    vm_raise(vm, EXC_RUNTIME_ERROR,
             "Unrecognized action (%R) in warnings.filters:\n %R", action,
             row == action ? vm->none : row);
    return -1;
}

/* w with category, message and module all there. */
static bool decide(struct vm *vm, const struct warning *w, object *text,
                   object *key)
{
    object *row;
    bool own = w->registry && w->registry != vm->none, ok = false;
    int seen = own ? warnings_seen(vm, w->registry, key, false) : 0;
    if (seen)
        return seen > 0;
    object *action = warnings_action(vm, w, text, w->module, &row);
    if (action && says(action, "error")) {
        vm_raise_steal(vm, heap_retain(w->message));
    } else if (action && says(action, "ignore")) {
        ok = true;
    } else if (action) {
        seen = note(vm, w->registry, key, text, w->category, action, row);
        ok = seen == 1 || (seen == 0 && show(vm, w, text));
    }
    vm_release_maybe(vm, row);
    return ok;
}

static object *module_of_file(struct vm *vm, object *file)
{
    size_t n = str_length(file);
    if (n == 0)
        return str_from(vm, "<unknown>");
    object *end = n >= 3 ? str_slice(vm, file, n - 3, n) : NULL;
    bool python = end && str_equal_ascii(end, ".py");
    vm_release_maybe(vm, end);
    return vm_pending(vm) ? NULL
           : python       ? str_slice(vm, file, 0, n - 3)
                          : heap_retain(file);
}

bool warnings_explicit(struct vm *vm, const struct warning *w)
{
    if (w->module == vm->none)
        return true;
    if (w->registry && w->registry != vm->none &&
        !(vm_type_of(vm, w->registry)->flags & TYPE_DICT_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR, "'registry' must be a dict or None");
        return false;
    }
    struct warning whole = *w;
    bool instance = is_warning(vm, w->message), ok = false;
    object *line = NULL, *key = NULL;
    object *text =
        instance ? vm_str(vm, w->message) : heap_retain(w->message);
    if (instance)
        whole.category = type_as_object(vm_type_of(vm, w->message));
    whole.source = w->source == vm->none ? NULL : w->source;
    whole.module =
        w->module ? heap_retain(w->module) : module_of_file(vm, w->file);
    whole.message = !text || !whole.module ? NULL
                    : instance ? heap_retain(w->message)
                               : vm_call1(vm, whole.category, text);
    if (whole.message && (line = int_new(vm, w->line)))
        key = tuple_pack(vm, 3, text, whole.category, line);
    if (key)
        ok = decide(vm, &whole, text, key);
    vm_release_maybe(vm, text);
    vm_release_maybe(vm, line);
    vm_release_maybe(vm, key);
    vm_release_maybe(vm, whole.module);
    vm_release_maybe(vm, whole.message);
    return ok;
}

/* ---- the place ---------------------------------------------------------------------- */

static bool contains_text(struct vm *vm, object *text, const char *part)
{
    char *bytes = str_dup_utf8(vm, text);
    bool found = bytes && strstr(bytes, part);
    free(bytes);
    vm_pending_clear(vm);
    return found;
}

static bool is_of_importing(struct vm *vm, const struct vm_frame *f)
{
    return f && contains_text(vm, f->code->filename, "importlib") &&
           contains_text(vm, f->code->filename, "_bootstrap");
}

static struct vm_frame *frame_of_level(struct vm *vm, ptrdiff_t level)
{
    struct vm_frame *f = frame_up(vm, 0);
    bool all = level <= 0 || is_of_importing(vm, f);
    while (--level > 0 && f) {
        f = f->back;
        while (!all && f && is_of_importing(vm, f))
            f = f->back;
    }
    return f;
}

/* globals["__warningregistry__"], made when it is missing; new. */
static object *registry_of(struct vm *vm, object *globals)
{
    object *registry, *name = str_intern(vm, "__warningregistry__");
    int found = name ? dict_find(vm, globals, name, &registry) : -1;
    if (found > 0)
        heap_retain(registry);
    else if (found == 0 && (registry = dict_new(vm)) &&
             !dict_set(vm, globals, name, registry))
        heap_store(vm->heap, &registry, NULL);
    vm_release_maybe(vm, name);
    return found < 0 ? NULL : registry;
}

static object *module_of(struct vm *vm, object *globals)
{
    object *name =
        dict_get_str_peek(vm, globals, vm->name[NAME_dunder_name]);
    return name && (name == vm->none || vm_is(name, TYPE_STR))
               ? heap_retain(name)
               : str_from(vm, "<string>");
}

bool warnings_warn(struct vm *vm, object *category, object *message,
                   ptrdiff_t level, object *source)
{
    struct vm_frame *f = frame_of_level(vm, level);
    if (!f && !vm->sys) /* the vm is going */
        return true;
    object *globals = heap_retain(f ? f->globals : vm->sys);
    struct warning w = {
        .category = category,
        .message = message,
        .file = f ? heap_retain(f->code->filename) : str_from(vm, "sys"),
        .line = f ? f->code->positions[frame_instr(f)].line : 1,
        .source = source,
    };
    bool ok = false;
    if (w.file && (w.registry = registry_of(vm, globals)) &&
        (w.module = module_of(vm, globals)))
        ok = warnings_explicit(vm, &w);
    vm_release_maybe(vm, w.file);
    vm_release_maybe(vm, w.registry);
    vm_release_maybe(vm, w.module);
    vm_release(vm, globals);
    return ok;
}

bool warnings_deprecated_steal(struct vm *vm, object *message)
{
    object *category =
        type_as_object(vm->exceptions[EXC_DEPRECATION_WARNING]);
    bool ok = message && warnings_warn(vm, category, message, 1, NULL);
    vm_release_maybe(vm, message);
    return ok;
}

bool warnings_subclass_steal(struct vm *vm, object *message, const char *base)
{
    object *text =
        message ? str_format(vm,
                             "%U.  The ability to return an instance of a "
                             "strict subclass of %s is deprecated, and may "
                             "be removed in a future version of Python.",
                             message, base)
                : NULL;
    vm_release_maybe(vm, message);
    return warnings_deprecated_steal(vm, text);
}

bool warnings_unawaited(struct vm *vm, object *coroutine, object *qualname)
{
    object *fn;
    bool warned = false;
    if (warnings_attribute(vm, "_warn_unawaited_coroutine", true, &fn) && fn) {
        object *r = vm_call1(vm, fn, coroutine);
        warned = r || vm_pending_is(vm, EXC_RUNTIME_WARNING);
        vm_release(vm, fn);
        vm_release_maybe(vm, r);
    }
    if (warned)
        return !vm_pending(vm);
    if (vm_pending(vm))
        vm_unraisable(vm, coroutine);
    object *text =
        str_format(vm, "coroutine '%U' was never awaited", qualname);
    object *category = type_as_object(vm->exceptions[EXC_RUNTIME_WARNING]);
    bool ok = text && warnings_warn(vm, category, text, 1, NULL);
    vm_release_maybe(vm, text);
    return ok;
}

/* ---- what scripts call ------------------------------------------------------------- */

/* The category of message as given, borrowed; NULL: pending. */
static object *category_of(struct vm *vm, object *message, object *category)
{
    if (is_warning(vm, message))
        return type_as_object(vm_type_of(vm, message));
    if (!category || category == vm->none)
        return type_as_object(vm->exceptions[EXC_USER_WARNING]);
    bool cls = vm_type_of(vm, category)->flags & TYPE_TYPE_SUBCLASS;
    if (cls && type_is_subtype(type_object_of(category),
                               vm->exceptions[EXC_WARNING]))
        return category;
    return vm_raise(vm, EXC_TYPE_ERROR,
                    "category must be a Warning subclass, not '%T'", category);
}

FUNCTION(warn)
{
    static const char *const names[] = {"message", "category", "stacklevel",
                                        "source", NULL};
    static const struct arg_spec spec = {"warn", names, 0, 4, 1};
    object *out[4];
    ptrdiff_t level = 1;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        (out[2] && !native_ssize(vm, out[2], &level)))
        return NULL;
    object *category = category_of(vm, out[0], out[1]);
    return category && warnings_warn(vm, category, out[0], level, out[3])
               ? vm_none(vm)
               : NULL;
}

/* The line that the module's loader has for it: *line new or NULL. */
static bool line_of_loader(struct vm *vm, object *globals, int64_t number,
                           object **line)
{
    object *name = dict_get_str_peek(vm, globals, vm->name[NAME_dunder_name]);
    object *loader = dict_get_c_peek(vm, globals, "__loader__"), *fn = NULL;
    object *key = str_intern(vm, "get_source");
    bool ok = key && (!loader || !name || vm_lookup_attr(vm, loader, key, &fn));
    vm_release_maybe(vm, key);
    object *source = fn ? vm_call1(vm, fn, name) : NULL;
    object *lines = NULL;
    if (source && source != vm->none && (key = str_intern(vm, "splitlines"))) {
        lines = vm_call_method(vm, source, key, NULL, 0);
        vm_release(vm, key);
    }
    object *at = lines ? int_new(vm, number - 1) : NULL;
    *line = at ? vm_getitem(vm, lines, at) : NULL;
    vm_release_maybe(vm, fn);
    vm_release_maybe(vm, source);
    vm_release_maybe(vm, lines);
    vm_release_maybe(vm, at);
    return ok && !vm_pending(vm);
}

FUNCTION(warn_explicit)
{
    static const char *const names[] = {
        "message", "category", "filename",       "lineno", "module",
        "registry", "module_globals", "source", NULL};
    static const struct arg_spec spec = {"warn_explicit", names, 0, 8, 4};
    object *out[8];
    ptrdiff_t line;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !native_ssize(vm, out[3], &line))
        return NULL;
    if (!vm_is(out[2], TYPE_STR))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "warn_explicit() argument 3 must be str, not %T",
                        out[2]);
    struct warning w = {
        .category = out[1],
        .message = out[0],
        .file = out[2],
        .line = line,
        .module = out[4],
        .registry = out[5],
        .source = out[7],
    };
    if (out[6] && out[6] != vm->none) {
        if (!(vm_type_of(vm, out[6])->flags & TYPE_DICT_SUBCLASS))
            return vm_raise(vm, EXC_TYPE_ERROR,
                            "module_globals must be a dict, not '%T'", out[6]);
        if (!line_of_loader(vm, out[6], line, &w.source_line))
            return NULL;
    }
    bool ok = warnings_explicit(vm, &w);
    vm_release_maybe(vm, w.source_line);
    return ok ? vm_none(vm) : NULL;
}

FUNCTION(filters_mutated)
{
    UNUSED;
    warnings_filters_mutated(vm);
    return vm_pending(vm) ? NULL : vm_none(vm);
}

bool warnings_fill(struct vm *vm, object *module)
{
    static const struct method_def functions[] = {
        {"warn", warn, METHOD_KEYWORDS,
         "warn($module, /, message, category=None, stacklevel=1, source=None)\n"
         "--\n\nIssue a warning, or maybe ignore it or raise an exception."},
        {"warn_explicit", warn_explicit, METHOD_KEYWORDS,
         "Low-level interface to warnings functionality."},
        {"_filters_mutated", filters_mutated, METHOD_NOARGS, NULL},
        {NULL, NULL, 0, NULL},
    };
    static const char *const names[] = {"filters", "_defaultaction",
                                        "_onceregistry"};
    for (int i = 0; i < 3; i++) {
        object *state = warnings_state(vm, (enum warning_state)i);
        if (!module_add_steal(vm, module, names[i],
                              state ? heap_retain(state) : NULL))
            return false;
    }
    return module_add_functions(vm, module, functions);
}
