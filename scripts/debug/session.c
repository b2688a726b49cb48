/*
 * The session: which state the script is in, the messages to and from its
 * engine, and the engine's death.  Invariant: nothing an engine sends, and no
 * silence of it, ends the session.  Neighbours: engine_process.c forks,
 * host_serve.c does what the script asks of the outside, screen.c shows.
 */
#include "scripts/debug/session_internal.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_MS = 4000, TURN_MS = 50 };

/* ---- a session --------------------------------------------------------- */

struct debug *debug_new(const struct debug_sink *sink)
{
    struct debug *d = calloc(1, sizeof *d);
    if (!d)
        return NULL;
    d->sink = *sink;
    channel_init(&d->engine, -1);
    d->before = 10;
    d->after = 10;
    return d;
}

static void drop_engine(struct debug *d)
{
    engine_reap(d);
    channel_done(&d->engine);
    d->stop_pending = false;
    d->reading = 0;
}

static void free_displays(struct debug *d)
{
    for (size_t i = 0; i < d->display_count; i++)
        free(d->displays[i].expression);
    free(d->displays);
}

void debug_free(struct debug *d)
{
    if (!d)
        return;
    drop_engine(d);
    host_serve_close(d);
    breakpoints_clear(&d->breaks);
    source_cache_clear(&d->sources);
    record_clear(schema_launch(), &d->launch);
    record_clear(schema_stop(), &d->stop);
    record_clear(schema_screen(), &d->screen);
    record_clear(schema_screen_query(), &d->query);
    free_displays(d);
    free(d->input.at);
    free(d->input_path);
    free(d->output_path);
    free(d->tty_path);
    free(d->last_line);
    free(d->list_path);
    free(d);
}

bool debug_is_launched(const struct debug *d)
{
    return d->launched;
}

bool debug_is_stopped(const struct debug *d)
{
    return d->state == STATE_STOPPED;
}

bool debug_is_alive(const struct debug *d)
{
    return d->pid != 0;
}

const char *debug_state(const struct debug *d)
{
    static const char *const names[] = {"none",    "none",  "running",
                                        "stopped", "ended", "dead"};
    return names[d->state];
}

const struct view_stop *debug_last_stop(const struct debug *d)
{
    return &d->stop;
}

const char *session_refusal(const struct debug *d)
{
    static const char *const reasons[] = {
        "there is no script: start one with run",
        "the script has not begun: start it with run",
        "the script is running: stop it with interrupt",
        "the script waits",
        "the script has ended: start it again with run",
        "the engine is dead: start a new one with run",
    };
    return reasons[d->state];
}

bool session_waits(const struct debug *d)
{
    return d->state == STATE_STOPPED || d->state == STATE_ENDED;
}

/* ---- the engine's death ------------------------------------------------ */

static void death_text(char *text, size_t room, int signal)
{
    if (signal > 0)
        snprintf(text, room,
                 "the engine was ended by signal %d (%s); run starts a new one",
                 signal, strsignal(signal));
    else if (signal < 0)
        snprintf(
            text, room,
            "the engine sent nonsense and was ended; run starts a new one");
    else
        snprintf(text, room, "the engine has gone; run starts a new one");
}

static void tell_death_as_stop(struct debug *d, const char *text)
{
    record_clear(schema_stop(), &d->stop);
    record_text(&d->stop.reason, "engine");
    record_text(&d->stop.text, text);
    d->stop_number++;
    d->sink.stopped(d->sink.arg, &d->stop, text);
}

static void engine_died(struct debug *d)
{
    bool was_running = d->state == STATE_RUNNING;
    int signal = engine_reap(d);
    char text[160];
    channel_done(&d->engine);
    d->reading = 0;
    d->stop_pending = false;
    d->state = STATE_DEAD;
    death_text(text, sizeof text, signal);
    if (d->input_told)
        d->sink.input(d->sink.arg, d->input_told = false);
    d->sink.engine(d->sink.arg, false, text, signal);
    if (was_running)
        tell_death_as_stop(d, text);
    screen_state(d);
}

/* ---- messages ---------------------------------------------------------- */

static void take_stop(struct debug *d, struct message *message)
{
    struct view_stop *stop = message->record;
    record_clear(schema_stop(), &d->stop);
    d->stop = *stop;
    memset(stop, 0, sizeof *stop);
    d->stop_pending = true;
}

