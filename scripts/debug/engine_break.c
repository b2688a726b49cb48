/*
 * Breakpoints in the engine: from lines and names to instructions, hits,
 * conditions.  Invariant: the instructions patched are exactly the places of
 * the enabled line and function breakpoints; a code object that is freed
 * takes its places with it.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/types/str.h"

#include <stdlib.h>
#include <string.h>

/* ---- code objects ------------------------------------------------------ */

static void forget_places(struct engine_break *b, const struct code *code)
{
    size_t kept = 0;
    for (size_t i = 0; i < b->place_count; i++)
        if (b->places[i].code != code)
            b->places[kept++] = b->places[i];
    b->place_count = kept;
}

static void on_code_freed(const struct heap_event *event, void *arg)
{
    struct engine *e = arg;
    const struct code *code = (const struct code *)event->object;
    for (size_t i = 0; i < e->code_count; i++)
        if (e->codes[i] == code)
            e->codes[i] = e->codes[--e->code_count];
    for (size_t i = 0; i < e->break_count; i++)
        forget_places(&e->breaks[i], code);
    step_plan_forget(e, code);
}

static bool remember_code(struct engine *e, struct code *code)
{
    if (e->code_count == e->code_room) {
        size_t room = e->code_room ? e->code_room * 2 : 64;
        struct code **grown = realloc(e->codes, room * sizeof *grown);
        if (!grown)
            return false;
        e->codes = grown;
        e->code_room = room;
    }
    e->codes[e->code_count++] = code;
    return true;
}

void breaks_init(struct engine *e)
{
    struct heap_filter filter = {
        .kinds = HEAP_EVENT_BIT(FREE),
        .type = &e->vm->types[TYPE_CODE]->layout,
    };
    heap_listen(e->vm->heap, &filter, on_code_freed, e);
}

/* ---- places ------------------------------------------------------------ */

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* A path as typed fits a file whose path ends with it. */
bool break_path_fits(const char *typed, const char *file)
{
    size_t n = strlen(typed), m = strlen(file);
    if (strcmp(typed, file) == 0)
        return true;
    if (n < m)
        return strcmp(file + m - n, typed) == 0 && file[m - n - 1] == '/';
    return n > m && strcmp(typed + n - m, file) == 0 && typed[n - m - 1] == '/';
}

static bool code_in_file(const struct code *code, const char *path)
{
    char *file = show_str(code->filename, 4000);
    bool fits = file && break_path_fits(path, file);
    free(file);
    return fits;
}

static void add_place(struct engine_break *b, struct code *code, uint32_t instr)
{
    struct place *place =
        record_list_add(&b->places, &b->place_count, sizeof *place);
    if (place)
        *place = (struct place){code, instr};
}

/* The head of a function does not count. */
static bool is_line_start(const struct code *code, uint32_t i)
{
    const struct instr *instrs = code->aside ? code->aside : code->instrs;
    return instrs[i].flags & BEGINS_LINE && instrs[i].op != OP_RESUME &&
           code->positions[i].line > 0;
}

static bool begins(const struct code *code, uint32_t i, int line)
{
    return is_line_start(code, i) && code->positions[i].line == line;
}

static void add_line_places(struct engine_break *b, struct code *code, int line)
{
    for (uint32_t i = 0; i < code->instr_count; i++)
        if (begins(code, i, line))
            add_place(b, code, i);
}

/* The first line from `line` on that begins in the code; 0: none. */
static int first_line_from(const struct code *code, int line)
{
    int found = 0;
    for (uint32_t i = 0; i < code->instr_count; i++) {
        int here = code->positions[i].line;
        if (is_line_start(code, i) && here >= line && (!found || here < found))
            found = here;
    }
    return found;
}

/* Comprehensions and lambdas share the line of what is around them. */
static bool is_inner(const struct code *code)
{
    return str_length(code->name) && str_at(code->name, 0) == '<' &&
           !str_equal_ascii(code->name, "<module>");
}

