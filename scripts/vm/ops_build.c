/*
 * Bodies of instructions: building, filling and taking apart containers and
 * text.
 */
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/list.h"
#include "scripts/types/range.h"
#include "scripts/types/set.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/loop.h"

static void release_run(struct vm *vm, object **items, size_t n)
{
    for (size_t k = 0; k < n; k++)
        vm_release(vm, items[k]);
}

/* ---- building ------------------------------------------------------------------- */

static bool built(struct vm_frame *f, const struct instr *i, object *result)
{
    f->regs[i->a] = result;
    return result != NULL;
}

bool op_BUILD_TUPLE(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    return built(f, i, tuple_from_steal(vm, f->regs + i->a, i->b));
}

bool op_BUILD_LIST(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    return built(f, i, list_from_steal(vm, f->regs + i->a, i->b));
}

bool op_BUILD_SET(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object **item = f->regs + i->a, *set = set_new(vm);
    bool ok = set != NULL;
    for (uint16_t k = 0; k < i->b; k++) {
        ok = ok && set_add(vm, set, item[k]);
        vm_release(vm, item[k]);
    }
    if (!ok)
        vm_release_maybe(vm, set);
    return built(f, i, ok ? set : NULL);
}

bool op_BUILD_MAP(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object **pair = f->regs + i->a, *dict = dict_new(vm);
    bool ok = dict != NULL;
    for (uint16_t k = 0; ok && k < i->b; k++)
        ok = dict_set(vm, dict, pair[2 * k], pair[2 * k + 1]);
    if (!ok)
        vm_release_maybe(vm, dict);
    release_run(vm, pair, 2 * (size_t)i->b);
    return built(f, i, ok ? dict : NULL);
}

bool op_BUILD_CONST_KEY_MAP(struct vm *vm, struct vm_frame *f,
                            const struct instr *i)
{
    object **value = f->regs + i->a, *dict = dict_new(vm);
    object **key = tuple_items(f->code->consts[i->c]);
    bool ok = dict != NULL;
    for (uint16_t k = 0; ok && k < i->b; k++)
        ok = dict_set(vm, dict, key[k], value[k]);
    if (!ok)
        vm_release_maybe(vm, dict);
    release_run(vm, value, i->b);
    return built(f, i, ok ? dict : NULL);
}

bool op_BUILD_STRING(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object **part = f->regs + i->a;
    object *text = str_join_array(vm, vm->empty_str, part, i->b);
    release_run(vm, part, i->b);
    return built(f, i, text);
}

bool op_BUILD_SLICE(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object **part = f->regs + i->a;
    object *slice =
        slice_new(vm, part[0], part[1], i->b == 3 ? part[2] : NULL);
    release_run(vm, part, i->b);
    return built(f, i, slice);
}

bool op_FORMAT_VALUE(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    static unary_fn *const conversions[] = {NULL, vm_str, vm_repr, vm_ascii};
    object *value = take(f, i, OPERAND_B, i->b), *text;
    object *spec = i->c & FORMAT_SPEC ? f->regs[i->b + 1] : NULL;
    unary_fn *convert = conversions[i->c & FORMAT_ASCII];
    if (convert) {
        text = convert(vm, value);
        vm_release(vm, value);
        value = text;
    }
    if (!value) {
        vm_release_maybe(vm, spec);
        return false;
    }
    if (!spec && vm_is(value, TYPE_STR))
        return built(f, i, value);
    text = vm_format(vm, value, spec);
    vm_release(vm, value);
    vm_release_maybe(vm, spec);
    return built(f, i, text);
}

/* ---- filling -------------------------------------------------------------------- */

bool op_LIST_APPEND(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *item = take(f, i, OPERAND_B, i->b);
    return list_append_steal(vm, f->regs[i->a], item);
}

bool op_SET_ADD(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *item = take(f, i, OPERAND_B, i->b);
    bool ok = set_add(vm, f->regs[i->a], item);
    vm_release(vm, item);
    return ok;
}

bool op_MAP_ADD(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *key = f->regs[i->b], *value = f->regs[i->b + 1];
    bool ok = dict_set(vm, f->regs[i->a], key, value);
    vm_release(vm, key);
    vm_release(vm, value);
    return ok;
}