static bool is_awaited(const struct debug *d, const struct message *message)
{
    return message->id && message->id == d->awaited.id &&
           message->kind == d->awaited.kind && !d->answered;
}

/* The engine is at work: the wait for its answer begins anew. */
static void tell_progress(struct debug *d, const struct view_answer *progress)
{
    char line[100];
    if (!d->awaited.id || !progress->text)
        return;
    d->progressed = true;
    int n = snprintf(line, sizeof line, "(%s)\n", progress->text);
    if (n > 0 && (size_t)n < sizeof line)
        d->sink.output(d->sink.arg, DEBUG_CONSOLE, line, (size_t)n);
}

static void tell_logged(struct debug *d, const struct view_answer *logged)
{
    const char *text = logged->text ? logged->text : "";
    d->sink.output(d->sink.arg, DEBUG_CONSOLE, text, strlen(text));
    d->sink.output(d->sink.arg, DEBUG_CONSOLE, "\n", 1);
}

static void take_message(struct debug *d, struct message *message)
{
    if (is_awaited(d, message)) {
        d->awaited.record = message->record;
        message->record = NULL;
        d->answered = true;
    } else if (message->kind == MESSAGE_HOST_CALL) {
        host_serve_call(d, message->id, message->record);
    } else if (message->kind == MESSAGE_STOPPED && d->state == STATE_RUNNING) {
        take_stop(d, message);
    } else if (message->kind == MESSAGE_BREAK_STATES) {
        breakpoints_update(&d->breaks, message->record);
    } else if (message->kind == MESSAGE_LOGGED) {
        tell_logged(d, message->record);
    } else if (message->kind == MESSAGE_PROGRESS) {
        tell_progress(d, message->record);
    }
    message_clear(message);
}

static void take_messages(struct debug *d)
{
    struct message message = {0};
    while (channel_next(&d->engine, &message))
        take_message(d, &message);
}

/* Tells a running engine to look at its socket. */
static void knock(struct debug *d)
{
    if (d->state == STATE_RUNNING && d->pid > 0)
        kill(d->pid, SIGUSR1);
}

bool session_send(struct debug *d, enum message_kind kind, uint32_t id,
                  const void *record)
{
    if (!d->pid || !channel_send(&d->engine, kind, id, record))
        return false;
    if (kind != MESSAGE_HOST_ANSWER)
        knock(d);
    return true;
}

static long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits a little for the engine and takes in what it says. */
static void attend(struct debug *d)
{
    struct pollfd fd = {d->engine.fd, POLLIN, 0};
    if (channel_flush(&d->engine))
        fd.events |= POLLOUT;
    if (poll(&fd, 1, TURN_MS) > 0 && fd.revents & (POLLIN | POLLHUP))
        channel_fill(&d->engine);
    take_messages(d);
}

static bool await(struct debug *d)
{
    struct view_nothing nothing = {true};
    long end = now_ms() + ANSWER_MS;
    bool cancelled = false;
    while (!d->answered && !d->engine.broken && now_ms() < end) {
        attend(d);
        if (d->progressed && !cancelled)
            end = now_ms() + ANSWER_MS;
        d->progressed = false;
        if (!cancelled && d->sink.cancelled && d->sink.cancelled(d->sink.arg)) {
            cancelled = true;
            session_send(d, MESSAGE_CANCEL, 0, &nothing);
        }
    }
    return d->answered;
}

bool session_ask(struct debug *d, enum message_kind kind, const void *record,
                 enum message_kind answer_kind, void *answer)
{
    if (!d->pid || d->awaited.id)
        return false;
    d->awaited.id = ++d->last_id;
    d->awaited.kind = answer_kind;
    d->answered = false;
    bool ok = session_send(d, kind, d->awaited.id, record) && await(d);
    if (ok) {
        memcpy(answer, d->awaited.record, message_schema(answer_kind)->size);
        free(d->awaited.record);
    }
    memset(&d->awaited, 0, sizeof d->awaited);
    d->answered = false;
    return ok;
}

bool session_question(struct debug *d, const struct view_question *q,
                      struct view_answer *answer)
{
    return session_ask(d, MESSAGE_ASK, q, MESSAGE_ANSWER, answer);
}

