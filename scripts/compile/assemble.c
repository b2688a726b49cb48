/*
 * From the items of a unit to a code object: register numbers, jump
 * distances, the table of handlers.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/compile/unit.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/vm/error.h"

static const char *const formats[] = {
#define OP(name, format, doc) format,
#include "scripts/vm/opcodes.def"
#undef OP
};

struct assembly {
    struct compiler *c;
    struct unit *u;
    uint32_t localsplus, cells_from; /* first register of a cell of its own */
    uint16_t *cell_register;         /* of each cell and free variable */
    struct instr *instrs;
    uint16_t *depth;
    struct position *positions;
    struct handler *handlers;
    uint32_t handler_count;
    object **names;
    uint8_t *kinds;
    bool lines_only; /* no columns */
};

/* A parameter that inner scopes use keeps its register. */
static int parameter_number(const struct unit *u, ast_identifier name)
{
    for (int i = 0; i < u->local_count; i++) {
        const struct symbol *s = scope_find(u->scope, name);
        if (u->locals[i] == name && s && (s->uses & USE_PARAMETER))
            return i;
    }
    return -1;
}

static void place_cells(struct assembly *a)
{
    struct unit *u = a->u;
    uint32_t next = (uint32_t)u->local_count;
    for (int i = 0; i < u->cell_count + u->free_count; i++) {
        int parameter =
            i < u->cell_count ? parameter_number(u, u->cells[i]) : -1;
        a->cell_register[i] =
            parameter >= 0 ? (uint16_t)parameter : (uint16_t)next++;
    }
    a->localsplus = next;
}

static uint16_t local_register(const struct assembly *a, uint16_t n)
{
    return n & CELL_BIT ? a->cell_register[n & ~CELL_BIT] : n;
}

/* One operand by its letter; which: its place among the kinds in flags. */
static uint16_t relocate(const struct assembly *a, char letter,
                         const struct instr *i, int which, uint16_t n)
{
    unsigned kind = i->flags >> (2 * which) & 3;
    switch (letter) {
    case 't':
        return (uint16_t)(n + a->localsplus);
    case 'l':
        return local_register(a, n);
    case 'd':
        return i->flags & INTO_LOCAL ? n : (uint16_t)(n + a->localsplus);
    case 's':
        return kind == KIND_TEMP ? (uint16_t)(n + a->localsplus) : n;
    default:
        return n;
    }
}

static void finish_instr(struct assembly *a, size_t k)
{
    const struct item *item = &a->u->items[k];
    struct instr i = item->instr;
    const char *format = formats[i.op];
    i.a = relocate(a, format[0], &i, 0, i.a);
    if (item->label != NO_LABEL) {
        i.d = a->u->labels[item->label] - (int32_t)k - 1;
    } else if (format[1] != 'K') {
        i.b = relocate(a, format[1], &i, 1, i.b);
        i.c = relocate(a, format[2], &i, 2, i.c);
    }
    if (i.op == OP_RERAISE && i.b)
        i.b = (uint16_t)(i.b + a->localsplus);
    if (i.op == OP_DICT_MERGE)
        i.c = (uint16_t)(i.c + a->localsplus);
    a->instrs[k] = i;
    a->depth[k] = item->depth;
    a->positions[k] = item->position;
    if (a->lines_only) {
        struct position *p = &a->positions[k];
        *p = (struct position){p->line, p->line, -1, -1};
    }
}

/* A row for each run of instructions with the same handler. */
static void collect_handlers(struct assembly *a)
{
    const struct unit *u = a->u;
    for (size_t k = 0; k < u->item_count;) {
        int guard = u->items[k].handler;
        size_t end = k;
        while (end < u->item_count && u->items[end].handler == guard)
            end++;
        if (guard != NO_HANDLER) {
            const struct guard *g = &u->guards[guard];
            a->handlers[a->handler_count++] = (struct handler){
                (uint32_t)k, (uint32_t)end, (uint32_t)u->labels[g->label],
                g->depth, g->lasti};
        }
        k = end;
    }
}

