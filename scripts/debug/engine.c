/*
 * The engine's loop: messages from the session, one short function each, and
 * the stop, which serves them until the script may go on.
 * Invariant: the socket is the only descriptor; when it ends, so do we.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/vm/error.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A signal handler has no other way to find the machine. */
static struct vm *volatile knocked_on;

static void on_knock(int signal)
{
    (void)signal;
    if (knocked_on)
        vm_trap_request(knocked_on);
}

_Noreturn void engine_leave(struct engine *e)
{
    (void)e;
    _exit(0);
}

/* ---- messages ---------------------------------------------------------- */

static void serve_load(struct engine *e, struct message *message)
{
    struct view_answer answer = {0};
    struct view_launch *launch = message->record;
    if (e->vm) {
        record_text(&answer.text, "a script is loaded already");
    } else {
        e->launch = *launch;
        memset(launch, 0, sizeof *launch);
        answer.ok = script_load(e, &answer.text);
        knocked_on = e->vm;
    }
    channel_send(&e->channel, MESSAGE_LOADED, message->id, &answer);
    record_clear(schema_answer(), &answer);
}

static void serve_breaks(struct engine *e, struct message *message)
{
    struct view_break_states states = {0};
    breaks_set(e, message->record);
    breaks_states(e, &states);
    channel_send(&e->channel, MESSAGE_BREAK_STATES, message->id, &states);
    record_clear(schema_break_states(), &states);
}

static void serve_resume(struct engine *e, struct message *message)
{
    struct view_resume *resume = message->record;
    record_clear(schema_resume(), &e->resume);
    e->resume = *resume;
    memset(resume, 0, sizeof *resume);
    e->resumed = true;
}

static void serve_pause(struct engine *e, struct message *message)
{
    (void)message;
    e->want_pause = !e->stopped;
}

static void serve_interrupt(struct engine *e, struct message *message)
{
    (void)message;
    e->want_interrupt = !e->stopped;
    if (e->want_interrupt && e->vm)
        vm_trap_request(e->vm);
}

static void serve_cancel(struct engine *e, struct message *message)
{
    (void)message;
    e->cancelled = true;
}

static void serve_ask(struct engine *e, struct message *message)
{
    struct view_answer answer = {0};
    inquire(e, message->record, &answer);
    channel_send(&e->channel, MESSAGE_ANSWER, message->id, &answer);
    record_clear(schema_answer(), &answer);
}

static void fill_screen(struct engine *e, const struct view_screen_query *q,
                        struct view_screen *screen)
{
    struct view_question frames = {.count = 50};
    struct view_frames found = {0};
    inquire_frames(e, &frames, &found);
    screen->frames = found.frames;
    screen->frames_count = found.frames_count;
    screen->frame = q->frame;
    if (!e->finalized)
        bindings_fill(e, engine_frame(e, q->frame), q->bindings, screen);
    if (q->heap_wanted)
        heap_rows_fill(e, &q->heap, &screen->heap);
    story_tell(e, q, screen);
}

static void serve_screen(struct engine *e, struct message *message)
{
    struct view_screen screen = {0};
    if (e->vm)
        fill_screen(e, message->record, &screen);
    channel_send(&e->channel, MESSAGE_SCREEN, message->id, &screen);
    record_clear(schema_screen(), &e->shown);
    e->shown = screen;
}

static void serve_heap(struct engine *e, struct message *message)
{
    struct view_heap heap = {0};
    if (e->vm)
        heap_rows_fill(e, message->record, &heap);
    channel_send(&e->channel, MESSAGE_HEAP, message->id, &heap);
    record_clear(schema_heap(), &heap);
}

static void serve_frames(struct engine *e, struct message *message)
{
    struct view_frames frames = {0};
    inquire_frames(e, message->record, &frames);
    channel_send(&e->channel, MESSAGE_FRAMES, message->id, &frames);
    record_clear(schema_frames(), &frames);
}

static void serve_variables(struct engine *e, struct message *message)
{
    struct view_variables variables = {0};
    if (e->vm)
        inquire_variables(e, message->record, &variables);
    channel_send(&e->channel, MESSAGE_VARIABLES, message->id, &variables);
    record_clear(schema_variables(), &variables);
}