void session_send_breaks(struct debug *d)
{
    struct view_break_set set = {0};
    struct view_break_states states = {0};
    if (!d->pid || !breakpoints_set(&d->breaks, &set))
        return;
    set.pass_uncaught = d->pass_uncaught;
    if (session_ask(d, MESSAGE_BREAKS, &set, MESSAGE_BREAK_STATES, &states))
        breakpoints_update(&d->breaks, &states);
    record_clear(schema_break_states(), &states);
    free(set.breaks);
}

void debug_tell_break(struct debug *d, const char *reason,
                      const struct breakpoint *b)
{
    struct view_breakpoint row = {0};
    if (b && breakpoint_row(b, &row))
        d->sink.breakpoint(d->sink.arg, reason, &row);
    record_clear(schema_breakpoint(), &row);
}

/* ---- life -------------------------------------------------------------- */

static void set_text(char **field, const char *text)
{
    record_text(field, text && *text ? text : NULL);
}

static bool load(struct debug *d, char **error)
{
    struct view_answer answer = {0};
    bool heard =
        session_ask(d, MESSAGE_LOAD, &d->launch, MESSAGE_LOADED, &answer);
    bool ok = heard && answer.ok;
    if (!ok)
        record_text(error, answer.text ? answer.text
                                       : "the engine died while loading");
    record_clear(schema_answer(), &answer);
    return ok;
}

/* An engine with the script loaded, in place of the one before. */
static bool fresh_engine(struct debug *d, char **error)
{
    drop_engine(d);
    host_serve_close(d);
    source_cache_clear(&d->sources);
    d->state = STATE_NONE;
    d->frame = 0;
    d->begun = false;
    if (d->launch.code)
        source_add(&d->sources, "<string>", d->launch.code,
                   strlen(d->launch.code));
    if (!host_serve_open(d, error))
        return false;
    if (!engine_spawn(d)) {
        record_textf(error, "no engine could be started: %s", strerror(errno));
        return false;
    }
    if (!load(d, error)) {
        drop_engine(d);
        return false;
    }
    d->state = STATE_LOADED;
    d->sink.engine(d->sink.arg, true, "the engine is ready", 0);
    session_send_breaks(d);
    return true;
}

bool debug_launch(struct debug *d, const struct view_launch *launch,
                  const struct debug_streams *streams, char **error)
{
    record_clear(schema_launch(), &d->launch);
    if (launch->cwd && chdir(launch->cwd) < 0) {
        record_textf(error, "no folder %s: %s", launch->cwd, strerror(errno));
        return false;
    }
    if (!record_copy(schema_launch(), &d->launch, launch)) {
        record_text(error, "out of memory");
        return false;
    }
    set_text(&d->input_path, streams->input);
    set_text(&d->output_path, streams->output);
    set_text(&d->tty_path, streams->tty);
    d->launched = true;
    return fresh_engine(d, error);
}

void debug_start(struct debug *d, bool stop_on_entry)
{
    struct view_resume resume = {0};
    if (d->state != STATE_LOADED)
        return;
    d->stop_on_entry = stop_on_entry;
    record_text(&resume.how, stop_on_entry ? "start" : "continue");
    session_resume(d, &resume);
    record_clear(schema_resume(), &resume);
}

bool debug_restart(struct debug *d, char **error)
{
    if (!d->launched) {
        record_text(error, session_refusal(d));
        return false;
    }
    free(d->input.at);
    memset(&d->input, 0, sizeof d->input);
    if (!fresh_engine(d, error))
        return false;
    debug_start(d, true);
    return true;
}

void debug_kill(struct debug *d)
{
    if (!d->pid)
        return;
    kill(d->pid, SIGKILL);
    d->engine.broken = true;
}

/* ---- running ----------------------------------------------------------- */

bool session_resume(struct debug *d, const struct view_resume *resume)
{
    if (!session_send(d, MESSAGE_RESUME, 0, resume))
        return false;
    d->state = STATE_RUNNING;
    d->begun = true;
    d->frame = 0;
    d->sink.continued(d->sink.arg);
    return true;
}

bool debug_resume(struct debug *d, const char *how, int count, char **error)
{
    struct view_resume resume = {.count = count, .frame = d->frame};
    if (d->state != STATE_STOPPED) {
        record_text(error, session_refusal(d));
        return false;
    }
    bool ok = record_text(&resume.how, how) && session_resume(d, &resume);
    if (!ok)
        record_text(error, "the engine does not answer");
    record_clear(schema_resume(), &resume);
    return ok;
}

