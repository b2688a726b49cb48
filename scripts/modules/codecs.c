/*
 * _codecs: the registry.  Its state is three objects of the vm: the list of
 * search functions, the dict of what they found, the dict of error handlers.
 */
#include "scripts/modules/codecs.h"

#include <stdlib.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/codec.h"
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)

static const char searches_key, cache_key, errors_key;

/* The object kept at key, made at first; borrowed. */
static object *kept(struct vm *vm, const char *key,
                    object *(*make)(struct vm *))
{
    object **slot = native_slot(vm, key);
    if (slot && !*slot) {
        object *o = make(vm);
        slot = native_slot(vm, key);
        if (slot)
            heap_store(vm->heap, slot, o);
        else
            vm_release_maybe(vm, o);
    }
    return slot ? *slot : NULL;
}

static object *new_list(struct vm *vm)
{
    return list_new(vm, 0);
}

static object *searches(struct vm *vm)
{
    return kept(vm, &searches_key, new_list);
}

static object *cache(struct vm *vm)
{
    return kept(vm, &cache_key, dict_new);
}

static object *handlers(struct vm *vm)
{
    return kept(vm, &errors_key, codecs_errors);
}

/* ---- arguments, results ---- */

object *codecs_pair_steal(struct vm *vm, object *o, size_t number)
{
    object *n = o ? int_new_u64(vm, number) : NULL;
    object *r = n ? tuple_pack(vm, 2, o, n) : NULL;
    vm_release_maybe(vm, o);
    vm_release_maybe(vm, n);
    return r;
}

bool codecs_arguments(struct vm *vm, const char *name, object *const *args,
                      size_t nargs, size_t most, object **errors)
{
    *errors = NULL;
    if (!args_between(vm, name, nargs, 1, most))
        return false;
    if (nargs < 2 || args[1] == vm->none)
        return true;
    *errors = args[1];
    if (str_check(vm, args[1]))
        return true;
    vm_raise(vm, EXC_TYPE_ERROR,
             "%s() argument 2 must be str or None, not %B", name, args[1]);
    return false;
}

/* ---- lookup ---- */

/* Small letters; what is no letter, digit or dot is one underscore. */
static object *normalized(struct vm *vm, object *encoding)
{
    struct str_builder b;
    bool gap = false;
    str_builder_init(&b, vm);
    for (size_t i = 0; i < str_length(encoding); i++) {
        uint32_t c = str_at(encoding, i);
        bool letter = (c | 32) - 'a' < 26, digit = c - '0' < 10;
        if (!letter && !digit && c != '.') {
            gap = true;
            continue;
        }
        if (gap && b.length)
            str_builder_char(&b, '_');
        gap = false;
        str_builder_char(&b, letter ? c | 32 : c);
    }
    object *name = str_builder_finish(&b);
    if (name)
        str_intern_in_place(vm, &name);
    return name;
}

static bool import_encodings(struct vm *vm)
{
    object *name = str_intern(vm, "encodings");
    object *module = name ? import_module(vm, name) : NULL;
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, module);
    return module;
}

/* What the first search function that knows the name gives; NULL with nothing
 * pending: none does. */
static object *search(struct vm *vm, object *name)
{
    object *list = searches(vm);
    if (list && !list_length(list) && !import_encodings(vm))
        return NULL;
    for (size_t i = 0; list && i < list_length(list); i++) {
        object *function = heap_retain(list_items(list)[i]);
        object *found = vm_call1(vm, function, name);
        vm_release(vm, function);
        if (!found)
            return NULL;
        if (vm_type_of(vm, found)->flags & TYPE_TUPLE_SUBCLASS &&
            tuple_length(found) == 4)
            return found;
        bool none = found == vm->none;
        vm_release(vm, found);
        if (!none)
            return vm_raise(vm, EXC_TYPE_ERROR,
                            "codec search functions must return 4-tuples");
    }
    return NULL;
}

object *codecs_lookup(struct vm *vm, object *encoding)
{
    object *name = normalized(vm, encoding), *known = cache(vm);
    object *found =
        name && known ? dict_get_str_peek(vm, known, name) : NULL;
    if (found) {
        heap_retain(found);
    } else if (name && known) {
        found = search(vm, name);
        if (!found && !vm_pending(vm))
            vm_raise(vm, EXC_LOOKUP_ERROR, "unknown encoding: %U", encoding);
        if (found && !dict_set(vm, known, name, found))
            heap_store(vm->heap, &found, NULL);
    }
    vm_release_maybe(vm, name);
    return found;
}

