/*
 * Calls of classes, of objects with a script's __call__ and of functions with
 * a spread, as far as their callee runs in the loop.
 *
 * The callee can see CPython's counts.  A tuple of the arguments holds each
 * once more where CPython gathers them: in calls of what is no function.  An
 * array of all, self too, holds them again while a callee with keywords runs,
 * for which CPython spreads the dict it had made.
 */
#include "scripts/vm/then.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/types/descriptor.h"
#include "scripts/types/dict.h"
#include "scripts/types/list.h"
#include "scripts/types/slots_script.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/cache.h"
#include "scripts/vm/call.h"
#include "scripts/vm/gather.h"

#define FEW_ARGUMENTS 16

/* The names of an OP_CALL's keywords, or NULL. */
static object *names_of(const struct vm_frame *f, const struct instr *i)
{
    return i->c ? f->code->consts[i->c - 1] : NULL;
}

static void hold(object *const *items, size_t n)
{
    for (size_t k = 0; k < n; k++)
        heap_retain(items[k]);
}

static void let_go(struct vm *vm, object *const *items, size_t n)
{
    for (size_t k = 0; k < n; k++)
        vm_release(vm, items[k]);
}

/* ---- classes and objects ----------------------------------------------------- */

/* How many arguments the tuple has that the call of r[0] leaves nothing of: an
 * exception keeps it, which is made where that is. */
static size_t passed_count(const object *callable, size_t positional)
{
    return vm_is(callable, TYPE_TYPE) &&
                   type_object_of((object *)callable)->flags &
                       TYPE_EXCEPTION_SUBCLASS
               ? 0
               : positional;
}

static size_t named_count(const struct vm_frame *f, const struct instr *i)
{
    object *names = names_of(f, i);
    return names ? tuple_length(names) : 0;
}

/* Ends a call of r[0] with the instruction's arguments: gives back what held
 * them. */
static void end_gathered(struct vm *vm, struct vm_frame *f,
                         const struct instr *i, object *result)
{
    object **r = f->regs + i->a;
    size_t n = i->b, named = named_count(f, i);
    let_go(vm, r + 2, n);
    gather_end(vm, passed_count(r[0], n - named), named);
    vm_leave(vm);
    vm_release(vm, r[0]);
    let_go(vm, r + 2, n);
    r[0] = result;
}

/* Begins one; false: too deep, and all it consumes is released. */
static bool begin_gathered(struct vm *vm, struct vm_frame *f,
                           const struct instr *i)
{
    object **r = f->regs + i->a;
    size_t n = i->b, named = named_count(f, i);
    if (!vm_enter(vm, " while calling a Python object")) {
        let_go(vm, r + 2, n);
        vm_release(vm, r[0]);
        return false;
    }
    gather_begin(vm, passed_count(r[0], n - named), named);
    hold(r + 2, n);
    return true;
}

/* What a call with keywords holds besides its frame: an array of all, and the
 * tuple of the names that CPython takes from the dict. */
static void let_go_special(struct vm *vm, object *first, object **r, size_t n,
                           object *names)
{
    if (!names)
        return;
    let_go(vm, &first, 1);
    let_go(vm, r + 2, n);
    gather_end(vm, tuple_length(names), 0);
}

/* The frame of function(first, *arguments), all of them borrowed; NULL: an
 * exception.  The keywords' holds last until let_go_special(). */
static struct vm_frame *push_special(struct vm *vm, object *function,
                                     object *first, object **r, size_t n,
                                     object *names, enum frame_then then)
{
    object *few[FEW_ARGUMENTS + 1];
    object **owned = n <= FEW_ARGUMENTS ? few : malloc((n + 1) * sizeof *few);
    struct vm_frame *callee;
    if (!owned) {
        vm_raise_no_memory(vm);
        return NULL;
    }
    owned[0] = first;
    memcpy(owned + 1, r + 2, n * sizeof *owned);
    for (int times = names ? 2 : 1; times > 0; times--)
        hold(owned, n + 1);
    if (names)
        gather_begin(vm, tuple_length(names), 0);
    callee = call_push(vm, heap_retain(function), owned, n + 1, names, false);
    if (owned != few)
        free(owned);
    if (callee) {
        callee->then = then;
    } else {
        let_go_special(vm, first, r, n, names);
    }
    return callee;
}

/* The script function of that name that the class has, or NULL. */
static object *function_peek(struct vm *vm, struct type_object *type,
                             enum vm_name name)
{
    object *found = type_lookup_peek(vm, type, vm->name[name]);
    if (found && name == NAME_dunder_new && vm_is(found, TYPE_STATICMETHOD))
        found = staticmethod_function(found);
    return found && vm_is(found, TYPE_FUNCTION) ? found : NULL;
}

