/*
 * Scopes: see scope.h.  scope_walk.c walks the tree and tells this file what
 * each block does with each name.
 */
#include "scripts/compile/scope.h"

#include <stdio.h>
#include <string.h>

#include "scripts/compile/scope_internal.h"

/* ---- names ------------------------------------------------------------------- */

ast_identifier scope_mangle(struct arena *arena, ast_identifier private_,
                            ast_identifier name)
{
    size_t n = strlen(name);
    if (!private_ || name[0] != '_' || name[1] != '_' ||
        (n >= 4 && name[n - 1] == '_' && name[n - 2] == '_') ||
        strchr(name, '.'))
        return name;
    while (*private_ == '_')
        private_++;
    if (!*private_)
        return name;
    size_t m = strlen(private_);
    char *text = arena_alloc(arena, n + m + 2);
    if (!text)
        return NULL;
    text[0] = '_';
    memcpy(text + 1, private_, m);
    memcpy(text + 1 + m, name, n + 1);
    return arena_intern(arena, text, n + m + 1);
}

static size_t slot_of(const struct scope *s, ast_identifier name)
{
    size_t mask = (size_t)s->table_room - 1;
    size_t i = ((uintptr_t)name >> 3) * 0x9e3779b97f4a7c15u >> 20 & mask;
    while (s->table[i] && s->symbols[s->table[i] - 1].name != name)
        i = (i + 1) & mask;
    return i;
}

struct symbol *scope_find(const struct scope *s, ast_identifier name)
{
    if (!s->table_room)
        return NULL;
    int n = s->table[slot_of(s, name)];
    return n ? &s->symbols[n - 1] : NULL;
}

static bool grow(struct arena *arena, struct scope *s)
{
    int room = s->symbol_room ? s->symbol_room * 2 : 8;
    struct symbol *symbols =
        arena_alloc(arena, (size_t)room * sizeof *symbols);
    int *table = arena_alloc(arena, (size_t)room * 2 * sizeof *table);
    if (!symbols || !table)
        return false;
    if (s->symbol_count)
        memcpy(symbols, s->symbols,
               (size_t)s->symbol_count * sizeof *symbols);
    s->symbols = symbols;
    s->symbol_room = room;
    s->table = table;
    s->table_room = room * 2;
    for (int i = 0; i < s->symbol_count; i++)
        table[slot_of(s, symbols[i].name)] = i + 1;
    return true;
}

struct symbol *scope_add(struct arena *arena, struct scope *s,
                         ast_identifier name)
{
    struct symbol *found = scope_find(s, name);
    if (found)
        return found;
    if (s->symbol_count == s->symbol_room && !grow(arena, s))
        return NULL;
    struct symbol *symbol = &s->symbols[s->symbol_count++];
    *symbol = (struct symbol){.name = name};
    s->table[slot_of(s, name)] = s->symbol_count;
    return symbol;
}

struct scope *scope_new(struct arena *arena, struct scope *outer,
                        enum scope_kind kind, ast_identifier name,
                        const struct ast_node *node)
{
    struct scope *s = arena_alloc(arena, sizeof *s);
    if (!s)
        return NULL;
    s->kind = kind;
    s->name = name;
    s->node = node;
    s->outer = outer;
    if (!outer)
        return s;
    s->private_ = outer->private_;
    s->nested = outer->nested || scope_is_function(outer);
    if (outer->last_child)
        outer->last_child->sibling = s;
    else
        outer->first_child = s;
    outer->last_child = s;
    return s;
}

struct scope *scope_of(struct scope *outer, const struct ast_node *node)
{
    for (struct scope *s = outer->first_child; s; s = s->sibling)
        if (s->node == node)
            return s;
    return NULL;
}

/* ---- places -------------------------------------------------------------------- */

struct resolution {
    struct arena *arena;
    struct scope_error *error;
    ast_identifier class_name; /* "__class__" */
};

static bool fail(struct resolution *r, const struct ast_node *where,
                 const char *format, ast_identifier name)
{
    size_t size = strlen(format) + strlen(name) + 1;
    char *message = arena_alloc(r->arena, size);
    if (message)
        snprintf(message, size, format, name);
    r->error->message = message;
    r->error->line = where->line;
    r->error->col = where->col;
    r->error->end_line = where->end_line;
    r->error->end_col = where->end_col;
    return false;
}

