/*
 * The script's life in its engine: compiled, run, reported, finalized, with a
 * stop before what cannot be looked at afterwards.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/run.h"
#include "scripts/types/exception.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/error.h"
#include "scripts/vm/signals.h"

#include "config.h"

#include <stdlib.h>
#include <string.h>

/* ---- loading ----------------------------------------------------------- */

static struct run_program program_of(const struct view_launch *launch)
{
    struct run_program program = {
        .kind = launch->module ? RUN_MODULE
                : launch->code ? RUN_COMMAND
                               : RUN_FILE,
        .text = launch->module ? launch->module
                : launch->code ? launch->code
                               : launch->program,
        .argc = (int)launch->args_count,
        .argv = (const char *const *)launch->args,
    };
    return program;
}

static bool make_vm(struct engine *e, char **error)
{
    struct vm_options options = {
        .heap_limit = (size_t)e->launch.heap_limit,
        .attached = true,
        .stdlib = PYTHON_STDLIB,
        .executable = "heapstep",
    };
    host_session_init(&e->host, e);
    e->vm = vm_new(&options, &e->host);
    if (!e->vm) {
        record_text(error, "there is not enough memory for an interpreter");
        return false;
    }
    if (!signals_begin(e->vm)) {
        record_text(error, "there is not enough memory for an interpreter");
        return false;
    }
    heap_set_sharing(e->vm->heap, !e->launch.eager_copies);
    stepping_init(e);
    breaks_init(e);
    return true;
}

/* "SyntaxError: invalid syntax", from the pending exception. */
static char *pending_text(struct engine *e)
{
    struct view_stop stop = {0};
    object *exception = vm_pending_take(e->vm);
    if (!exception)
        return strdup("it cannot be compiled");
    describe_exception(e, exception, &stop);
    char *text = stop.text;
    stop.text = NULL;
    record_clear(schema_stop(), &stop);
    vm_pending_restore(e->vm, exception);
    return text;
}

bool script_load(struct engine *e, char **error)
{
    if (!e->launch.program && !e->launch.module && !e->launch.code) {
        record_text(error, "no script is named");
        return false;
    }
    if (!make_vm(e, error))
        return false;
    struct run_program program = program_of(&e->launch);
    e->main_code = run_prepare(e->vm, &program);
    if (!e->main_code) {
        *error = pending_text(e);
        run_report(e->vm);
        return false;
    }
    e->main_globals = run_main_dict(e->vm);
    e->no_stops = e->launch.no_debug;
    runtime_baseline(e);
    return true;
}

/* ---- the exception's words --------------------------------------------- */

/* What str() would say of the usual exceptions, with no script code run. */
static char *message_of(struct engine *e, object *exception)
{
    object *args = exception_of(exception)->args;
    size_t n = args && vm_is(args, TYPE_TUPLE) ? tuple_length(args) : 0;
    if (n == 0)
        return strdup("");
    object *first = tuple_items(args)[0];
    bool syntax = type_is_subtype(vm_type_of(e->vm, exception),
                                  e->vm->exceptions[EXC_SYNTAX_ERROR]);
    bool key = type_is_subtype(vm_type_of(e->vm, exception),
                               e->vm->exceptions[EXC_KEY_ERROR]);
    if ((n == 1 || syntax) && vm_is(first, TYPE_STR) && !key) {
        struct text t;
        char *raw = show_str(first, 1000);
        text_begin(&t, 1000);
        text_add(&t, raw ? raw : "");
        free(raw);
        return text_finish(&t);
    }
    return show_value(e, n == 1 ? first : args, 400);
}

void describe_exception(struct engine *e, object *exception,
                        struct view_stop *stop)
{
    char *message = message_of(e, exception);
    bool any = message && *message;
    record_text(&stop->exception, show_type(e, exception));
    record_text(&stop->exception_text, message);
    record_textf(&stop->text, "%s%s%s", stop->exception, any ? ": " : "",
                 any ? message : "");
    free(message);
}

/* ---- running ----------------------------------------------------------- */

static size_t made_and_alive(struct engine *e)
{
    size_t n = 0;
    const heap *h = e->vm->heap;
    for (object *o = heap_next(h, NULL); o; o = heap_next(h, o))
        n += number_of(e, o) > 0;
    return n;
}

/* Before finalization: everything the script left can be looked at. */
static void stop_at_end(struct engine *e)
{
    struct view_stop stop = {.status = e->status};
    if (e->no_stops)
        return;
    record_text(&stop.reason, "end");
    record_textf(&stop.text,
                 "The script has ended with status %d; %zu objects it made "
                 "are still alive",
                 e->status, made_and_alive(e));
    engine_stop(e, &stop);
}

static void stop_for_good(struct engine *e)
{
    struct view_stop stop = {.status = e->status};
    record_text(&stop.reason, "exited");
    record_textf(&stop.text, "The script has exited with status %d", e->status);
    engine_stop(e, &stop);
}

void script_run(struct engine *e)
{
    run_code(e->vm, e->main_code);
    e->status = run_report(e->vm);
    e->finished = true;
    stop_at_end(e);
    vm_release(e->vm, e->main_code);
    e->main_code = NULL;
    e->main_globals = NULL;
    if (!vm_finalize(e->vm) && e->status == 0)
        e->status = 120;
    e->finalized = true;
    stop_for_good(e);
}