static void serve_words(struct engine *e, struct message *message)
{
    struct view_words words = {0};
    if (e->vm)
        inquire_words(e, message->record, &words);
    channel_send(&e->channel, MESSAGE_WORDS, message->id, &words);
    record_clear(schema_words(), &words);
}

static void serve_host_answer(struct engine *e, struct message *message)
{
    struct view_host_answer *answer = message->record;
    if (!e->host_id || message->id != e->host_id || e->host_answered)
        return;
    e->host_answer = *answer;
    memset(answer, 0, sizeof *answer);
    e->host_answered = true;
}

static void (*const services[MESSAGE_COUNT])(struct engine *,
                                             struct message *) = {
    [MESSAGE_LOAD] = serve_load,
    [MESSAGE_BREAKS] = serve_breaks,
    [MESSAGE_RESUME] = serve_resume,
    [MESSAGE_PAUSE] = serve_pause,
    [MESSAGE_INTERRUPT] = serve_interrupt,
    [MESSAGE_CANCEL] = serve_cancel,
    [MESSAGE_ASK] = serve_ask,
    [MESSAGE_ASK_SCREEN] = serve_screen,
    [MESSAGE_ASK_HEAP] = serve_heap,
    [MESSAGE_ASK_FRAMES] = serve_frames,
    [MESSAGE_ASK_VARIABLES] = serve_variables,
    [MESSAGE_ASK_WORDS] = serve_words,
    [MESSAGE_HOST_ANSWER] = serve_host_answer,
};

void engine_serve(struct engine *e, struct message *message)
{
    if (services[message->kind])
        services[message->kind](e, message);
    message_clear(message);
}

bool engine_attend(struct engine *e)
{
    struct message message = {0};
    struct pollfd fd = {e->channel.fd, POLLIN, 0};
    while (poll(&fd, 1, 0) > 0)
        if (!channel_fill(&e->channel))
            engine_leave(e);
    while (channel_next(&e->channel, &message))
        engine_serve(e, &message);
    return e->want_pause;
}

/* ---- stops ------------------------------------------------------------- */

static void wait_for_resume(struct engine *e)
{
    struct message message = {0};
    e->resumed = false;
    while (!e->resumed) {
        if (!channel_wait(&e->channel, &message))
            engine_leave(e);
        engine_serve(e, &message);
    }
}

/* The script goes on: what comes next is compared with what is now. */
static void begin_step(struct engine *e)
{
    if (e->vm && !e->finalized) {
        story_begin(e);
        recorder_begin(e);
        stepping_begin(e);
        heap_break_arm(e);
    }
}

void engine_stop(struct engine *e, struct view_stop *stop)
{
    struct view_break_states states = {0};
    object *pending = e->finalized ? NULL : vm_pending_take(e->vm);
    if (!e->stopped_once)
        numbers_begin(e);
    e->stopped_once = true;
    e->stopped = true;
    e->want_pause = false;
    e->step.stopped_frame = 0;
    breaks_states(e, &states);
    channel_send(&e->channel, MESSAGE_BREAK_STATES, 0, &states);
    channel_send(&e->channel, MESSAGE_STOPPED, 0, stop);
    record_clear(schema_break_states(), &states);
    record_clear(schema_stop(), stop);
    wait_for_resume(e);
    e->stopped = false;
    if (pending)
        vm_pending_restore(e->vm, pending);
    begin_step(e);
}

void engine_pause_here(struct engine *e)
{
    struct view_stop stop = {0};
    if (!e->want_pause || e->stopped || e->evaluating || !e->begun)
        return;
    record_text(&stop.reason, "pause");
    record_text(&stop.text, "Interrupted while waiting for the outside");
    stop_here(e, &stop);
    engine_stop(e, &stop);
}

void engine_main(int fd)
{
    struct engine e = {0};
    struct sigaction knock = {.sa_handler = on_knock, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &knock, NULL);
    channel_init(&e.channel, fd);
    wait_for_resume(&e);
    if (e.vm && e.main_code) {
        e.begun = true;
        numbers_begin(&e);
        history_begin(&e);
        begin_step(&e);
        script_run(&e);
    }
    channel_done(&e.channel);
}