void debug_pause(struct debug *d)
{
    struct view_nothing nothing = {true};
    if (d->state == STATE_RUNNING)
        session_send(d, MESSAGE_PAUSE, 0, &nothing);
}

void debug_interrupt(struct debug *d)
{
    struct view_nothing nothing = {true};
    if (d->state == STATE_RUNNING) {
        session_send(d, MESSAGE_INTERRUPT, 0, &nothing);
        host_serve_interrupt(d);
    }
}

void debug_input(struct debug *d, const char *bytes, size_t length)
{
    struct input_queue *in = &d->input;
    if (length == 0)
        in->eof = true;
    if (in->room - in->length < length) {
        char *grown = realloc(in->at, (in->length + length) * 2);
        if (!grown)
            return;
        in->at = grown;
        in->room = (in->length + length) * 2;
    }
    if (length)
        memcpy(in->at + in->length, bytes, length);
    in->length += length;
    host_serve_input(d);
}

/* ---- turns ------------------------------------------------------------- */

int debug_poll_fds(struct debug *d, struct pollfd *fds, int *timeout)
{
    int n = 0;
    *timeout = d->stop_pending ? 0 : host_serve_timeout(d);
    if (d->engine.fd >= 0) {
        bool more = channel_flush(&d->engine);
        fds[n++] = (struct pollfd){d->engine.fd,
                                   (short)(POLLIN | (more ? POLLOUT : 0)), 0};
    }
    if (d->engine.broken)
        *timeout = 0;
    int fd = host_serve_fd(d);
    if (fd >= 0)
        fds[n++] = (struct pollfd){fd, POLLIN, 0};
    return n;
}

/* Arriving where `advance` leads is a step, not a breakpoint. */
static void drop_temporary(struct debug *d)
{
    size_t before = d->breaks.count;
    for (size_t i = before; i-- > 0;) {
        struct breakpoint *b = &d->breaks.at[i];
        bool here = b->spec.id == d->stop.breakpoint;
        if (here && b->owner == BREAK_BY_ADVANCE) {
            d->stop.breakpoint = 0;
            record_text(&d->stop.reason, "step");
            record_text(&d->stop.text, "");
        }
        if (b->owner == BREAK_BY_ADVANCE ||
            (here && (b->spec.temporary || d->stop.hits == STOP_LAST)))
            breakpoints_delete(&d->breaks, b);
    }
    if (d->breaks.count != before)
        session_send_breaks(d);
}

static void say(struct debug *d, const char *text)
{
    if (!text || !*text)
        return;
    d->sink.output(d->sink.arg, DEBUG_CONSOLE, text, strlen(text));
    d->sink.output(d->sink.arg, DEBUG_CONSOLE, "\n", 1);
}

/* What `commands` told the breakpoint to do, until one runs the script. */
static void run_commands(struct debug *d, const struct view_break_spec *spec)
{
    for (size_t i = 0; i < spec->commands_count; i++) {
        struct debug_result result = {0};
        debug_command(d, spec->commands[i], &result);
        say(d, result.text);
        free(result.text);
        if (result.resumed || result.failed || d->state != STATE_STOPPED)
            return;
    }
}

/* Before front ends hear of the stop: when a command runs the script on, they
 * never do.  True: the text of the stop has been said. */
static bool do_stop_commands(struct debug *d,
                             const struct view_break_spec *spec,
                             const char *text)
{
    if (!spec->commands_count || d->state != STATE_STOPPED)
        return false;
    say(d, text);
    run_commands(d, spec);
    return true;
}

static void tell_stop(struct debug *d, const char *text)
{
    if (d->state == STATE_ENDED)
        d->sink.exited(d->sink.arg, (int)d->stop.status);
    else
        d->sink.stopped(d->sink.arg, &d->stop, text);
    d->sink.screen(d->sink.arg, &d->screen);
}

/* A copy: a breakpoint may be gone once it has been hit. */
static void copy_hit(const struct debug *d, struct view_break_spec *copy)
{
    for (size_t i = 0; i < d->breaks.count; i++)
        if (d->breaks.at[i].spec.id == d->stop.breakpoint)
            record_copy(schema_break_spec(), copy, &d->breaks.at[i].spec);
}