static object *init_of(struct vm *vm, struct type_object *type)
{
    return type->slots.init == script_init
               ? function_peek(vm, type, NAME_dunder_init)
               : NULL;
}

/* The instance is there (stolen): to its __init__. */
static enum then_go initialize(struct vm *vm, struct vm_frame *f,
                               const struct instr *i, object *self)
{
    object **r = f->regs + i->a, *names = names_of(f, i), *init;
    struct type_object *made = vm_type_of(vm, self);
    size_t n = i->b, named = names ? tuple_length(names) : 0;
    bool ok = true;
    if (type_is_subtype(made, type_object_of(r[0]))) {
        init = init_of(vm, made);
        if (init && push_special(vm, init, self, r, n, names, THEN_INIT)) {
            r[1] = self;
            return GO_ENTER;
        }
        ok = !init && (!made->slots.init ||
                       made->slots.init(vm, self, r + 2, n - named, names));
    }
    if (!ok)
        vm_release(vm, self);
    end_gathered(vm, f, i, ok ? self : NULL);
    return ok ? GO_NEXT : GO_ERROR;
}

/* The frame that initialize() pushed.  NULL: the call has failed; it cannot
 * have ended, for its class has a script's __init__. */
static struct vm_frame *initialized(struct vm *vm, enum then_go go)
{
    return go == GO_ENTER ? vm->thread->frame : NULL;
}

/* To the __init__ of a new instance (stolen, or NULL: an exception). */
static struct vm_frame *to_init(struct vm *vm, struct vm_frame *f,
                                const struct instr *i, object *self)
{
    if (self && init_of(vm, vm_type_of(vm, self)))
        return initialized(vm, initialize(vm, f, i, self));
    if (self) /* gone while the instance was made */
        vm_raise(vm, EXC_TYPE_ERROR, "%s.__init__ has changed",
                 type_name_of(vm, self));
    vm_release_maybe(vm, self);
    end_gathered(vm, f, i, NULL);
    return NULL;
}

struct vm_frame *then_class(struct vm *vm, struct vm_frame *f,
                            const struct instr *i, object *names)
{
    object **r = f->regs + i->a, *self, *make;
    struct type_object *type = type_object_of(r[0]);
    size_t n = i->b, named = names ? tuple_length(names) : 0;
    struct vm_frame *callee;
    bool scripted = type->slots.new_ == script_new;
    make = scripted ? function_peek(vm, type, NAME_dunder_new) : NULL;
    if (r[1] || !type->slots.new_ || (scripted ? !make : !init_of(vm, type)))
        return NULL;
    if (!begin_gathered(vm, f, i))
        return NULL;
    if (make) {
        callee = push_special(vm, make, r[0], r, n, names, THEN_NEW);
        if (!callee)
            end_gathered(vm, f, i, NULL);
        return callee;
    }
    cache_class(vm, f->code, i, type, init_of(vm, type));
    self = type->slots.new_(vm, type, r + 2, n - named, names);
    return to_init(vm, f, i, self);
}

struct vm_frame *then_made(struct vm *vm, struct vm_frame *f,
                           const struct instr *i, object *self)
{
    if (begin_gathered(vm, f, i))
        return to_init(vm, f, i, self);
    vm_release_maybe(vm, self);
    return NULL;
}

enum then_go then_new(struct vm *vm, struct vm_frame *f,
                      const struct instr *i, object *result, bool ended)
{
    object **r = f->regs + i->a;
    (void)ended;
    let_go_special(vm, r[0], r, i->b, names_of(f, i));
    if (result)
        return initialize(vm, f, i, result);
    end_gathered(vm, f, i, NULL);
    return GO_ERROR;
}

enum then_go then_init(struct vm *vm, struct vm_frame *f,
                       const struct instr *i, object *result, bool ended)
{
    object **r = f->regs + i->a, *self = r[1];
    bool ok = result && result == vm->none;
    (void)ended;
    let_go_special(vm, self, r, i->b, names_of(f, i));
    if (result && !ok)
        vm_raise(vm, EXC_TYPE_ERROR, "__init__() should return None, not '%T'",
                 result);
    vm_release_maybe(vm, result);
    if (!ok) {
        vm_release(vm, self);
        self = NULL;
    }
    end_gathered(vm, f, i, self);
    return ok ? GO_NEXT : GO_ERROR;
}