static bool name_registers(struct assembly *a)
{
    struct unit *u = a->u;
    for (int i = 0; i < u->local_count; i++) {
        a->names[i] = name_object(a->c, u->locals[i]);
        a->kinds[i] = LOCAL_PLAIN;
    }
    for (int i = 0; i < u->cell_count + u->free_count; i++) {
        uint16_t r = a->cell_register[i];
        if (!a->names[r])
            a->names[r] = name_object(a->c, u->cells[i]);
        a->kinds[r] |= i < u->cell_count ? LOCAL_CELL : LOCAL_FREE;
    }
    return !a->c->failed;
}

static uint32_t code_flags(const struct unit *u, unsigned compile)
{
    const struct scope *s = u->scope;
    uint32_t flags = 0;
    if (scope_is_function(s)) {
        flags |= CODE_OPTIMIZED | CODE_NEWLOCALS;
        if (s->nested)
            flags |= CODE_NESTED;
        if (s->coroutine)
            flags |= s->generator ? CODE_ASYNC_GENERATOR : CODE_COROUTINE;
        else if (s->generator)
            flags |= CODE_GENERATOR;
        if (s->varargs)
            flags |= CODE_VARARGS;
        if (s->varkeywords)
            flags |= CODE_VARKEYWORDS;
    } else if (u->flags) {
        flags |= u->flags;
    }
    if (s->kind == SCOPE_MODULE && s->coroutine)
        flags |= CODE_COROUTINE;
    if (compile & COMPILE_FUTURE_ANNOTATIONS)
        flags |= CODE_FUTURE_ANNOTATIONS;
    return flags;
}

static object *make_code(struct assembly *a)
{
    struct unit *u = a->u;
    struct code_parts parts = {
        .flags = code_flags(u, a->c->flags),
        .argcount = u->argcount,
        .posonly = u->posonly,
        .kwonly = u->kwonly,
        .local_count = (uint32_t)u->local_count,
        .localsplus_count = a->localsplus,
        .free_count = (uint32_t)u->free_count,
        .register_count = a->localsplus + (uint32_t)u->deepest + 2,
        .first_line = (uint32_t)u->first_line,
        .instrs = a->instrs,
        .depth = a->depth,
        .positions = a->positions,
        .instr_count = (uint32_t)u->item_count,
        .handlers = a->handlers,
        .handler_count = a->handler_count,
        .consts = list_items(u->consts),
        .const_count = (uint32_t)list_length(u->consts),
        .names = list_items(u->names),
        .name_count = (uint32_t)list_length(u->names),
        .localsplus_names = a->names,
        .localsplus_kinds = a->kinds,
        .filename = a->c->filename,
        .name = u->name,
        .qualname = u->qualname,
    };
    return code_new(a->c->vm, &parts);
}

object *unit_assemble(struct compiler *c, struct unit *u)
{
    struct assembly a = {
        .c = c,
        .u = u,
        .lines_only = c->vm->options.settings.no_debug_ranges,
    };
    object *code = NULL;
    size_t n = u->item_count + 1;
    size_t cells = (size_t)(u->cell_count + u->free_count);
    size_t registers = (size_t)u->local_count + cells + 1;
    a.cell_register = arena_alloc(c->arena, (cells + 1) * 2);
    a.instrs = arena_alloc(c->arena, n * sizeof *a.instrs);
    a.depth = arena_alloc(c->arena, n * sizeof *a.depth);
    a.positions = arena_alloc(c->arena, n * sizeof *a.positions);
    a.handlers = arena_alloc(c->arena, n * sizeof *a.handlers);
    a.names = arena_alloc(c->arena, registers * sizeof *a.names);
    a.kinds = arena_alloc(c->arena, registers);
    if (!a.cell_register || !a.instrs || !a.depth || !a.positions ||
        !a.handlers || !a.names || !a.kinds) {
        out_of_memory(c);
        return NULL;
    }
    place_cells(&a);
    for (size_t k = 0; k < u->item_count; k++)
        finish_instr(&a, k);
    collect_handlers(&a);
    if (name_registers(&a))
        code = make_code(&a);
    for (size_t i = 0; i < a.localsplus; i++)
        vm_release_maybe(c->vm, a.names[i]);
    return code;
}
