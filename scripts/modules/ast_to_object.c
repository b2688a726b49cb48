/*
 * _ast: the tree that the parser made, as objects of scripts.
 *
 * Trees may be deeper than any C stack, so what is under way is a stack of
 * frames; the object of each is made before its children, as in CPython.
 */
#include <limits.h>
#include <stdlib.h>

#include "scripts/compile/compile.h"
#include "scripts/modules/ast_module.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

/* CPython's figure: how many nodes may nest for each call that may. */
enum { NODES_PER_CALL = 3 };

struct frame {
    const struct ast_node *node;
    object *self; /* owned */
    object *list; /* owned: of the field under way, or NULL */
    int field;    /* the one under way */
    int next;     /* in list */
};

struct maker {
    struct vm *vm;
    object **parts;
    struct frame *frames;
    size_t count, room;
    size_t deepest; /* count allowed */
};

/* ---- what is plain ------------------------------------------------------- */

static object *text_of(struct vm *vm, const char *text)
{
    return text ? str_intern(vm, text) : vm_none(vm);
}

/* The object of a field that is neither a list nor a node. */
static object *plain(struct maker *m, const struct ast_field_info *f,
                     const void *at)
{
    switch (f->type_id) {
    case AST_TYPE_identifier:
    case AST_TYPE_string:
        return text_of(m->vm, *(const char *const *)at);
    case AST_TYPE_int:
        return int_new(m->vm, *(const int *)at);
    case AST_TYPE_constant:
        return compile_literal(m->vm, at);
    default:
        return heap_retain(
            m->parts[AST_PART_SINGLES + *(const enum ast_value *)at]);
    }
}

/* Item k of a list of names or operators; NULL at its end, or pending. */
static object *plain_item(struct maker *m, const struct ast_field_info *f,
                          const void *at, int k)
{
    const struct ast_names *names = at;
    const struct ast_cmpops *ops = at;
    if (f->type_id == AST_TYPE_identifier)
        return k < names->count ? text_of(m->vm, names->items[k]) : NULL;
    return k < ops->count
               ? heap_retain(m->parts[AST_PART_SINGLES + ops->items[k]])
               : NULL;
}

/* ---- frames -------------------------------------------------------------- */

static bool grow(struct maker *m)
{
    size_t room = m->room ? m->room * 2 : 32;
    struct frame *frames = realloc(m->frames, room * sizeof *frames);
    if (!frames) {
        vm_raise_no_memory(m->vm);
        return false;
    }
    m->frames = frames;
    m->room = room;
    return true;
}

/* Starts the object of a node. */
static bool enter(struct maker *m, const struct ast_node *node)
{
    if (m->count >= m->deepest) {
        vm_raise(m->vm, EXC_RECURSION_ERROR,
                 "maximum recursion depth exceeded during ast construction");
        return false;
    }
    if (m->count == m->room && !grow(m))
        return false;
    object *cls = m->parts[AST_PART_KINDS + node->kind];
    object *self = type_alloc(m->vm, type_object_of(cls), 0);
    if (self)
        m->frames[m->count++] = (struct frame){node, self, NULL, 0, 0};
    return self;
}

/* self.name = value, which is stolen. */
static bool set(struct maker *m, object *self, object *name, object *value)
{
    bool ok = value && vm_setattr(m->vm, self, name, value);
    vm_release_maybe(m->vm, value);
    return ok;
}

static bool set_places(struct maker *m, const struct ast_node *node,
                       object *self)
{
    object **names = tuple_items(m->parts[AST_PART_PLACES]);
    int values[4] = {node->line, node->col, node->end_line, node->end_col};
    if (!ast_kinds[node->kind].placed)
        return true;
    for (int k = 0; k < 4; k++)
        if (!set(m, self, names[k], int_new(m->vm, values[k])))
            return false;
    return true;
}

/* Hands the value (stolen) of the field under way, or of an item of it, to the
 * frame on top. */
static bool receive(struct maker *m, object *value)
{
    struct frame *f = &m->frames[m->count - 1];
    object *names = m->parts[AST_PART_FIELDS + f->node->kind];
    if (f->list)
        return value && list_append_steal(m->vm, f->list, value);
    return set(m, f->self, tuple_items(names)[f->field++], value);
}

/* The object on top is complete. */
static object *leave(struct maker *m)
{
    object *self = m->frames[--m->count].self;
    if (set_places(m, m->frames[m->count].node, self))
        return self;
    vm_release(m->vm, self);
    return NULL;
}

/* The list under way is complete. */
static bool end_list(struct maker *m)
{
    struct frame *f = &m->frames[m->count - 1];
    object *list = f->list;
    f->list = NULL;
    f->next = 0;
    return receive(m, list);
}

static bool next_item(struct maker *m, const struct ast_field_info *f,
                      const void *at)
{
    struct frame *top = &m->frames[m->count - 1];
    int k = top->next++;
    if (!ast_is_node_type(f->type_id)) {
        object *item = plain_item(m, f, at, k);
        if (!item)
            return !vm_pending(m->vm) && end_list(m);
        return receive(m, item);
    }
    const struct ast_nodes *nodes = at;
    if (k >= nodes->count)
        return end_list(m);
    return nodes->items[k] ? enter(m, nodes->items[k])
                           : receive(m, vm_none(m->vm));
}

/* One step of the frame on top; f is its field under way. */
static bool step(struct maker *m, const struct ast_field_info *f)
{
    struct frame *top = &m->frames[m->count - 1];
    const char *at = (const char *)top->node + f->offset;
    if (f->arity == AST_FIELD_SEQ) {
        if (!top->list && !(top->list = list_new(m->vm, 0)))
            return false;
        return next_item(m, f, at);
    }
    if (!ast_is_node_type(f->type_id))
        return receive(m, plain(m, f, at));
    const struct ast_node *child = *(struct ast_node *const *)at;
    return child ? enter(m, child) : receive(m, vm_none(m->vm));
}

static object *run(struct maker *m)
{
    for (;;) {
        struct frame *top = &m->frames[m->count - 1];
        const struct ast_field_info *f =
            &ast_fields(top->node->kind)[top->field];
        if (f->name) {
            if (!step(m, f))
                return NULL;
            continue;
        }
        object *self = leave(m);
        if (!m->count || !self)
            return self;
        if (!receive(m, self))
            return NULL;
    }
}

object *ast_to_object(struct vm *vm, const struct ast_node *tree)
{
    struct maker m = {.vm = vm, .parts = ast_parts(vm)};
    if (!m.parts)
        return NULL;
    int calls = vm->recursion_limit - vm->thread->depth;
    m.deepest = (size_t)(calls > 0 ? calls : 0) * NODES_PER_CALL;
    object *result = enter(&m, tree) ? run(&m) : NULL;
    while (m.count) {
        struct frame *f = &m.frames[--m.count];
        vm_release(vm, f->self);
        vm_release_maybe(vm, f->list);
    }
    free(m.frames);
    return result;
}