struct vm_frame *then_call_object(struct vm *vm, struct vm_frame *f,
                                  const struct instr *i, object *names)
{
    object **r = f->regs + i->a, *function;
    struct type_object *type = vm_type_of(vm, r[0]);
    struct vm_frame *callee;
    if (r[1] || type->slots.call != script_call ||
        !(function = function_peek(vm, type, NAME_dunder_call)) ||
        !begin_gathered(vm, f, i))
        return NULL;
    callee = push_special(vm, function, r[0], r, i->b, names, THEN_OBJECT);
    if (!callee)
        end_gathered(vm, f, i, NULL);
    return callee;
}

enum then_go then_object(struct vm *vm, struct vm_frame *f,
                         const struct instr *i, object *result, bool ended)
{
    object **r = f->regs + i->a;
    (void)ended;
    let_go_special(vm, r[0], r, i->b, names_of(f, i));
    end_gathered(vm, f, i, result);
    return result ? GO_NEXT : GO_ERROR;
}

/* ---- calls with a spread ------------------------------------------------------ */

/* What a call with keywords holds until it has ended; in the register of
 * self, which such a call has no other use for and nobody looks at. */
struct spread {
    object *names;
    size_t count;
    object *held[];
};

/* Makes a list a tuple; false: it is something else, or no memory is left,
 * which the usual way will find out again. */
static bool is_spread(struct vm *vm, object **args)
{
    object *tuple;
    if (vm_is(*args, TYPE_TUPLE))
        return true;
    if (!vm_is(*args, TYPE_LIST))
        return false;
    if (!(tuple = list_to_tuple(vm, *args))) {
        vm_pending_clear(vm);
        return false;
    }
    heap_store(vm->heap, args, tuple);
    return true;
}

/* Holds the arguments: those of the tuple, then the dict's values.  NULL: an
 * exception, or no memory. */
static struct spread *spread_all(struct vm *vm, object *args, object *kwargs)
{
    size_t n = tuple_length(args), count = n + dict_length(kwargs);
    struct spread *s = malloc(sizeof *s + count * sizeof *s->held);
    if (!s) {
        vm_raise_no_memory(vm);
        return NULL;
    }
    s->count = count;
    s->names = call_spread_keywords(vm, kwargs, s->held + n);
    if (!s->names) {
        free(s);
        return NULL;
    }
    memcpy(s->held, tuple_items(args), n * sizeof *s->held);
    hold(s->held, n);
    return s;
}

static void spread_free(struct vm *vm, struct spread *s)
{
    let_go(vm, s->held, s->count);
    vm_release(vm, s->names);
    free(s);
}

/* Pushes func's frame with the arguments borrowed; NULL: an exception. */
static struct vm_frame *push_spread(struct vm *vm, object *func, object *self,
                                    object *const *args, size_t n,
                                    object *names)
{
    object *few[FEW_ARGUMENTS + 1], **owned = few;
    size_t from = self != NULL;
    struct vm_frame *callee;
    if (n > FEW_ARGUMENTS && !(owned = malloc((n + 1) * sizeof *owned))) {
        vm_raise_no_memory(vm);
        return NULL;
    }
    owned[0] = self;
    if (n)
        memcpy(owned + from, args, n * sizeof *owned);
    hold(owned, n + from);
    callee = call_push(vm, heap_retain(func), owned, n + from, names, false);
    if (owned != few)
        free(owned);
    return callee;
}

struct vm_frame *then_call_ex(struct vm *vm, struct vm_frame *f,
                              const struct instr *i)
{
    object **r = f->regs + i->a, *func = r[0], *self = NULL;
    struct spread *s = NULL;
    struct vm_frame *callee = NULL;
    if (vm_is(func, TYPE_METHOD)) {
        self = method_of(func)->self;
        func = method_of(func)->func;
    }
    if (!vm_is(func, TYPE_FUNCTION) || !is_spread(vm, &r[2]))
        return NULL;
    r[1] = NULL;
    if (i->b && dict_length(r[3])) {
        s = spread_all(vm, r[2], r[3]);
        r[1] = (object *)(void *)s;
        if (s)
            callee = push_spread(vm, func, self, s->held, s->count, s->names);
    } else {
        callee = push_spread(vm, func, self, tuple_items(r[2]),
                             tuple_length(r[2]), NULL);
    }
    if (callee)
        callee->then = THEN_CALL_EX;
    else
        then_spread(vm, f, i, NULL, true);
    return callee;
}

enum then_go then_spread(struct vm *vm, struct vm_frame *f,
                         const struct instr *i, object *result, bool ended)
{
    object **r = f->regs + i->a;
    (void)ended;
    if (r[1])
        spread_free(vm, (struct spread *)(void *)r[1]);
    vm_release(vm, r[0]);
    vm_release(vm, r[2]);
    if (i->b)
        vm_release_maybe(vm, r[3]);
    r[0] = result;
    return result ? GO_NEXT : GO_ERROR;
}
