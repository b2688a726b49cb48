/*
 * What a breakpoint asks of an object, of a type and of its own count of
 * hits, and what a log point says.  Nothing here stops; engine_break.c,
 * heap_break.c, event_break.c and watch_break.c do.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/types/tuple.h"

#include <stdlib.h>
#include <string.h>

enum { LOG_MOST = 4000 };

bool break_is(const struct engine_break *b, const char *kind)
{
    return b->spec.kind && strcmp(b->spec.kind, kind) == 0;
}

bool break_any(const struct engine *e, const char *kind)
{
    for (size_t i = 0; i < e->break_count; i++)
        if (break_is(&e->breaks[i], kind) && e->breaks[i].spec.enabled)
            return true;
    return false;
}

/* ---- objects ------------------------------------------------------------ */

/* A type by its name, with or without its module. */
static bool is_called(const struct type_object *type, const char *name)
{
    const char *dot = strrchr(type->layout.name, '.');
    return strcmp(type->layout.name, name) == 0 ||
           (dot && strcmp(dot + 1, name) == 0);
}

bool break_wants_type(const struct engine_break *b,
                      const struct type_object *type)
{
    if (!b->spec.type || is_called(type, b->spec.type))
        return true;
    if (!b->spec.subclasses || !type->mro)
        return false;
    for (size_t i = 0; i < tuple_length(type->mro); i++)
        if (is_called((struct type_object *)tuple_items(type->mro)[i],
                      b->spec.type))
            return true;
    return false;
}

bool break_wants_object(struct engine *e, const struct engine_break *b,
                        const object *o)
{
    if (b->spec.object)
        return b->spec.object == number_of(e, o);
    return !b->spec.type || strcmp(b->spec.type, show_type(e, o)) == 0 ||
           break_wants_type(b, vm_type_of(e->vm, o));
}

static bool has_size(struct engine *e, const struct engine_break *b,
                     const object *o)
{
    int64_t size = (int64_t)heap_total_size(e->vm->heap, o);
    return size >= b->spec.least && (!b->spec.most || size <= b->spec.most);
}

static bool has_site(struct engine *e, const struct engine_break *b,
                     const object *o)
{
    int line = 0;
    if (!b->spec.line)
        return true;
    char *path = engine_site(e, heap_site(e->vm->heap, o), &line);
    bool fits = path && b->spec.path && line == b->spec.line &&
                break_path_fits(b->spec.path, path);
    free(path);
    return fits;
}

bool break_wants_new(struct engine *e, const struct engine_break *b,
                     const object *o)
{
    return break_wants_object(e, b, o) && has_size(e, b, o) &&
           has_site(e, b, o);
}

/* ---- hits --------------------------------------------------------------- */

static bool above(int64_t hits, int64_t n)
{
    return hits > n;
}

static bool from(int64_t hits, int64_t n)
{
    return hits >= n;
}

static bool below(int64_t hits, int64_t n)
{
    return hits < n;
}

static bool up_to(int64_t hits, int64_t n)
{
    return hits <= n;
}

static bool equal(int64_t hits, int64_t n)
{
    return hits == n;
}

static bool every(int64_t hits, int64_t n)
{
    return n > 0 && hits % n == 0;
}

/* In the order in which they are tried: the longer sign first. */
static const struct {
    const char *sign;
    bool (*holds)(int64_t hits, int64_t n);
} hit_tests[] = {{">=", from}, {"<=", up_to}, {"==", equal}, {">", above},
                 {"<", below}, {"=", equal},  {"%", every},  {"", from}};

bool break_counts(const struct engine_break *b)
{
    const char *at = b->spec.hit;
    if (!at)
        return true;
    for (size_t i = 0; i < sizeof hit_tests / sizeof *hit_tests; i++) {
        size_t length = strlen(hit_tests[i].sign);
        if (strncmp(at, hit_tests[i].sign, length) == 0)
            return hit_tests[i].holds(b->hits, strtoll(at + length, NULL, 10));
    }
    return true;
}

/* ---- log points --------------------------------------------------------- */

static void log_value(struct engine *e, struct text *t, const char *expression,
                      object *subject)
{
    struct view_answer answer = {0};
    struct view_question q = {.what = "print", .text = (char *)expression};
    const object *before = e->subject;
    bool was_pausing = e->want_pause;
    e->subject = subject ? subject : before;
    e->want_pause = false;
    evaluate(e, &q, &answer);
    e->want_pause |= was_pausing;
    e->subject = before;
    text_add(t, answer.text ? answer.text : "?");
    record_clear(schema_answer(), &answer);
}

/* What stands between braces is an expression, "{{" a brace. */
static void log_text(struct engine *e, struct text *t, const char *at,
                     object *subject)
{
    while (*at) {
        size_t plain = strcspn(at, "{}");
        const char *end = strchr(at, '}');
        text_put(t, at, plain);
        at += plain;
        if (*at == '{' && at[1] != '{' && end) {
            char *expression = strndup(at + 1, (size_t)(end - at) - 1);
            if (expression)
                log_value(e, t, expression, subject);
            free(expression);
            at = end + 1;
        } else if (*at) {
            text_put(t, at, 1);
            at += at[1] == at[0] ? 2 : 1;
        }
    }
}

void break_log(struct engine *e, const struct engine_break *b, object *subject)
{
    struct text t;
    struct view_answer answer = {.ok = true};
    text_begin(&t, LOG_MOST);
    log_text(e, &t, b->spec.log, subject);
    answer.text = text_finish(&t);
    channel_send(&e->channel, MESSAGE_LOGGED, 0, &answer);
    record_clear(schema_answer(), &answer);
}
