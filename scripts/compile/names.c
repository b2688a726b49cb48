/*
 * Reading, setting and deleting names by where they live.
 */
#include <string.h>

#include "scripts/compile/unit.h"

ast_identifier mangle(struct compiler *c, ast_identifier name)
{
    ast_identifier mangled =
        scope_mangle(c->arena, c->unit->scope->private_, name);
    if (!mangled)
        out_of_memory(c);
    return mangled ? mangled : name;
}

/* Locals get their numbers in order of first use, parameters first. */
int local_number(struct compiler *c, ast_identifier mangled)
{
    struct unit *u = c->unit;
    for (int i = 0; i < u->local_count; i++)
        if (u->locals[i] == mangled)
            return i;
    if (u->local_count == u->local_room) {
        int room = u->local_room ? u->local_room * 2 : 8;
        ast_identifier *locals =
            arena_alloc(c->arena, (size_t)room * sizeof *locals);
        if (!locals || room > 16384) {
            out_of_memory(c);
            return 0;
        }
        if (u->local_count)
            memcpy(locals, u->locals,
                   (size_t)u->local_count * sizeof *locals);
        u->locals = locals;
        u->local_room = room;
    }
    u->locals[u->local_count] = mangled;
    return u->local_count++;
}

static uint16_t number_from(struct compiler *c, int first,
                            ast_identifier mangled)
{
    struct unit *u = c->unit;
    for (int i = first; i < u->cell_count + u->free_count; i++)
        if (u->cells[i] == mangled)
            return (uint16_t)(i | CELL_BIT);
    out_of_memory(c); /* the scopes would have to be wrong */
    return CELL_BIT;
}

uint16_t cell_number(struct compiler *c, ast_identifier mangled)
{
    return number_from(c, 0, mangled);
}

/* A class may have both a __class__ of its own and one from outside. */
static uint16_t free_number(struct compiler *c, ast_identifier mangled)
{
    return number_from(c, c->unit->cell_count, mangled);
}

enum place place_of(struct compiler *c, ast_identifier name, uint16_t *n)
{
    struct scope *s = c->unit->scope;
    ast_identifier mangled = mangle(c, name);
    const struct symbol *symbol = scope_find(s, mangled);
    switch (symbol ? symbol->place : PLACE_UNKNOWN) {
    case PLACE_FREE:
        *n = free_number(c, mangled);
        return s->kind == SCOPE_CLASS ? AT_CLASS_CELL : AT_CELL;
    case PLACE_CELL:
        *n = cell_number(c, mangled);
        return AT_CELL;
    case PLACE_LOCAL:
        if (!scope_is_function(s))
            break;
        *n = (uint16_t)local_number(c, mangled);
        return AT_LOCAL;
    case PLACE_GLOBAL:
        *n = name_number(c, mangled);
        return AT_GLOBAL;
    case PLACE_IMPLICIT:
        if (!scope_is_function(s))
            break;
        *n = name_number(c, mangled);
        return AT_GLOBAL;
    default:
        break;
    }
    *n = name_number(c, mangled);
    return AT_NAME;
}

void load_name(struct compiler *c, ast_identifier name)
{
    uint16_t n;
    unsigned to = (unsigned)c->unit->depth;
    switch (place_of(c, name, &n)) {
    case AT_LOCAL:
        if (!flow_known(c, n)) {
            emit(c, OP_CHECK_LOCAL, 0, n, 0, 0);
            flow_set(c, n, true);
        }
        emit(c, OP_MOVE, KIND_LOCAL << KIND_B_SHIFT, to, n, 0);
        break;
    case AT_CELL:
        emit(c, OP_LOAD_CELL, 0, to, n, 0);
        break;
    case AT_CLASS_CELL:
        emit(c, OP_LOAD_CLASS_CELL, 0, to, n, 0);
        break;
    case AT_GLOBAL:
        emit(c, OP_LOAD_GLOBAL, 0, to, n, 0);
        break;
    case AT_NAME:
        emit(c, OP_LOAD_NAME, 0, to, n, 0);
        break;
    }
    push(c);
}

void store_name(struct compiler *c, ast_identifier name, struct operand value)
{
    static const enum vm_opcode ops[] = {
        [AT_CELL] = OP_STORE_CELL,
        [AT_CLASS_CELL] = OP_STORE_CELL,
        [AT_GLOBAL] = OP_STORE_GLOBAL,
        [AT_NAME] = OP_STORE_NAME,
    };
    uint16_t n;
    enum place place = place_of(c, name, &n);
    consume(c, value);
    if (place == AT_LOCAL) {
        emit(c, OP_MOVE,
             INTO_LOCAL | (unsigned)value.kind << KIND_B_SHIFT, n, value.n,
             0);
        flow_set(c, n, true);
        return;
    }
    emit(c, ops[place], (unsigned)value.kind << KIND_A_SHIFT, value.n, n, 0);
}

void delete_name(struct compiler *c, ast_identifier name)
{
    static const enum vm_opcode ops[] = {
        [AT_CELL] = OP_DELETE_CELL,
        [AT_CLASS_CELL] = OP_DELETE_CELL,
        [AT_GLOBAL] = OP_DELETE_GLOBAL,
        [AT_NAME] = OP_DELETE_NAME,
    };
    uint16_t n;
    enum place place = place_of(c, name, &n);
    if (place == AT_LOCAL) {
        emit(c, OP_DELETE_LOCAL, 0, n, 0, 0);
        flow_set(c, n, false);
    } else {
        emit(c, ops[place], 0, 0, n, 0);
    }
}

void forget_name(struct compiler *c, ast_identifier name)
{
    uint16_t n;
    if (place_of(c, name, &n) == AT_LOCAL) {
        emit(c, OP_CLEAR_LOCAL, 0, n, 0, 0);
        flow_set(c, n, false);
        return;
    }
    struct operand none = {KIND_CONST, const_number(c, c->vm->none)};
    store_name(c, name, none);
    delete_name(c, name);
}
