/*
 * Where a step may end, as patched instructions, so that what the script
 * calls meanwhile runs at full speed: the lines of the frame stepped in, and
 * in each of its callers the places where a return, a yield or an exception
 * comes out.
 *
 * Another frame of the same code may run into such a place: the trap asks
 * step_ends, which knows frames.
 */
#include "scripts/debug/engine_internal.h"

#include <stdlib.h>

enum { PLACES_MOST = 4096 };

static bool known(const struct stepping *step, const struct code *code,
                  uint32_t instr)
{
    for (size_t i = 0; i < step->place_count; i++)
        if (step->places[i].code == code && step->places[i].instr == instr)
            return true;
    return false;
}

static void add(struct engine *e, struct code *code, uint32_t instr)
{
    struct stepping *step = &e->step;
    if (instr >= code->instr_count || step->place_count >= PLACES_MOST ||
        known(step, code, instr) || !vm_break_set(e->vm, code, instr))
        return;
    struct place *place =
        record_list_add(&step->places, &step->place_count, sizeof *place);
    if (place)
        *place = (struct place){code, instr};
}

static void add_lines(struct engine *e, struct code *code)
{
    for (uint32_t i = 0; i < code->instr_count; i++)
        if (code->instrs[i].flags & BEGINS_LINE)
            add(e, code, i);
}

static void add_handlers(struct engine *e, struct code *code)
{
    for (uint32_t i = 0; i < code->handler_count; i++)
        add(e, code, code->handlers[i].target);
}

/* Behind the instruction under way, and where a loop's end leads. */
static void add_return(struct engine *e, const struct vm_frame *frame)
{
    struct code *code = frame->code;
    uint32_t at = (uint32_t)(frame->pc - code->instrs);
    const struct instr *i =
        frame->pc->op == OP_BREAK && code->aside ? code->aside + at : frame->pc;
    add(e, code, at + 1);
    if (i->op == OP_FOR_ITER || i->op == OP_SEND)
        add(e, code, (uint32_t)((int64_t)at + 1 + i->d));
    add_handlers(e, code);
}

void step_plan_make(struct engine *e, struct vm_frame *frame, bool lines)
{
    if (lines)
        add_lines(e, frame->code);
    int64_t depth = 0;
    for (struct vm_frame *f = frame_caller(frame); f && depth < ANCESTORS_MAX;
         f = frame_caller(f), depth++)
        add_return(e, f);
}

void step_plan_drop(struct engine *e)
{
    struct stepping *step = &e->step;
    for (size_t i = 0; i < step->place_count; i++)
        vm_break_clear(e->vm, step->places[i].code, step->places[i].instr);
    free(step->places);
    step->places = NULL;
    step->place_count = 0;
    /* Breakpoints that shared an instruction stay. */
    breaks_patch_all(e);
}

void step_plan_forget(struct engine *e, const struct code *code)
{
    struct stepping *step = &e->step;
    size_t kept = 0;
    for (size_t i = 0; i < step->place_count; i++)
        if (step->places[i].code != code)
            step->places[kept++] = step->places[i];
    step->place_count = kept;
}

bool step_plan_covers(const struct engine *e, const struct vm_frame *frame)
{
    return known(&e->step, frame->code,
                 (uint32_t)(frame->pc - frame->code->instrs));
}
