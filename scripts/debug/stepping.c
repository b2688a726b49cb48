/*
 * Stepping: which instruction ends the step under way.  The machine calls
 * before each instruction while anything here needs it.
 *
 * A frame that the step began in is over, for now or for good, as soon as
 * one of its callers runs an instruction: that covers return, yield and an
 * exception alike.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/types/str.h"
#include "scripts/vm/error.h"

#include <stdlib.h>
#include <string.h>

/* ---- frames ------------------------------------------------------------ */

/* A frame that is being made or taken down has nothing to show. */
static struct vm_frame *whole(struct vm_frame *frame)
{
    while (frame && (!frame->code || frame->pc == frame->code->instrs))
        frame = frame->back;
    return frame;
}

struct vm_frame *frame_caller(const struct vm_frame *frame)
{
    return whole(frame->back);
}

struct vm_frame *engine_frame(const struct engine *e, int64_t number)
{
    struct vm_frame *frame =
        e->vm && e->vm->thread ? whole(e->vm->thread->frame) : NULL;
    while (frame && number-- > 0)
        frame = frame_caller(frame);
    return frame;
}

int64_t engine_depth(const struct engine *e)
{
    int64_t depth = 0;
    for (struct vm_frame *f = engine_frame(e, 0); f; f = frame_caller(f))
        depth++;
    return depth;
}

void stop_here(struct engine *e, struct view_stop *stop)
{
    struct vm_frame *frame = engine_frame(e, 0);
    if (!frame)
        return;
    free(stop->path);
    free(stop->function);
    stop->path = show_str(frame->code->filename, 4000);
    stop->function = show_str(frame->code->name, 200);
    stop->line = vm_frame_line(frame);
    stop->depth = engine_depth(e);
}

/* ---- the beginning of a step ------------------------------------------- */

static const struct {
    const char *name;
    enum how how;
} hows[] = {
    {"continue", HOW_CONTINUE}, {"step", HOW_STEP},     {"next", HOW_NEXT},
    {"finish", HOW_FINISH},     {"until", HOW_UNTIL},   {"start", HOW_START},
    {"stepi", HOW_INSTRUCTION}, {"stepheap", HOW_HEAP},
};

static enum how find_how(const char *name)
{
    for (size_t i = 0; name && i < sizeof hows / sizeof *hows; i++)
        if (strcmp(hows[i].name, name) == 0)
            return hows[i].how;
    return HOW_CONTINUE;
}

/* The instruction last seen in a frame, to be kept up to date. */
static uint32_t *last_seen(struct stepping *step, uint64_t frame)
{
    for (size_t i = 0; i < SEEN_MAX; i++)
        if (step->seen[i].frame == frame)
            return &step->seen[i].instr;
    struct seen *oldest = &step->seen[step->seen_next++ % SEEN_MAX];
    *oldest = (struct seen){frame, UINT32_MAX};
    return &oldest->instr;
}

static void note_ancestors(struct stepping *step, struct vm_frame *frame)
{
    step->frame = frame->id;
    step->line = vm_frame_line(frame);
    *last_seen(step, frame->id) = (uint32_t)(frame->pc - frame->code->instrs);
    step->ancestor_count = 0;
    for (struct vm_frame *f = frame_caller(frame);
         f && step->ancestor_count < ANCESTORS_MAX; f = frame_caller(f))
        step->ancestors[step->ancestor_count++] = f->id;
}

/* finish works on the selected frame, the others on the innermost. */
static struct vm_frame *step_frame(struct engine *e, enum how how)
{
    bool selected = how == HOW_FINISH || how == HOW_UNTIL;
    struct vm_frame *frame = engine_frame(e, selected ? e->resume.frame : 0);
    return frame ? frame : engine_frame(e, 0);
}

/* Only a step into calls needs every instruction looked at. */
static bool is_planned(enum how how)
{
    return how == HOW_NEXT || how == HOW_FINISH || how == HOW_UNTIL;
}

static void make_plan(struct engine *e, struct vm_frame *frame)
{
    if (is_planned(e->step.how) && !e->finished)
        step_plan_make(e, frame, e->step.how != HOW_FINISH);
}

void stepping_begin(struct engine *e)
{
    struct stepping *step = &e->step;
    step->how = find_how(e->resume.how);
    step->count = e->resume.count > 0 ? e->resume.count : 1;
    step->to_line = (int)e->resume.line;
    free(step->heap_event);
    step->heap_event = NULL;
    free(step->returned);
    step->returned = NULL;
    struct vm_frame *frame = step_frame(e, step->how);
    step->frame = 0;
    step->ancestor_count = 0;
    step_plan_drop(e);
    if (frame) {
        note_ancestors(step, frame);
        make_plan(e, frame);
    }
    stepping_arm(e);
}