static bool is_iterable(struct vm *vm, object *o)
{
    const struct type_slots *slots = &vm_type_of(vm, o)->slots;
    return slots->iter || slots->item;
}

bool op_LIST_EXTEND(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *o = take(f, i, OPERAND_B, i->b);
    bool ok = list_extend(vm, f->regs[i->a], o);
    if (!ok && vm_pending_is(vm, EXC_TYPE_ERROR) && !is_iterable(vm, o)) {
        vm_pending_clear(vm);
        vm_raise(vm, EXC_TYPE_ERROR,
                 "Value after * must be an iterable, not %T", o);
    }
    vm_release(vm, o);
    return ok;
}

bool op_SET_UPDATE(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *o = take(f, i, OPERAND_B, i->b);
    bool ok = set_update(vm, f->regs[i->a], o);
    vm_release(vm, o);
    return ok;
}

bool op_DICT_UPDATE(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *o = take(f, i, OPERAND_B, i->b);
    bool ok = dict_merge(vm, f->regs[i->a], o, 1);
    if (!ok && vm_pending_is(vm, EXC_ATTRIBUTE_ERROR)) {
        vm_pending_clear(vm);
        vm_raise(vm, EXC_TYPE_ERROR, "'%T' object is not a mapping", o);
    }
    vm_release(vm, o);
    return ok;
}

/* The words for a callable in errors: "name()", "module.name()". */
static object *call_text(struct vm *vm, object *callable)
{
    object *name, *module = NULL, *text = NULL;
    if (!vm_lookup_attr(vm, callable, vm->name[NAME_dunder_qualname], &name))
        return NULL;
    if (!name)
        return vm_str(vm, callable);
    if (!vm_lookup_attr(vm, callable, vm->name[NAME_dunder_module], &module))
        goto out;
    if (module && module != vm->none &&
        !(vm_is(module, TYPE_STR) && str_equal_ascii(module, "builtins")))
        text = str_format(vm, "%S.%S()", module, name);
    else
        text = str_format(vm, "%S()", name);
out:
    vm_release(vm, name);
    vm_release_maybe(vm, module);
    return text;
}

/* The name in the KeyError of a keyword given twice; borrowed, or NULL. */
static object *repeated_key(struct vm *vm)
{
    object *exception = vm->thread->pending, *args;
    if (!vm_pending_is(vm, EXC_KEY_ERROR))
        return NULL;
    args = exception_of(exception)->args;
    return args && tuple_length(args) == 1 ? tuple_items(args)[0] : NULL;
}

static void merge_error(struct vm *vm, object *callable, object *o)
{
    bool not_mapping = vm_pending_is(vm, EXC_ATTRIBUTE_ERROR);
    object *key = heap_retain_maybe(repeated_key(vm)), *text;
    if (!not_mapping && !key)
        return;
    vm_pending_clear(vm);
    text = call_text(vm, callable);
    if (text && not_mapping)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%U argument after ** must be a mapping, not %T", text, o);
    else if (text)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%U got multiple values for keyword argument '%S'", text,
                 key);
    vm_release_maybe(vm, text);
    vm_release_maybe(vm, key);
}

bool op_DICT_MERGE(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *o = take(f, i, OPERAND_B, i->b);
    bool ok = dict_merge(vm, f->regs[i->a], o, 2);
    if (!ok)
        merge_error(vm, f->regs[i->c], o);
    vm_release(vm, o);
    return ok;
}

bool op_LIST_TO_TUPLE(struct vm *vm, struct vm_frame *f,
                      const struct instr *i)
{
    object *list = f->regs[i->a], *tuple = list_to_tuple(vm, list);
    vm_release(vm, list);
    return built(f, i, tuple);
}

bool op_CALL_EX(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object **r = f->regs + i->a, *callable = r[0], *args = r[2];
    object *kwargs = i->b ? r[3] : NULL, *result = NULL, *text;
    if (vm_is(args, TYPE_TUPLE)) {
        heap_retain(args);
    } else if (is_iterable(vm, args)) {
        args = vm_tuple_from(vm, args);
    } else if ((text = call_text(vm, callable))) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%U argument after * must be an iterable, not %T", text,
                 args);
        vm_release(vm, text);
        args = NULL;
    } else {
        args = NULL;
    }
    if (args) {
        heap_store(vm->heap, &r[2], args);
        result = vm_call_ex(vm, callable, args, kwargs);
    }
    vm_release(vm, callable);
    vm_release(vm, r[2]);
    vm_release_maybe(vm, kwargs);
    return built(f, i, result);
}