/* The function scope outside s that binds name, or NULL; a class only for
 * its __class__.  *global: a global statement out there claims it. */
static struct scope *binder(struct resolution *r, struct scope *s,
                            ast_identifier name, bool *global)
{
    *global = false;
    for (struct scope *o = s->outer; o; o = o->outer) {
        if (o->kind == SCOPE_CLASS) {
            if (name == r->class_name)
                return o;
            continue;
        }
        if (!scope_is_function(o))
            continue;
        const struct symbol *symbol = scope_find(o, name);
        if (!symbol)
            continue;
        if (symbol->uses & USE_GLOBAL) {
            *global = true;
            return NULL;
        }
        if ((symbol->uses & USE_BOUND) && !(symbol->uses & USE_NONLOCAL))
            return o;
    }
    return NULL;
}

/* Makes name a cell of `owner` and passes it through the scopes to s. */
static bool pass_down(struct resolution *r, struct scope *owner,
                      struct scope *s, ast_identifier name)
{
    if (owner->kind == SCOPE_CLASS) {
        owner->needs_class_cell = true;
    } else {
        scope_find(owner, name)->place = PLACE_CELL;
    }
    for (struct scope *o = s; o != owner; o = o->outer) {
        struct symbol *symbol = scope_add(r->arena, o, name);
        if (!symbol)
            return false;
        bool own = (symbol->uses & USE_BOUND) &&
                   !(symbol->uses & USE_NONLOCAL);
        if (o != s && o->kind == SCOPE_CLASS &&
            (own || (symbol->uses & USE_GLOBAL)))
            symbol->free_in_class = true;
        else
            symbol->place = PLACE_FREE;
    }
    return true;
}

static bool resolve_outer(struct resolution *r, struct scope *s,
                          ast_identifier name, bool required)
{
    bool global;
    struct scope *owner = binder(r, s, name, &global);
    if (owner)
        return pass_down(r, owner, s, name);
    struct symbol *symbol = scope_find(s, name);
    if (required)
        return fail(r, symbol->where, "no binding for nonlocal '%s' found",
                    name);
    symbol->place = PLACE_IMPLICIT;
    return true;
}

static bool resolve_symbol(struct resolution *r, struct scope *s, int i)
{
    struct symbol *symbol = &s->symbols[i];
    if (symbol->place != PLACE_UNKNOWN)
        return true;
    if (symbol->uses & USE_GLOBAL) {
        symbol->place = PLACE_GLOBAL;
    } else if (symbol->uses & USE_NONLOCAL) {
        if (s->kind == SCOPE_MODULE)
            return fail(r, symbol->where,
                        "nonlocal declaration not allowed at module level%.0s",
                        symbol->name);
        return resolve_outer(r, s, symbol->name, true);
    } else if (symbol->uses & USE_BOUND) {
        symbol->place = PLACE_LOCAL;
    } else {
        return resolve_outer(r, s, symbol->name, false);
    }
    return true;
}

/* Every bound name of every scope first: inner scopes ask for them. */
static bool resolve(struct resolution *r, struct scope *s)
{
    for (int i = 0; i < s->symbol_count; i++)
        if (!resolve_symbol(r, s, i))
            return false;
    for (struct scope *child = s->first_child; child; child = child->sibling)
        if (!resolve(r, child))
            return false;
    return true;
}

/* A global statement anywhere makes the name global at the top as well: seen
 * where the top has a namespace of its own, as in exec(). */
static void claim_globals(struct scope *top, struct scope *s)
{
    for (int i = 0; i < s->symbol_count; i++) {
        struct symbol *at_top = s->symbols[i].uses & USE_GLOBAL
                                    ? scope_find(top, s->symbols[i].name)
                                    : NULL;
        if (at_top)
            at_top->uses |= USE_GLOBAL;
    }
    for (struct scope *child = s->first_child; child; child = child->sibling)
        claim_globals(top, child);
}

struct scope *scope_build(struct arena *arena, const struct ast_node *tree,
                          bool annotations_are_text,
                          struct scope_error *error)
{
    *error = (struct scope_error){NULL, 0, 0, 0, 0};
    struct scope *top = scope_walk(arena, tree, annotations_are_text, error);
    struct resolution r = {arena, error,
                           arena_intern(arena, "__class__", 9)};
    if (!top || !r.class_name)
        return NULL;
    claim_globals(top, top);
    return resolve(&r, top) ? top : NULL;
}
