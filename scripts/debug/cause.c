/*
 * Why an object dies now: read from the instruction under way.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/types/str.h"

#include <stdlib.h>
#include <string.h>

enum cause_shape {
    SAYS_NOTHING,
    REBINDS_NAME, /* names[b] */
    DELETES_NAME,
    DELETES_LOCAL, /* localsplus_names[a] */
    DELETES_CELL,  /* localsplus_names[b] */
    REBINDS_CELL,
    REPLACES_ITEM,
    REPLACES_ATTRIBUTE, /* names[c] */
    DELETES_ITEM,
    DELETES_ATTRIBUTE,
    RETURNS,
    CALLS,
    DROPS,
};

static const uint8_t shapes[OP_COUNT] = {
    [OP_STORE_NAME] = REBINDS_NAME,
    [OP_STORE_GLOBAL] = REBINDS_NAME,
    [OP_DELETE_NAME] = DELETES_NAME,
    [OP_DELETE_GLOBAL] = DELETES_NAME,
    [OP_DELETE_LOCAL] = DELETES_LOCAL,
    [OP_CLEAR_LOCAL] = DELETES_LOCAL,
    [OP_DELETE_CELL] = DELETES_CELL,
    [OP_STORE_CELL] = REBINDS_CELL,
    [OP_STORE_ITEM] = REPLACES_ITEM,
    [OP_STORE_ATTR] = REPLACES_ATTRIBUTE,
    [OP_DELETE_ITEM] = DELETES_ITEM,
    [OP_DELETE_ATTR] = DELETES_ATTRIBUTE,
    [OP_RETURN] = RETURNS,
    [OP_CALL] = CALLS,
    [OP_CALL_EX] = CALLS,
    [OP_POP] = DROPS,
};

/* The instruction itself, also where a breakpoint stands in for it. */
static const struct instr *instruction(const struct vm_frame *frame)
{
    const struct code *code = frame->code;
    if (frame->pc->op == OP_BREAK && code->aside)
        return code->aside + (frame->pc - code->instrs);
    return frame->pc;
}

static char *name_at(object *const *names, uint32_t count, uint32_t index)
{
    return index < count ? show_str(names[index], 80) : strdup("?");
}

static char *spoken_name(const struct code *code, const struct instr *i,
                         enum cause_shape shape)
{
    switch (shape) {
    case REBINDS_NAME:
    case DELETES_NAME:
        return name_at(code->names, code->name_count, i->b);
    case REPLACES_ATTRIBUTE:
    case DELETES_ATTRIBUTE:
        return name_at(code->names, code->name_count, i->c);
    case DELETES_LOCAL:
        return name_at(code->localsplus_names, code->localsplus_count, i->a);
    case DELETES_CELL:
    case REBINDS_CELL:
        return name_at(code->localsplus_names, code->localsplus_count, i->b);
    default:
        return show_str(code->name, 80);
    }
}

static const char *const words[] = {
    [SAYS_NOTHING] = "a temporary value of %s was dropped",
    [REBINDS_NAME] = "%s was rebound",
    [DELETES_NAME] = "last reference dropped by `del %s`",
    [DELETES_LOCAL] = "last reference dropped by `del %s`",
    [DELETES_CELL] = "last reference dropped by `del %s`",
    [REBINDS_CELL] = "%s was rebound",
    [REPLACES_ITEM] = "an item was replaced in %s",
    [REPLACES_ATTRIBUTE] = "the attribute %s was replaced",
    [DELETES_ITEM] = "an item was deleted in %s",
    [DELETES_ATTRIBUTE] = "the attribute %s was deleted",
    [RETURNS] = "%s() returned and its names went",
    [CALLS] = "a call in %s dropped the last reference",
    [DROPS] = "the result of an expression in %s was not kept",
};

char *cause_of_death(struct engine *e, const object *o)
{
    struct vm_frame *frame = engine_frame(e, 0);
    struct text t;
    (void)o;
    text_begin(&t, 200);
    if (!frame) {
        text_add(&t, "the interpreter is ending");
        return text_finish(&t);
    }
    const struct instr *i = instruction(frame);
    enum cause_shape shape = i->op < OP_COUNT ? shapes[i->op] : SAYS_NOTHING;
    bool local = i->flags & INTO_LOCAL && i->a < frame->code->localsplus_count;
    if (local)
        shape = REBINDS_NAME;
    char *name = local ? name_at(frame->code->localsplus_names,
                                 frame->code->localsplus_count, i->a)
                       : spoken_name(frame->code, i, shape);
    text_addf(&t, words[shape], name ? name : "?");
    free(name);
    return text_finish(&t);
}