object *codecs_handler(struct vm *vm, object *name)
{
    object *known = handlers(vm);
    object *strict = name ? NULL : str_intern(vm, "strict");
    object *wanted = name ? name : strict;
    object *found =
        known && wanted ? dict_get_str_peek(vm, known, wanted) : NULL;
    if (found)
        heap_retain(found);
    else if (known && wanted)
        vm_raise(vm, EXC_LOOKUP_ERROR, "unknown error handler name '%U'",
                 wanted);
    vm_release_maybe(vm, strict);
    return found;
}

/* ---- coding by the registry ---- */

/* The first of the pair that a coder gives for o. */
static object *run_coder(struct vm *vm, object *coder, object *o,
                         object *errors, bool encoding)
{
    object *pair = errors ? vm_call2(vm, coder, o, errors)
                          : vm_call1(vm, coder, o);
    if (!pair)
        return NULL;
    object *r = NULL;
    if (vm_type_of(vm, pair)->flags & TYPE_TUPLE_SUBCLASS &&
        tuple_length(pair) == 2)
        r = heap_retain(tuple_items(pair)[0]);
    else
        vm_raise(vm, EXC_TYPE_ERROR, "%s must return a tuple (object, integer)",
                 encoding ? "encoder" : "decoder");
    vm_release(vm, pair);
    return r;
}

/* Has the exception nothing but one text, so that another can say more? */
static bool is_plain(struct vm *vm, object *e)
{
    const struct exception_object *x = exception_of(e);
    size_t plain = vm->exceptions[EXC_EXCEPTION]->layout.size;
    return vm_type_of(vm, e)->layout.size == plain && !x->dict && x->args &&
           (tuple_length(x->args) == 0 ||
            (tuple_length(x->args) == 1 &&
             str_check(vm, tuple_items(x->args)[0])));
}

/* Puts the codec's name before the text of the pending exception. */
static void name_codec(struct vm *vm, object *encoding, bool encoding_)
{
    object *e = vm_pending_take(vm);
    object *text =
        is_plain(vm, e)
            ? str_format(vm, "%s with '%U' codec failed (%s: %S)",
                         encoding_ ? "encoding" : "decoding", encoding,
                         type_name_of(vm, e), e)
            : NULL;
    object *r = text ? vm_call1(vm, type_as_object(vm_type_of(vm, e)), text)
                     : NULL;
    vm_release_maybe(vm, text);
    if (!r) {
        vm_pending_clear(vm);
        vm_pending_restore(vm, e);
        return;
    }
    bool other = vm_type_of(vm, r)->flags & TYPE_EXCEPTION_SUBCLASS && r != e;
    if (!other) {
        vm_release(vm, r);
        r = heap_retain(e);
    } else {
        exception_of(r)->suppress_context = true;
        heap_store(vm->heap, &exception_of(r)->cause, heap_retain(e));
        heap_store(vm->heap, &exception_of(r)->context, heap_retain(e));
    }
    vm_release(vm, e);
    vm_pending_restore(vm, r);
}

static object *code_by(struct vm *vm, object *info, object *o, object *errors,
                       object *encoding, bool encoding_)
{
    object *coder = heap_retain(tuple_items(info)[encoding_ ? 0 : 1]);
    object *r = run_coder(vm, coder, o, errors, encoding_);
    vm_release(vm, coder);
    if (!r)
        name_codec(vm, encoding, encoding_);
    return r;
}

/* Is the codec one between text and bytes? */
static bool is_text_codec(struct vm *vm, object *info, object *encoding,
                          bool encoding_)
{
    object *flag = NULL;
    if (vm_is(info, TYPE_TUPLE))
        return true;
    object *name = str_intern(vm, "_is_text_encoding");
    bool ok = name && vm_lookup_attr(vm, info, name, &flag);
    vm_release_maybe(vm, name);
    int truth = ok && flag ? vm_truth(vm, flag) : 1;
    vm_release_maybe(vm, flag);
    if (ok && truth == 0)
        vm_raise(vm, EXC_LOOKUP_ERROR,
                 "'%U' is not a text encoding; use codecs.%s() to handle "
                 "arbitrary codecs",
                 encoding, encoding_ ? "encode" : "decode");
    return ok && truth > 0;
}

object *codecs_text(struct vm *vm, object *o, object *encoding, object *errors,
                    bool encoding_)
{
    object *info = codecs_lookup(vm, encoding), *r = NULL;
    if (info && is_text_codec(vm, info, encoding, encoding_))
        r = code_by(vm, info, o, errors, encoding, encoding_);
    vm_release_maybe(vm, info);
    bool right = !r || (encoding_ ? bytes_check(vm, r) : str_check(vm, r));
    if (!right) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "'%U' %s returned '%T' instead of '%s'; use codecs.%s() to "
                 "%s to arbitrary types",
                 encoding, encoding_ ? "encoder" : "decoder", r,
                 encoding_ ? "bytes" : "str", encoding_ ? "encode" : "decode",
                 encoding_ ? "encode" : "decode");
        heap_store(vm->heap, &r, NULL);
    }
    return r;
}