static void show_stop(struct debug *d)
{
    struct view_break_spec hit = {0};
    bool ended = strcmp(d->stop.reason ? d->stop.reason : "", "exited") == 0;
    d->stop_pending = false;
    d->stop_number++;
    d->frame = 0;
    d->list_next = 0;
    d->state = ended ? STATE_ENDED : STATE_STOPPED;
    if (d->input_told)
        d->sink.input(d->sink.arg, d->input_told = false);
    copy_hit(d, &hit);
    drop_temporary(d);
    screen_fetch(d);
    char *text = screen_stop_text(d);
    bool said = do_stop_commands(d, &hit, text);
    if (d->state == STATE_STOPPED || ended)
        tell_stop(d, text && !said ? text : "");
    free(text);
    record_clear(schema_break_spec(), &hit);
}

/* ---- questions --------------------------------------------------------- */

bool debug_heap_page(struct debug *d, const struct view_heap_query *q,
                     struct view_heap *heap)
{
    return session_ask(d, MESSAGE_ASK_HEAP, q, MESSAGE_HEAP, heap);
}

bool debug_frames(struct debug *d, int from, int count,
                  struct view_frames *frames)
{
    struct view_question q = {.from = from, .count = count};
    return session_ask(d, MESSAGE_ASK_FRAMES, &q, MESSAGE_FRAMES, frames);
}

bool debug_variables(struct debug *d, const struct view_question *q,
                     struct view_variables *variables)
{
    return session_ask(d, MESSAGE_ASK_VARIABLES, q, MESSAGE_VARIABLES,
                       variables);
}

bool debug_evaluate(struct debug *d, const char *expression, int frame,
                    struct view_answer *answer)
{
    struct view_question q = {
        .what = "print", .text = (char *)expression, .frame = frame};
    return session_question(d, &q, answer);
}

void debug_turn(struct debug *d)
{
    struct pollfd fd = {d->engine.fd, POLLIN, 0};
    if (d->engine.fd >= 0 && poll(&fd, 1, 0) > 0)
        channel_fill(&d->engine);
    take_messages(d);
    host_serve_ready(d);
    if (d->stop_pending)
        show_stop(d);
    if (d->pid && d->engine.broken)
        engine_died(d);
}

/* ---- an editor's breakpoints ------------------------------------------- */

void debug_stop_on_exceptions(struct debug *d, bool uncaught)
{
    d->pass_uncaught = !uncaught;
    session_send_breaks(d);
}

static bool same_path(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* Drops the breakpoints that the new ones replace. */
static void drop_replaced(struct debug *d, enum break_owner owner,
                          const char *path)
{
    for (size_t i = d->breaks.count; i-- > 0;) {
        struct breakpoint *b = &d->breaks.at[i];
        if (owner == BREAK_BY_LINES ? strcmp(b->spec.kind, "line") == 0 &&
                                          same_path(b->spec.path, path)
                                    : b->owner == owner)
            breakpoints_delete(&d->breaks, b);
    }
}

static bool replace(struct debug *d, enum break_owner owner, const char *path,
                    const struct view_break_spec *specs, size_t count,
                    struct view_break_states *states)
{
    int64_t first = d->breaks.last_id + 1;
    drop_replaced(d, owner, path);
    for (size_t i = 0; i < count; i++) {
        struct view_break_spec copy = {0};
        if (!record_copy(schema_break_spec(), &copy, &specs[i]) ||
            !breakpoints_add(&d->breaks, &copy, owner))
            return false;
    }
    session_send_breaks(d);
    for (int64_t id = first; id <= d->breaks.last_id; id++) {
        struct breakpoint *b = breakpoints_find(&d->breaks, id);
        struct view_break_state *state = RECORD_ADD(states, breaks);
        if (!b || !state ||
            !record_copy(schema_break_state(), state, &b->state))
            return false;
    }
    return true;
}

bool debug_set_lines(struct debug *d, const char *path,
                     const struct view_break_spec *specs, size_t count,
                     struct view_break_states *states)
{
    bool ok = replace(d, BREAK_BY_LINES, path, specs, count, states);
    if (d->state != STATE_RUNNING)
        screen_refresh(d);
    return ok;
}

bool debug_set_functions(struct debug *d, const struct view_break_spec *specs,
                         size_t count, struct view_break_states *states)
{
    return replace(d, BREAK_BY_FUNCTIONS, NULL, specs, count, states);
}