static int nearest_line(const struct engine *e, const struct engine_break *b,
                        bool inner)
{
    int best = 0;
    for (size_t i = 0; i < e->code_count; i++) {
        const struct code *code = e->codes[i];
        if (is_inner(code) != inner || !code_in_file(code, b->spec.path))
            continue;
        int line = first_line_from(code, (int)b->spec.line);
        if (line && (!best || line < best))
            best = line;
    }
    return best;
}

static void resolve_line(struct engine *e, struct engine_break *b)
{
    int outer = nearest_line(e, b, false), inner = nearest_line(e, b, true);
    bool use_inner = inner && (!outer || inner < outer);
    int line = use_inner ? inner : outer;
    for (size_t i = 0; line && i < e->code_count; i++) {
        struct code *code = e->codes[i];
        if (is_inner(code) != use_inner || !code_in_file(code, b->spec.path))
            continue;
        add_line_places(b, code, line);
        if (!b->found_path)
            b->found_path = show_str(code->filename, 4000);
    }
    b->found_line = line;
}

static bool is_named(const struct code *code, const char *name)
{
    char *full = show_str(code->qualname, 400);
    const char *dot = strrchr(name, '.');
    bool same = full && strcmp(full, name) == 0;
    free(full);
    return same || (!dot && str_equal_ascii(code->name, name));
}

/* The first line of a function's body. */
static void add_function_place(struct engine_break *b, struct code *code)
{
    for (uint32_t i = 0; i < code->instr_count; i++) {
        if (!is_line_start(code, i))
            continue;
        add_place(b, code, i);
        if (!b->found_line)
            b->found_line = code->positions[i].line;
        if (!b->found_path)
            b->found_path = show_str(code->filename, 4000);
        return;
    }
}

static void resolve_function(struct engine *e, struct engine_break *b)
{
    for (size_t i = 0; i < e->code_count; i++)
        if (is_named(e->codes[i], b->spec.function))
            add_function_place(b, e->codes[i]);
}

static void patch(struct engine *e, struct engine_break *b, bool on)
{
    for (size_t i = 0; i < b->place_count; i++)
        if (on)
            vm_break_set(e->vm, b->places[i].code, b->places[i].instr);
        else
            vm_break_clear(e->vm, b->places[i].code, b->places[i].instr);
}

static void resolve(struct engine *e, struct engine_break *b)
{
    bool line = break_is(b, "line"), function = break_is(b, "function");
    if (!line && !function)
        return;
    if (line && b->spec.path)
        resolve_line(e, b);
    else if (function && b->spec.function)
        resolve_function(e, b);
    if (b->place_count)
        record_text(&b->note, NULL);
    else
        record_textf(&b->note,
                     line ? "no code there yet: %s" : "no function %s yet",
                     line ? base_name(b->spec.path ? b->spec.path : "?")
                          : b->spec.function);
}

static void drop_places(struct engine *e, struct engine_break *b)
{
    patch(e, b, false);
    free(b->places);
    b->places = NULL;
    b->place_count = 0;
    b->found_line = 0;
    free(b->found_path);
    b->found_path = NULL;
}

void breaks_patch_all(struct engine *e)
{
    for (size_t i = 0; i < e->break_count; i++)
        if (e->breaks[i].spec.enabled)
            patch(e, &e->breaks[i], true);
}

/* Overlapping breakpoints share instructions: take all off, put all on. */
static void resolve_all(struct engine *e)
{
    for (size_t i = 0; i < e->break_count; i++)
        drop_places(e, &e->breaks[i]);
    for (size_t i = 0; i < e->break_count; i++)
        resolve(e, &e->breaks[i]);
    breaks_patch_all(e);
    for (size_t i = 0; i < e->step.place_count; i++)
        vm_break_set(e->vm, e->step.places[i].code, e->step.places[i].instr);
}

void breaks_code_made(struct engine *e, struct code *code)
{
    if (e->evaluating || !remember_code(e, code) || e->break_count == 0)
        return;
    resolve_all(e);
}

/* ---- the set ----------------------------------------------------------- */

static void clear_break(struct engine *e, struct engine_break *b)
{
    drop_places(e, b);
    record_clear(schema_break_spec(), &b->spec);
    watch_break_forget(b);
    observer_free(b->test);
    free(b->note);
}

