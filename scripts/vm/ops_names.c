/*
 * Bodies of instructions: locals, names, cells.
 */
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/cache.h"
#include "scripts/vm/library_path.h"
#include "scripts/vm/loop.h"

/* ---- locals ------------------------------------------------------------------ */

static bool unbound_local(struct vm *vm, const struct vm_frame *f, uint16_t n)
{
    vm_raise(vm, EXC_UNBOUND_LOCAL_ERROR,
             "cannot access local variable '%U' where it is not associated "
             "with a value",
             f->code->localsplus_names[n]);
    return false;
}

bool op_CHECK_LOCAL(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    return f->regs[i->a] || unbound_local(vm, f, i->a);
}

bool op_DELETE_LOCAL(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    if (!f->regs[i->a])
        return unbound_local(vm, f, i->a);
    heap_store(vm->heap, &f->regs[i->a], NULL);
    return true;
}

bool op_CLEAR_LOCAL(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    heap_store(vm->heap, &f->regs[i->a], NULL);
    return true;
}

bool op_SWAP(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *a = f->regs[i->a];
    (void)vm;
    f->regs[i->a] = f->regs[i->b];
    f->regs[i->b] = a;
    return true;
}

/* ---- names ------------------------------------------------------------------- */

/* NameError with its name attribute set. */
static bool name_error(struct vm *vm, object *name, const char *format)
{
    object *exception;
    vm_raise(vm, EXC_NAME_ERROR, format, name);
    exception = vm_pending_take(vm);
    if (type_is_subtype(vm_type_of(vm, exception),
                        vm->exceptions[EXC_NAME_ERROR])) {
        struct attribute_error_object *e =
            (struct attribute_error_object *)exception;
        heap_store(vm->heap, &e->name, heap_retain(name));
    }
    vm_pending_restore(vm, exception);
    return false;
}

static bool not_defined(struct vm *vm, object *name)
{
    return name_error(vm, name, "name '%U' is not defined");
}

/* In any mapping: 1 found (*value new), 0 not there, -1 error. */
static int find_name(struct vm *vm, object *mapping, object *name,
                     object **value)
{
    int found;
    if (vm_is(mapping, TYPE_DICT)) {
        found = dict_find(vm, mapping, name, value);
        if (found > 0)
            heap_retain(*value);
        return found;
    }
    *value = vm_getitem(vm, mapping, name);
    if (*value)
        return 1;
    if (!vm_pending_is(vm, EXC_KEY_ERROR))
        return -1;
    vm_pending_clear(vm);
    return 0;
}

static bool load_global(struct vm *vm, struct vm_frame *f, uint16_t n,
                        object **value)
{
    object *name = f->code->names[n];
    int found = find_name(vm, f->globals, name, value);
    if (found == 0)
        found = find_name(vm, f->builtins, name, value);
    if (found == 0 && f->builtins == vm->builtins &&
        (*value = library_builtin(vm, name))) {
        heap_retain(*value);
        return true;
    }
    if (found == 0)
        return !vm_pending(vm) && not_defined(vm, name);
    return found > 0;
}

bool op_LOAD_GLOBAL(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    cache_global(vm, f, i, f->code->names[i->b]);
    return load_global(vm, f, i->b, &f->regs[i->a]);
}

bool op_LOAD_NAME(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *value;
    if (f->locals == f->globals)
        return op_LOAD_GLOBAL(vm, f, i);
    if (f->locals) {
        int found = find_name(vm, f->locals, f->code->names[i->b], &value);
        if (found < 0)
            return false;
        if (found) {
            f->regs[i->a] = value;
            return true;
        }
    }
    return load_global(vm, f, i->b, &f->regs[i->a]);
}

/* mapping[name] = the source a, consumed afterwards. */
static bool store_name(struct vm *vm, struct vm_frame *f,
                       const struct instr *i, object *mapping)
{
    object *value = take(f, i, OPERAND_A, i->a), *name = f->code->names[i->b];
    bool ok = vm_is(mapping, TYPE_DICT)
                  ? dict_set(vm, mapping, name, value)
                  : vm_setitem(vm, mapping, name, value);
    vm_release(vm, value);
    return ok;
}

