/*
 * Emitting: instructions, labels, handlers, constants and names of the unit
 * under way.
 */
#include "scripts/compile/unit.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/types/dict.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/set.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"

/* A bigger array of size-byte items in the arena; the old one is left. */
static void *grown(struct compiler *c, void *old, size_t count, size_t size,
                   size_t room)
{
    void *bigger = arena_alloc(c->arena, room * size);
    if (bigger && count)
        memcpy(bigger, old, count * size);
    if (!bigger)
        out_of_memory(c);
    return bigger;
}

/* ---- units ---------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const ast_identifier *)a, *(const ast_identifier *)b);
}

/* The names of one place, sorted, behind those there already. */
static int collect(struct unit *u, int from, enum symbol_place place)
{
    const struct scope *s = u->scope;
    int n = from;
    for (int i = 0; i < s->symbol_count; i++)
        if (s->symbols[i].place == place ||
            (place == PLACE_FREE && s->symbols[i].free_in_class))
            u->cells[n++] = s->symbols[i].name;
    qsort(u->cells + from, (size_t)(n - from), sizeof *u->cells, by_name);
    return n - from;
}

static void find_cells(struct compiler *c, struct unit *u)
{
    size_t most = (size_t)u->scope->symbol_count + 1;
    u->cells = arena_alloc(c->arena, most * sizeof *u->cells);
    if (!u->cells) {
        out_of_memory(c);
        return;
    }
    if (u->scope->needs_class_cell)
        u->cells[u->cell_count++] = arena_intern(c->arena, "__class__", 9);
    else
        u->cell_count = collect(u, 0, PLACE_CELL);
    u->free_count = collect(u, u->cell_count, PLACE_FREE);
}

/* As CPython writes __qualname__: outer.<locals>.name */
static object *qualified_name(struct compiler *c, struct unit *u)
{
    struct vm *vm = c->vm;
    struct unit *outer = u->outer;
    if (!outer || !outer->outer)
        return heap_retain_maybe(u->name);
    if (u->scope->kind != SCOPE_LAMBDA &&
        u->scope->kind != SCOPE_COMPREHENSION) {
        ast_identifier name = scope_mangle(
            c->arena, outer->scope->private_, u->scope->name);
        const struct symbol *s =
            name ? scope_find(outer->scope, name) : NULL;
        if (s && s->place == PLACE_GLOBAL)
            return heap_retain_maybe(u->name);
    }
    const char *between = scope_is_function(outer->scope) ? ".<locals>." : ".";
    return str_format(vm, "%U%s%U", outer->qualname, between, u->name);
}

void unit_enter(struct compiler *c, struct scope *scope, const char *name,
                int first_line)
{
    struct vm *vm = c->vm;
    struct unit *u = calloc(1, sizeof *u);
    if (!u) {
        out_of_memory(c);
        return;
    }
    u->outer = c->unit;
    c->unit = u;
    u->scope = scope;
    u->handler = NO_HANDLER;
    u->first_line = first_line;
    u->at = (struct position){first_line, first_line, 0, 0};
    u->name = str_intern(vm, name);
    u->consts = list_new(vm, 0);
    u->const_index = dict_new(vm);
    u->names = list_new(vm, 0);
    u->name_index = dict_new(vm);
    find_cells(c, u);
    if (u->name)
        u->qualname = qualified_name(c, u);
    if (!u->qualname || !u->consts || !u->const_index || !u->names ||
        !u->name_index)
        c->failed = true;
}

object *unit_leave(struct compiler *c)
{
    struct unit *u = c->unit;
    struct vm *vm = c->vm;
    object *code = c->failed ? NULL : unit_assemble(c, u);
    if (!code)
        c->failed = true;
    c->unit = u->outer;
    object *owned[] = {u->name,  u->qualname,   u->consts, u->const_index,
                       u->names, u->name_index};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        vm_release_maybe(vm, owned[i]);
    free(u->flow.set);
    free(u);
    return code;
}

/* ---- labels and handlers ------------------------------------------------------------ */

int label_new(struct compiler *c)
{
    struct unit *u = c->unit;
    if (u->label_count == u->label_room) {
        int room = u->label_room ? u->label_room * 2 : 16;
        int *labels = grown(c, u->labels, (size_t)u->label_count,
                            sizeof *labels, (size_t)room);
        if (!labels)
            return 0;
        u->labels = labels;
        u->label_room = room;
    }
    u->labels[u->label_count] = -1;
    return u->label_count++;
}

void label_here(struct compiler *c, int label)
{
    struct unit *u = c->unit;
    if (label < u->label_count)
        u->labels[label] = (int)u->item_count;
    u->last_line = 0; /* who jumps here begins a line anew */
}