static int64_t old_hits(const struct engine *e, int64_t id)
{
    for (size_t i = 0; i < e->break_count; i++)
        if (e->breaks[i].spec.id == id)
            return e->breaks[i].hits;
    return 0;
}

void breaks_set(struct engine *e, struct view_break_set *set)
{
    size_t count = set->breaks_count;
    struct engine_break *new = calloc(count ? count : 1, sizeof *new);
    if (!new)
        return;
    for (size_t i = 0; i < count; i++) {
        new[i].spec = set->breaks[i];
        new[i].hits = old_hits(e, new[i].spec.id);
        watch_break_inherit(e, &new[i]);
    }
    for (size_t i = 0; i < e->break_count; i++)
        clear_break(e, &e->breaks[i]);
    free(e->breaks);
    free(set->breaks);
    e->pass_uncaught = set->pass_uncaught;
    memset(set, 0, sizeof *set);
    e->breaks = new;
    e->break_count = count;
    for (size_t i = 0; i < count; i++)
        watch_break_prepare(e, &e->breaks[i]);
    resolve_all(e);
    e->sleeping = false;
    heap_break_arm(e);
    stepping_arm(e);
}

void breaks_states(const struct engine *e, struct view_break_states *states)
{
    for (size_t i = 0; i < e->break_count; i++) {
        const struct engine_break *b = &e->breaks[i];
        struct view_break_state *state = RECORD_ADD(states, breaks);
        if (!state)
            return;
        state->id = b->spec.id;
        state->hits = b->hits;
        state->ignore = b->spec.ignore;
        state->line = b->found_line ? b->found_line : b->spec.line;
        state->verified = b->place_count > 0 ||
                          (!break_is(b, "line") && !break_is(b, "function"));
        record_text(&state->path, b->found_path ? b->found_path : b->spec.path);
        record_text(&state->note, b->note);
    }
}

/* ---- hits -------------------------------------------------------------- */

static bool condition_holds(struct engine *e, struct engine_break *b,
                            object *subject)
{
    char *error = NULL;
    if (!b->spec.condition)
        return true;
    if (!b->test)
        b->test = observer_new(b->spec.condition);
    int result = b->test ? observer_test(e, b->test, subject) : -1;
    if (result >= 0)
        return result != 0;
    result = evaluate_condition(e, b->spec.condition, subject, &error);
    if (result < 0)
        record_textf(&b->note, "its condition failed: %s", error ? error : "?");
    free(error);
    return result != 0;
}

bool break_hit(struct engine *e, struct engine_break *b, object *subject)
{
    if (!b->spec.enabled || !condition_holds(e, b, subject))
        return false;
    b->hits++;
    if (!break_counts(b))
        return false;
    if (b->spec.ignore > 0) {
        b->spec.ignore--;
        return false;
    }
    if (b->spec.log)
        break_log(e, b, subject);
    return !b->spec.log;
}

static bool lies_at(const struct engine_break *b, const struct vm_frame *frame)
{
    for (size_t i = 0; i < b->place_count; i++)
        if (b->places[i].code == frame->code &&
            frame->code->instrs + b->places[i].instr == frame->pc)
            return true;
    return false;
}

struct engine_break *breaks_at(struct engine *e, struct vm_frame *frame)
{
    struct engine_break *found = NULL;
    for (size_t i = 0; i < e->break_count; i++) {
        struct engine_break *b = &e->breaks[i];
        if (lies_at(b, frame) && break_hit(e, b, NULL) && !found)
            found = b;
    }
    return found;
}

void stop_at_break(struct engine *e, struct engine_break *b,
                   struct view_stop *stop)
{
    (void)e;
    stop->breakpoint = b->spec.id;
    stop->hits = b->hits;
    const char *path = stop->path ? base_name(stop->path) : "?";
    record_textf(&stop->text, "%s %lld, %s (%s:%lld)",
                 b->spec.temporary ? "Temporary breakpoint" : "Breakpoint",
                 (long long)b->spec.id, stop->function ? stop->function : "?",
                 path, (long long)stop->line);
    if (b->note)
        record_texts_add(&stop->details, &stop->details_count, b->note);
}