void stepping_arm(struct engine *e)
{
    bool steps = e->step.how != HOW_CONTINUE && !is_planned(e->step.how);
    bool awake = sleeping_wanted(e) && !e->sleeping;
    bool on = steps || e->want_pause || e->sizing || awake;
    if (!e->vm || e->evaluating)
        return;
    vm_trap_watch(e->vm, e->sleeping && !e->no_stops ? &e->watch : NULL);
    vm_trap_step(e->vm, on && !e->no_stops);
}

/* ---- the end of a step ------------------------------------------------- */

static enum vm_opcode opcode(const struct vm_frame *frame)
{
    const struct code *code = frame->code;
    bool patched = frame->pc->op == OP_BREAK && code->aside;
    return patched ? code->aside[frame->pc - code->instrs].op : frame->pc->op;
}

/* Whether the instruction can be reached from the one before it, on the same
 * line: the loop of `for`, which begins its line only when jumped back to. */
static bool falls_through(const struct code *code, uint32_t at)
{
    const struct instr *instrs = code->aside ? code->aside : code->instrs;
    if (at == 0 || code->positions[at - 1].line != code->positions[at].line)
        return false;
    uint8_t op = instrs[at - 1].op;
    return op != OP_JUMP && op != OP_JUMP_BACK && op != OP_JUMP_BACK_COLD &&
           op != OP_RETURN;
}

/* A line begins, as a trace function would be told; the head of a function is
 * no line of its body. */
static bool line_begins(struct engine *e, const struct vm_frame *frame)
{
    const struct code *code = frame->code;
    uint32_t at = (uint32_t)(frame->pc - code->instrs);
    if (!(frame->pc->flags & BEGINS_LINE) || vm_frame_line(frame) <= 0 ||
        opcode(frame) == OP_RESUME)
        return false;
    uint32_t *seen = last_seen(&e->step, frame->id);
    bool same = *seen < code->instr_count && at > *seen &&
                code->positions[*seen].line == code->positions[at].line;
    *seen = at;
    return !same || !falls_through(code, at);
}

static bool in_ancestor(const struct stepping *step,
                        const struct vm_frame *frame)
{
    for (size_t i = 0; i < step->ancestor_count; i++)
        if (step->ancestors[i] == frame->id)
            return true;
    return false;
}

static bool until_there(const struct stepping *step,
                        const struct vm_frame *frame, bool begins)
{
    int line = vm_frame_line(frame);
    if (in_ancestor(step, frame))
        return true;
    if (frame->id != step->frame || !begins)
        return false;
    return step->to_line ? line >= step->to_line : line > step->line;
}

static bool step_ends(const struct stepping *step, const struct vm_frame *frame,
                      bool begins)
{
    switch (step->how) {
    case HOW_START:
        return begins;
    case HOW_STEP:
        return begins || in_ancestor(step, frame);
    case HOW_NEXT:
        return in_ancestor(step, frame) || (frame->id == step->frame && begins);
    case HOW_FINISH:
        return in_ancestor(step, frame);
    case HOW_UNTIL:
        return until_there(step, frame, begins);
    case HOW_INSTRUCTION:
        return true;
    case HOW_HEAP:
        return step->heap_event != NULL;
    default:
        return false;
    }
}

/* ---- traps ------------------------------------------------------------- */

static void stop_with(struct engine *e, const char *reason, const char *text,
                      struct engine_break *b)
{
    struct view_stop stop = {0};
    record_text(&stop.reason, reason);
    record_text(&stop.text, text);
    stop_here(e, &stop);
    if (e->step.heap_event && e->step.how == HOW_HEAP)
        record_text(&stop.text, e->step.heap_event);
    if (e->step.returned && e->step.how == HOW_FINISH)
        record_textf(&stop.text, "Value returned is %s", e->step.returned);
    if (b)
        stop_at_break(e, b, &stop);
    engine_stop(e, &stop);
}

/* Raises what the session asked for; false: an exception is pending. */
static bool take_interrupt(struct engine *e)
{
    if (!e->want_interrupt)
        return true;
    e->want_interrupt = false;
    vm_raise(e->vm, EXC_KEYBOARD_INTERRUPT, "");
    return false;
}

/* What the call that has just ended left for its caller. */
static void take_returned(struct engine *e, struct vm_frame *frame)
{
    const struct code *code = frame->code;
    size_t at = (size_t)(frame->pc - code->instrs);
    const struct instr *call =
        at == 0 ? NULL : (code->aside ? code->aside : code->instrs) + at - 1;
    if (!call || (call->op != OP_CALL && call->op != OP_CALL_EX))
        return;
    free(e->step.returned);
    e->step.returned = show_value(e, frame->regs[call->a], 120);
}

static const char *reason_of(enum how how)
{
    return how == HOW_START ? "entry" : "step";
}

/* A step of several counts the stops that it would have made. */
static bool last_of_count(struct engine *e, struct vm_frame *frame)
{
    if (--e->step.count <= 0)
        return true;
    free(e->step.heap_event);
    e->step.heap_event = NULL;
    note_ancestors(&e->step, frame);
    step_plan_drop(e);
    make_plan(e, frame);
    return false;
}