int guard_new(struct compiler *c, int label, bool lasti)
{
    struct unit *u = c->unit;
    if (u->guard_count == u->guard_room) {
        int room = u->guard_room ? u->guard_room * 2 : 8;
        struct guard *guards = grown(c, u->guards, (size_t)u->guard_count,
                                     sizeof *guards, (size_t)room);
        if (!guards)
            return NO_HANDLER;
        u->guards = guards;
        u->guard_room = room;
    }
    u->guards[u->guard_count] = (struct guard){
        label, u->handler, (uint16_t)u->depth, lasti};
    return u->guard_count++;
}

/* ---- registers ------------------------------------------------------------------------ */

uint16_t push(struct compiler *c)
{
    struct unit *u = c->unit;
    int n = u->depth++;
    if (u->depth > u->deepest)
        u->deepest = u->depth;
    if (u->depth > 30000 && !c->failed)
        out_of_memory(c);
    return (uint16_t)n;
}

void pop(struct compiler *c, int n)
{
    c->unit->depth -= n;
}

void consume(struct compiler *c, struct operand o)
{
    if (o.kind == KIND_TEMP)
        pop(c, 1);
}

unsigned kinds(struct operand a, struct operand b, struct operand c)
{
    return (unsigned)(a.kind << KIND_A_SHIFT | b.kind << KIND_B_SHIFT |
                      c.kind << KIND_C_SHIFT);
}

/* ---- instructions ------------------------------------------------------------------------ */

void at_node(struct compiler *c, const struct ast_node *n)
{
    if (n->line > 0)
        c->unit->at =
            (struct position){n->line, n->end_line, n->col, n->end_col};
}

void at_attribute(struct compiler *c, const struct ast_node *n,
                  const struct ast_node *attribute)
{
    struct position *at = &c->unit->at;
    at_node(c, n);
    if (n->line <= 0 || at->line == attribute->end_line)
        return;
    int length = 0;
    for (const char *p = attribute->as.attribute.attr; *p; p++)
        length += (*p & 0xc0) != 0x80;
    at->line = attribute->end_line;
    at->col = attribute->end_col - length;
    if (at->col < 0)
        at->col = at->end_col = -1;
}

struct item *emit(struct compiler *c, enum vm_opcode op, unsigned flags,
                  unsigned a, unsigned b, unsigned n)
{
    struct unit *u = c->unit;
    if (u->item_count == u->item_room) {
        size_t room = u->item_room ? u->item_room * 2 : 64;
        struct item *items =
            grown(c, u->items, u->item_count, sizeof *items, room);
        if (!items)
            return &u->nowhere;
        u->items = items;
        u->item_room = room;
    }
    struct item *item = &u->items[u->item_count++];
    *item = (struct item){.label = NO_LABEL,
                          .handler = u->handler,
                          .depth = (uint16_t)u->depth,
                          .position = u->at};
    item->instr.op = (uint8_t)op;
    item->instr.flags = (uint8_t)flags;
    item->instr.a = (uint16_t)a;
    item->instr.b = (uint16_t)b;
    item->instr.c = (uint16_t)n;
    if (u->at.line > 0 && u->at.line != u->last_line) {
        item->instr.flags |= BEGINS_LINE;
        u->last_line = u->at.line;
    }
    return item;
}

void emit_jump(struct compiler *c, enum vm_opcode op, unsigned flags,
               unsigned a, int label)
{
    emit(c, op, flags, a, 0, 0)->label = label;
}

/* ---- constants and names ------------------------------------------------------------------ */

static object *constant_key(struct compiler *c, object *o);

/* The keys of the items, which are no sets themselves; new. */
static object *frozenset_key(struct compiler *c, object *o)
{
    object *keys = frozenset_new(c->vm), *item;
    size_t at = 0;
    while (keys && set_next(o, &at, &item)) {
        object *key = constant_key(c, item);
        if (!key || !set_add(c->vm, keys, key))
            heap_store(c->vm->heap, &keys, NULL);
        vm_release_maybe(c->vm, key);
    }
    return keys;
}

/* What equal constants have in common: type and value, the sign of zero and
 * the types inside tuples told apart; new. */
static object *constant_key(struct compiler *c, object *o)
{
    struct vm *vm = c->vm;
    object *type = type_as_object(vm_type_of(vm, o)), *value = NULL;
    if (!vm_has_stack(c->vm)) {
        too_deep(c);
        return NULL;
    }
    if (vm_is(o, TYPE_FLOAT) || vm_is(o, TYPE_COMPLEX)) {
        value = vm_repr(vm, o);
    } else if (vm_is(o, TYPE_TUPLE)) {
        value = tuple_new(vm, tuple_length(o));
        for (size_t i = 0; value && i < tuple_length(o); i++) {
            tuple_items(value)[i] = constant_key(c, tuple_items(o)[i]);
            if (!tuple_items(value)[i]) {
                vm_release(vm, value);
                return NULL;
            }
        }
    } else if (vm_is(o, TYPE_FROZENSET)) {
        value = frozenset_key(c, o);
    } else if (vm_is(o, TYPE_CODE)) {
        value = int_new(vm, (int64_t)(intptr_t)o);
    } else {
        value = heap_retain(o);
    }
    object *key = value ? tuple_pack(vm, 2, type, value) : NULL;
    vm_release_maybe(vm, value);
    return key;
}