/* ---- taking apart ---------------------------------------------------------------- */

static bool too_few(struct vm *vm, const struct instr *i, bool starred,
                    size_t got)
{
    vm_raise(vm, EXC_VALUE_ERROR,
             "not enough values to unpack (expected %s%d, got %zu)",
             starred ? "at least " : "",
             (int)i->b + (starred ? (int)i->c : 0), got);
    return false;
}

static bool too_many(struct vm *vm, const struct instr *i)
{
    vm_raise(vm, EXC_VALUE_ERROR, "too many values to unpack (expected %d)",
             (int)i->b);
    return false;
}

/* n items of an array, the first into the topmost register. */
static void spread(object **top, object *const *items, size_t n)
{
    for (size_t k = 0; k < n; k++)
        *--top = heap_retain(items[k]);
}

/* Takes n items of an iterator; *top goes down past what was taken. */
static bool unpack_some(struct vm *vm, object *iterator, object ***top,
                        const struct instr *i, bool starred)
{
    for (uint16_t k = 0; k < i->b; k++) {
        object *item = vm_next(vm, iterator);
        if (!item)
            return !vm_pending(vm) && too_few(vm, i, starred, k);
        *--*top = item;
    }
    return true;
}

static object *unpack_iterator(struct vm *vm, object *o)
{
    object *iterator = vm_iter(vm, o);
    if (!iterator && vm_pending_is(vm, EXC_TYPE_ERROR) &&
        !is_iterable(vm, o)) {
        vm_pending_clear(vm);
        vm_raise(vm, EXC_TYPE_ERROR, "cannot unpack non-iterable %T object",
                 o);
    }
    return iterator;
}

static bool at_end(struct vm *vm, object *iterator, const struct instr *i)
{
    object *more = vm_next(vm, iterator);
    if (more) {
        vm_release(vm, more);
        return too_many(vm, i);
    }
    return !vm_pending(vm);
}

static bool unpack_any(struct vm *vm, object *o, object **top,
                       const struct instr *i)
{
    object *iterator = unpack_iterator(vm, o), **low = top;
    bool ok = iterator && unpack_some(vm, iterator, &low, i, false) &&
              at_end(vm, iterator, i);
    if (!ok)
        release_run(vm, low, (size_t)(top - low));
    vm_release_maybe(vm, iterator);
    return ok;
}

bool op_UNPACK_SEQUENCE(struct vm *vm, struct vm_frame *f,
                        const struct instr *i)
{
    object *o = f->regs[i->a], **top = f->regs + i->a + i->b;
    bool ok, tuple = vm_is(o, TYPE_TUPLE);
    if (tuple || vm_is(o, TYPE_LIST)) {
        size_t n = tuple ? tuple_length(o) : list_length(o);
        ok = n == i->b || (n < i->b ? too_few(vm, i, false, n)
                                    : too_many(vm, i));
        if (ok)
            spread(top, tuple ? tuple_items(o) : list_items(o), n);
    } else {
        ok = unpack_any(vm, o, top, i);
    }
    vm_release(vm, o);
    return ok;
}

/* Moves the last n items of a list into the registers below top. */
static bool split_end(struct vm *vm, object *list, object **top,
                      const struct instr *i)
{
    size_t length = list_length(list), n = i->c;
    if (length < n)
        return too_few(vm, i, true, i->b + length);
    if (n == 0) /* an empty list has no items to count from */
        return true;
    spread(top, list_items(list) + length - n, n);
    return list_set_slice(vm, list, length - n, length, NULL);
}

bool op_UNPACK_EX(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *o = f->regs[i->a], *list = NULL;
    object **top = f->regs + i->a + i->b + 1 + i->c, **low = top;
    object *iterator = unpack_iterator(vm, o);
    bool ok = iterator && unpack_some(vm, iterator, &low, i, true) &&
              (list = vm_list_from(vm, iterator));
    if (ok) {
        *--low = list;
        ok = split_end(vm, list, low, i);
    }
    if (!ok)
        release_run(vm, low, (size_t)(top - low));
    vm_release_maybe(vm, iterator);
    vm_release(vm, o);
    return ok;
}