bool op_STORE_NAME(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    if (!f->locals) {
        consume(vm, i, OPERAND_A, source(f, i, OPERAND_A, i->a));
        vm_raise(vm, EXC_SYSTEM_ERROR, "no locals found when storing %R",
                 f->code->names[i->b]);
        return false;
    }
    if (!store_name(vm, f, i, f->locals))
        return false;
    if (f->locals == f->globals)
        cache_global(vm, f, i, f->code->names[i->b]);
    return true;
}

bool op_STORE_GLOBAL(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    return store_name(vm, f, i, f->globals);
}

static bool delete_name(struct vm *vm, object *mapping, object *name)
{
    if (vm_is(mapping, TYPE_DICT)) {
        int deleted = dict_delete(vm, mapping, name);
        return deleted > 0 || (deleted == 0 && not_defined(vm, name));
    }
    if (vm_delitem(vm, mapping, name))
        return true;
    if (!vm_pending_is(vm, EXC_KEY_ERROR))
        return false;
    vm_pending_clear(vm);
    return not_defined(vm, name);
}

bool op_DELETE_NAME(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *mapping = f->locals ? f->locals : f->globals;
    return delete_name(vm, mapping, f->code->names[i->b]);
}

bool op_DELETE_GLOBAL(struct vm *vm, struct vm_frame *f,
                      const struct instr *i)
{
    return delete_name(vm, f->globals, f->code->names[i->b]);
}

/* ---- cells ------------------------------------------------------------------- */

bool op_MAKE_CELL(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *cell = cell_new(vm, f->regs[i->a]);
    if (!cell)
        return false;
    heap_store(vm->heap, &f->regs[i->a], cell);
    return true;
}

bool op_COPY_FREE_VARS(struct vm *vm, struct vm_frame *f,
                       const struct instr *i)
{
    object *closure = function_of(f->func)->closure;
    object **to = f->regs + f->code->localsplus_count - i->a;
    if (!closure || tuple_length(closure) != i->a) {
        vm_raise(vm, EXC_SYSTEM_ERROR, "code needs a closure of %d cells",
                 (int)i->a);
        return false;
    }
    for (uint16_t k = 0; k < i->a; k++)
        heap_store(vm->heap, &to[k], heap_retain(tuple_items(closure)[k]));
    return true;
}

bool op_LOAD_CLOSURE(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    (void)vm;
    f->regs[i->a] = heap_retain(f->regs[i->b]);
    return true;
}

static bool empty_cell(struct vm *vm, const struct vm_frame *f, uint16_t n)
{
    object *name = f->code->localsplus_names[n];
    if (!(f->code->localsplus_kinds[n] & LOCAL_FREE))
        return unbound_local(vm, f, n);
    return name_error(vm, name,
                      "cannot access free variable '%U' where it is not "
                      "associated with a value in enclosing scope");
}

bool op_LOAD_CELL(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *value = cell_of(f->regs[i->b])->value;
    if (!value)
        return empty_cell(vm, f, i->b);
    f->regs[i->a] = heap_retain(value);
    return true;
}

bool op_LOAD_CLASS_CELL(struct vm *vm, struct vm_frame *f,
                        const struct instr *i)
{
    object *name = f->code->localsplus_names[i->b], *value;
    int found = find_name(vm, f->locals, name, &value);
    if (found <= 0)
        return found == 0 && op_LOAD_CELL(vm, f, i);
    f->regs[i->a] = value;
    return true;
}

bool op_STORE_CELL(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *value = take(f, i, OPERAND_A, i->a);
    heap_store(vm->heap, &cell_of(f->regs[i->b])->value, value);
    return true;
}

bool op_DELETE_CELL(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object **value = &cell_of(f->regs[i->b])->value;
    if (!*value)
        return empty_cell(vm, f, i->b);
    heap_store(vm->heap, value, NULL);
    return true;
}