/* ---- functions ---- */

FUNCTION(register_)
{
    (void)self, (void)nargs, (void)kwnames;
    object *list = searches(vm);
    if (!vm_callable(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR, "argument must be callable");
    return list && list_append(vm, list, args[0]) ? vm_none(vm) : NULL;
}

FUNCTION(unregister)
{
    (void)self, (void)nargs, (void)kwnames;
    object *list = searches(vm), *known = cache(vm);
    for (size_t i = 0; list && i < list_length(list); i++)
        if (list_items(list)[i] == args[0]) {
            dict_clear(vm, known);
            return list_set_slice(vm, list, i, i + 1, NULL) ? vm_none(vm)
                                                            : NULL;
        }
    return list && known ? vm_none(vm) : NULL;
}

FUNCTION(lookup)
{
    (void)self, (void)nargs, (void)kwnames;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "lookup() argument must be str, not %B", args[0]);
    return codecs_lookup(vm, args[0]);
}

static object *code(struct vm *vm, const char *name, object *const *args,
                    size_t nargs, object *kwnames, bool encoding)
{
    static const char *const names[] = {"obj", "encoding", "errors", NULL};
    const struct arg_spec spec = {name, names, 0, 3, 1};
    object *out[3];
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return NULL;
    for (int i = 1; i < 3; i++)
        if (out[i] && !str_check(vm, out[i]))
            return vm_raise(vm, EXC_TYPE_ERROR,
                            "%s() argument '%s' must be str, not %B", name,
                            names[i], out[i]);
    object *utf8 = str_intern(vm, "utf-8");
    object *info =
        utf8 ? codecs_lookup(vm, out[1] ? out[1] : utf8) : NULL;
    object *r = info ? code_by(vm, info, out[0], out[2],
                               out[1] ? out[1] : utf8, encoding)
                     : NULL;
    vm_release_maybe(vm, utf8);
    vm_release_maybe(vm, info);
    return r;
}

FUNCTION(encode)
{
    (void)self;
    return code(vm, "encode", args, nargs, kwnames, true);
}

FUNCTION(decode)
{
    (void)self;
    return code(vm, "decode", args, nargs, kwnames, false);
}

FUNCTION(register_error)
{
    (void)self, (void)kwnames;
    object *known = handlers(vm);
    if (!known || !args_between(vm, "register_error", nargs, 2, 2))
        return NULL;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "register_error() argument 1 must be str, not %B",
                        args[0]);
    if (!vm_callable(vm, args[1]))
        return vm_raise(vm, EXC_TYPE_ERROR, "handler must be callable");
    return dict_set(vm, known, args[0], args[1]) ? vm_none(vm) : NULL;
}

FUNCTION(lookup_error)
{
    (void)self, (void)nargs, (void)kwnames;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "lookup_error() argument must be str, not %B",
                        args[0]);
    return codecs_handler(vm, args[0]);
}

static const struct method_def functions[] = {
    {"register", register_, METHOD_ONE,
     "register($module, search_function, /)\n--\n\n"
     "Adds a function that finds encodings."},
    {"unregister", unregister, METHOD_ONE,
     "unregister($module, search_function, /)\n--\n\n"
     "Removes a function that finds encodings, and what was found."},
    {"lookup", lookup, METHOD_ONE,
     "lookup($module, encoding, /)\n--\n\nWhat is known of an encoding."},
    {"encode", encode, METHOD_KEYWORDS,
     "encode($module, /, obj, encoding='utf-8', errors='strict')\n--\n\n"
     "obj encoded by the registry."},
    {"decode", decode, METHOD_KEYWORDS,
     "decode($module, /, obj, encoding='utf-8', errors='strict')\n--\n\n"
     "obj decoded by the registry."},
    {"register_error", register_error, METHOD_ARGS,
     "register_error($module, errors, handler, /)\n--\n\n"
     "Names a way to handle errors."},
    {"lookup_error", lookup_error, METHOD_ONE,
     "lookup_error($module, name, /)\n--\n\n"
     "The handler of that name, or LookupError."},
    {NULL, NULL, 0, NULL},
};

bool codecs_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions) &&
           module_add_functions(vm, module, codecs_coders) &&
           module_add_functions(vm, module, codecs_escapes) &&
           module_add_functions(vm, module, codecs_charmaps) &&
           module_add_functions(vm, module, codecs_utf7);
}
