/*
 * array: what pickles are made of, and arrays made of pickles.
 *
 * A pickle has the bytes of the items and the number of their form, the
 * machine's that wrote it; bytes of another form are turned into this one's.
 * Neighbours: array_methods.c (the other methods), array.c (the type).
 */
#include "scripts/modules/array.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/dict.h"
#include "scripts/types/instance.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define METHOD(name)                                                           \
    object *name(struct vm *vm, object *self, object *const *args,             \
                 size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

enum { FORM_FLOAT = 14, FORM_UTF_16 = 18, FORM_UTF_32 = 20, FORM_END = 22 };

/* ---- making pickles ------------------------------------------------------ */

/* The numbers that pickles give to the machine's forms of items. */
static int machine_form(char code)
{
    static const struct {
        char code;
        int form;
    } forms[] = {{'b', 1},  {'B', 0},  {'u', 20}, {'h', 4},  {'H', 2},
                 {'i', 8},  {'I', 6},  {'l', 12}, {'L', 10}, {'q', 12},
                 {'Q', 10}, {'f', 14}, {'d', 16}};
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++)
        if (forms[k].code == code)
            return forms[k].form;
    return -1;
}

/* (array, (typecode, list), dict) */
static object *reduce_plain(struct vm *vm, object *self, object *dict)
{
    object *code = str_from_char(vm, (unsigned char)array_of(self)->code);
    object *list = code ? array_list(vm, self) : NULL;
    object *in = list ? tuple_pack(vm, 2, code, list) : NULL;
    object *r = in ? tuple_pack(vm, 3, type_as_object(vm_type_of(vm, self)),
                                in, dict)
                   : NULL;
    vm_release_maybe(vm, code);
    vm_release_maybe(vm, list);
    vm_release_maybe(vm, in);
    return r;
}

/* (_array_reconstructor, (array, typecode, form, bytes), dict) */
static object *reduce_bytes(struct vm *vm, object *self, object *dict)
{
    object *type = type_as_object(vm_type_of(vm, self));
    object *name = str_intern(vm, "array");
    object *module;
    object *make = NULL, *in = NULL, *r = NULL;
    if (name && dict_find(vm, vm->modules, name, &module) > 0)
        make = vm_getattr_str(vm, module, "_array_reconstructor");
    object *code = str_from_char(vm, (unsigned char)array_of(self)->code);
    object *form = int_new(vm, machine_form(array_of(self)->code));
    object *bytes = array_to_bytes(vm, self);
    if (code && form && bytes)
        in = tuple_pack(vm, 4, type, code, form, bytes);
    if (make && in)
        r = tuple_pack(vm, 3, make, in, dict);
    else if (!vm_pending(vm))
        vm_raise(vm, EXC_RUNTIME_ERROR, "the array module is gone");
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, make);
    vm_release_maybe(vm, code);
    vm_release_maybe(vm, form);
    vm_release_maybe(vm, bytes);
    vm_release_maybe(vm, in);
    return r;
}

METHOD(array_reduce_ex)
{
    object *dict = vm->none;
    ptrdiff_t protocol;
    UNUSED;
    if (!vm_int_argument(vm, args[0], &protocol))
        return NULL;
    if (instance_has_dict(vm, self) && !(dict = instance_dict_peek(vm, self)))
        return NULL;
    return protocol < 3 ? reduce_plain(vm, self, dict)
                        : reduce_bytes(vm, self, dict);
}

/* ---- reading them -------------------------------------------------------- */

static size_t form_size(ptrdiff_t form)
{
    static const unsigned char sizes[] = {1, 2, 2, 4, 4, 8, 8, 4, 8, 4, 4};
    return form < 2 ? 1 : sizes[form / 2];
}

/* The typecode for numbers of a form, the last one that has their size. */
static char form_code(ptrdiff_t form)
{
    static const char codes[FORM_UTF_16 + 1] = "BbHHhhIIiiQQqqffdd";
    return codes[form];
}

/* An array of the items that are the bytes of numbers of that form. */
static object *from_numbers(struct vm *vm, struct type_object *type, char code,
                            ptrdiff_t form, object *bytes)
{
    object *o = array_new(vm, type, code, 0);
    if (o && !array_append_raw(vm, o, bytes))
        heap_store(vm->heap, &o, NULL);
    if (o && form > 1 && (form & 1))
        array_swap_bytes(o);
    return o;
}

/* What array(code, items) makes; items are stolen. */
static object *converted(struct vm *vm, struct type_object *type, object *code,
                         object *items)
{
    object *const arguments[] = {code, items};
    object *o = items ? vm_call(vm, type_as_object(type), arguments, 2, NULL)
                      : NULL;
    vm_release_maybe(vm, items);
    return o;
}

static object *from_floats(struct vm *vm, struct type_object *type,
                           object *code, ptrdiff_t form, object *bytes)
{
    object *floats =
        from_numbers(vm, native_type(vm, &array_spec), form_code(form), form,
                     bytes);
    object *list = floats ? array_list(vm, floats) : NULL;
    vm_release_maybe(vm, floats);
    return converted(vm, type, code, list);
}

static object *from_text(struct vm *vm, struct type_object *type, object *code,
                         ptrdiff_t form, object *bytes)
{
    static const char *const encodings[] = {"utf-16-le", "utf-16-be",
                                            "utf-32-le", "utf-32-be"};
    object *decode = str_intern(vm, "decode");
    object *encoding = str_from(vm, encodings[form - FORM_UTF_16]);
    object *text = decode && encoding
                       ? vm_call_method(vm, bytes, decode, &encoding, 1)
                       : NULL;
    vm_release_maybe(vm, decode);
    vm_release_maybe(vm, encoding);
    return converted(vm, type, code, text);
}

static object *rebuild(struct vm *vm, struct type_object *type, object *code,
                       ptrdiff_t form, object *bytes)
{
    char wanted = (char)str_at(code, 0);
    if (form == machine_form(wanted))
        return from_numbers(vm, type, wanted, form, bytes);
    if ((size_t)vm_length(vm, bytes) % form_size(form) != 0)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "string length not a multiple of item size");
    if (form < FORM_FLOAT)
        return from_numbers(vm, type, form_code(form), form, bytes);
    return form < FORM_UTF_16 ? from_floats(vm, type, code, form, bytes)
                              : from_text(vm, type, code, form, bytes);
}

METHOD(array_reconstruct)
{
    ptrdiff_t form;
    (void)self, (void)kwnames;
    if (!args_between(vm, "_array_reconstructor", nargs, 4, 4) ||
        !vm_int_argument(vm, args[2], &form))
        return NULL;
    struct type_object *array = native_type(vm, &array_spec);
    if (!array)
        return NULL;
    bool is_type = vm_type_of(vm, args[0])->flags & TYPE_TYPE_SUBCLASS;
    if (is_type && !type_is_subtype(type_object_of(args[0]), array))
        return vm_raise(vm, EXC_TYPE_ERROR, "%s is not a subtype of %s",
                        type_name(type_object_of(args[0])), type_name(array));
    if (!is_type)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "first argument must be a type object, not %B",
                        args[0]);
    if (!vm_is(args[1], TYPE_STR) || str_length(args[1]) != 1 ||
        !array_code_size(str_at(args[1], 0)))
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "second argument must be a valid type code");
    if (form < 0 || form >= FORM_END)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "third argument must be a valid machine format code.");
    if (!bytes_check(vm, args[3]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "fourth argument should be bytes, not %T", args[3]);
    return rebuild(vm, type_object_of(args[0]), args[1], form, args[3]);
}