/* The number of key in an index, adding item to the list when it is new. */
static int number_in(struct compiler *c, object *index, object *list,
                     object *key, object *item)
{
    struct vm *vm = c->vm;
    object *found;
    ptrdiff_t n;
    int known = dict_find(vm, index, key, &found);
    if (known < 0)
        return -1;
    if (known)
        return int_fits_ssize(found, &n) ? (int)n : -1;
    size_t next = list_length(list);
    object *number = int_new(vm, (int64_t)next);
    bool ok = number && dict_set(vm, index, key, number) &&
              list_append(vm, list, item);
    vm_release_maybe(vm, number);
    if (ok && next > UINT16_MAX)
        out_of_memory(c);
    return ok ? (int)next : -1;
}

static object *merge(struct compiler *c, object *key, object *o);

/* The items of a fresh constant tuple are merged with constants as well. */
static bool merge_items(struct compiler *c, object *tuple)
{
    for (size_t i = 0; i < tuple_length(tuple); i++) {
        object **place = &tuple_items(tuple)[i];
        object *key = constant_key(c, *place);
        object *one = key ? merge(c, key, *place) : NULL;
        if (one && one != *place)
            heap_store(c->vm->heap, place, heap_retain(one));
        vm_release_maybe(c->vm, key);
        if (!one)
            return false;
    }
    return true;
}

/* The one object for constants equal to o in this compilation; borrowed. */
static object *merge(struct compiler *c, object *key, object *o)
{
    object *one;
    if (vm_is(o, TYPE_CODE))
        return o;
    size_t known = dict_length(c->merged);
    if (!dict_set_default(c->vm, c->merged, key, o, &one))
        return NULL;
    bool fresh = dict_length(c->merged) > known;
    if (fresh && vm_is(o, TYPE_TUPLE) && !merge_items(c, o))
        return NULL;
    return one;
}

uint16_t const_number(struct compiler *c, object *o)
{
    int n = -1;
    if (c->failed || !o) {
        c->failed = true;
        return 0;
    }
    object *key = constant_key(c, o);
    object *one = key ? merge(c, key, o) : NULL;
    if (one)
        n = number_in(c, c->unit->const_index, c->unit->consts, key, one);
    vm_release_maybe(c->vm, key);
    if (n < 0)
        c->failed = true;
    return (uint16_t)(n < 0 ? 0 : n);
}

/* ---- names ------------------------------------------------------------------ */

/* The tree has each name once, so that its address tells the object. */
struct named {
    ast_identifier name;
    object *text; /* owned */
};

static struct named *named_slot(struct named *table, size_t room,
                                ast_identifier name)
{
    size_t i = (uintptr_t)name * 0x9e3779b97f4a7c15u >> 32 & (room - 1);
    while (table[i].name && table[i].name != name)
        i = (i + 1) & (room - 1);
    return &table[i];
}

static bool named_grow(struct compiler *c)
{
    size_t room = c->named_room ? c->named_room * 2 : 256;
    struct named *table = calloc(room, sizeof *table);
    if (!table)
        return false;
    for (size_t i = 0; i < c->named_room; i++)
        if (c->named[i].name)
            *named_slot(table, room, c->named[i].name) = c->named[i];
    free(c->named);
    c->named = table;
    c->named_room = room;
    return true;
}

void names_done(struct compiler *c)
{
    for (size_t i = 0; i < c->named_room; i++)
        vm_release_maybe(c->vm, c->named[i].text);
    free(c->named);
    c->named = NULL;
    c->named_room = c->named_count = 0;
}

object *name_object(struct compiler *c, ast_identifier name)
{
    struct named *known =
        name && c->named_room ? named_slot(c->named, c->named_room, name)
                              : NULL;
    if (known && known->name)
        return heap_retain(known->text);
    object *o = name ? str_intern(c->vm, name) : NULL;
    if (!o) {
        c->failed = true;
        return NULL;
    }
    if (c->named_count * 2 < c->named_room || named_grow(c)) {
        c->named_count++;
        *named_slot(c->named, c->named_room, name) =
            (struct named){name, heap_retain(o)};
    }
    return o;
}

uint16_t name_number(struct compiler *c, ast_identifier name)
{
    object *o = c->failed ? NULL : name_object(c, name);
    int n = o ? number_in(c, c->unit->name_index, c->unit->names, o, o) : -1;
    vm_release_maybe(c->vm, o);
    if (n < 0)
        c->failed = true;
    return (uint16_t)(n < 0 ? 0 : n);
}

void load_const(struct compiler *c, object *o)
{
    uint16_t number = const_number(c, o);
    struct item *item = emit(c, OP_LOAD_CONST, 0, (unsigned)c->unit->depth, 0,
                             0);
    item->instr.d = number;
    push(c);
}

void load_none(struct compiler *c)
{
    load_const(c, c->vm->none);
}