/* Stops if there is reason to; a breakpoint is the better reason. */
static bool stop_if_due(struct engine *e, struct vm_frame *frame, bool begins,
                        bool ends)
{
    bool pause = e->want_pause && begins;
    struct engine_break *b = begins ? breaks_at(e, frame) : NULL;
    if (ends && in_ancestor(&e->step, frame))
        take_returned(e, frame);
    if (b)
        stop_with(e, "breakpoint", "", b);
    else if (ends)
        stop_with(e, reason_of(e->step.how), "", NULL);
    else if (pause)
        stop_with(e, "pause", "Interrupted", NULL);
    return b || ends || pause;
}

static bool on_instruction(void *arg, struct vm_frame *frame)
{
    struct engine *e = arg;
    const struct instr *pc = frame->pc;
    uint64_t id = frame->id;
    if (e->evaluating || e->stopped || e->no_stops)
        return true;
    sleeping_end(e);
    heap_break_ready(e, frame);
    event_break_heap_size(e);
    watch_break_look(e, frame);
    bool begins = line_begins(e, frame);
    bool ends = step_ends(&e->step, frame, begins) && last_of_count(e, frame);
    if (stop_if_due(e, frame, begins, ends)) {
        /* Patched, it is reported again at once: see on_breakpoint. */
        e->step.stopped_frame = id;
        e->step.stopped_pc = pc;
    }
    sleeping_begin(e);
    return take_interrupt(e);
}

static bool on_breakpoint(void *arg, struct vm_frame *frame)
{
    struct engine *e = arg;
    if (e->evaluating || e->stopped || e->no_stops)
        return true;
    bool again =
        e->step.stopped_frame == frame->id && e->step.stopped_pc == frame->pc;
    e->step.stopped_frame = 0;
    if (again)
        return true;
    bool begins = line_begins(e, frame);
    bool ends = step_plan_covers(e, frame) &&
                step_ends(&e->step, frame, begins) && last_of_count(e, frame);
    stop_if_due(e, frame, begins, ends);
    return take_interrupt(e);
}

static bool on_poll(void *arg, struct vm_frame *frame)
{
    struct engine *e = arg;
    (void)frame;
    if (e->evaluating)
        return evaluate_goes_on(e);
    if (engine_attend(e))
        stepping_arm(e);
    return take_interrupt(e);
}

static bool is_exit(struct engine *e, object *exception)
{
    struct type_object *type = vm_type_of(e->vm, exception);
    return type_is_subtype(type, e->vm->exceptions[EXC_SYSTEM_EXIT]);
}

/* How iterators and generators end: what called the script takes it in, or
 * raises it anew in the frame that called that. */
static bool is_end(struct engine *e, const struct vm_frame *frame,
                   object *exception)
{
    static const enum exception_id ends[] = {
        EXC_STOP_ITERATION, EXC_STOP_ASYNC_ITERATION, EXC_GENERATOR_EXIT};
    struct type_object *type = vm_type_of(e->vm, exception);
    bool called = false, is = false;
    for (; frame && !called; frame = frame->back)
        called = frame->entry && (frame->back || frame->generator);
    for (size_t i = 0; i < sizeof ends / sizeof *ends && called; i++)
        is |= type_is_subtype(type, e->vm->exceptions[ends[i]]);
    return is;
}

static void on_raised(void *arg, struct vm_frame *frame, object *exception,
                      bool caught)
{
    struct engine *e = arg;
    struct view_stop stop = {0};
    if (e->evaluating || e->stopped || e->no_stops)
        return;
    /* Some traps report the same one in every frame that it leaves. */
    uint64_t ordinal = heap_ordinal(e->vm->heap, exception);
    bool wanted = break_any(e, "raise");
    if (wanted && e->raised_exception != ordinal &&
        event_break_raised(e, exception)) {
        e->raised_exception = ordinal;
        e->told_exception = ordinal;
        return;
    }
    if (caught || e->pass_uncaught || is_exit(e, exception) ||
        is_end(e, frame, exception) ||
        e->told_exception == ordinal)
        return;
    e->told_exception = ordinal;
    record_text(&stop.reason, "exception");
    describe_exception(e, exception, &stop);
    stop_here(e, &stop);
    engine_stop(e, &stop);
}

static bool on_breakpoint_call(void *arg, struct vm_frame *frame)
{
    struct engine *e = arg;
    (void)frame;
    if (!e->evaluating && !e->stopped && !e->no_stops)
        stop_with(e, "breakpoint", "breakpoint() was called", NULL);
    return take_interrupt(e);
}

static void on_code_made(void *arg, struct code *code)
{
    breaks_code_made(arg, code);
}

void stepping_init(struct engine *e)
{
    struct vm_trap *trap = &e->vm->trap;
    trap->arg = e;
    trap->instruction = on_instruction;
    trap->breakpoint = on_breakpoint;
    trap->poll = on_poll;
    trap->raised = on_raised;
    trap->breakpoint_call = on_breakpoint_call;
    trap->code_made = on_code_made;
}
