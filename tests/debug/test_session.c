/*
 * The session beside engines that misbehave: each is forked by the session
 * and runs the engine_main below instead of the real one.
 */
#include "scripts/debug/channel.h"
#include "scripts/debug/debug.h"
#include "scripts/debug/engine.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum behaviour {
    OBEYS,
    DIES_AT_ONCE,
    SENDS_JUNK,
    KILLED_WHILE_RUNNING,
    RANDOM_ANSWERS,
    HOSTILE_CALLS,
    THINKS_LONG
};

static enum behaviour behaviour;
static unsigned seed;

/* ---- the other side ---------------------------------------------------- */

static void send_loaded(struct channel *c, uint32_t id)
{
    struct view_answer answer = {.ok = true};
    channel_send(c, MESSAGE_LOADED, id, &answer);
}

static void send_stop(struct channel *c)
{
    struct view_stop stop = {
        .reason = (char *)"entry", .path = (char *)"/nowhere.py", .line = 3};
    channel_send(c, MESSAGE_STOPPED, 0, &stop);
}

/* A well-formed message with nothing in it. */
static void send_empty(struct channel *c, enum message_kind kind, uint32_t id)
{
    void *record = calloc(1, message_schema(kind)->size);
    channel_send(c, kind, id, record);
    free(record);
}

static enum message_kind reply_to(enum message_kind kind)
{
    return kind == MESSAGE_BREAKS          ? MESSAGE_BREAK_STATES
           : kind == MESSAGE_ASK           ? MESSAGE_ANSWER
           : kind == MESSAGE_ASK_SCREEN    ? MESSAGE_SCREEN
           : kind == MESSAGE_ASK_FRAMES    ? MESSAGE_FRAMES
           : kind == MESSAGE_ASK_WORDS     ? MESSAGE_WORDS
           : kind == MESSAGE_ASK_VARIABLES ? MESSAGE_VARIABLES
                                           : MESSAGE_STOPPED;
}

/* Anything before the right answer, which is empty, or junk instead. */
static void send_random(struct channel *c, const struct message *m)
{
    char junk[40];
    for (int i = 0; i < 3; i++)
        send_empty(c, (enum message_kind)(rand_r(&seed) % MESSAGE_COUNT),
                   (uint32_t)rand_r(&seed));
    for (size_t i = 0; i < sizeof junk; i++)
        junk[i] = (char)rand_r(&seed);
    if (rand_r(&seed) % 8 == 0 && write(c->fd, junk, sizeof junk) < 0)
        _exit(1);
    send_empty(c, reply_to(m->kind), m->id);
}

static void send_calls(struct channel *c)
{
    static const char *const names[] = {
        "read",  "write", "open",   "close", "seek",  "isatty",  "stat",
        "fstat", "list",  "random", "clock", "sleep", "nonsense"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct view_host_call call = {
            .name = (char *)names[i], .a = INT64_MIN, .b = INT64_MAX, .c = -1};
        channel_send(c, MESSAGE_HOST_CALL, (uint32_t)i + 1, &call);
        call.a = (int64_t)i - 2;
        channel_send(c, MESSAGE_HOST_CALL, (uint32_t)i + 100, &call);
    }
    struct view_host_call none = {0};
    channel_send(c, MESSAGE_HOST_CALL, 1, &none);
}

/* Longer than the session waits for an engine that says nothing. */
static void think_long(struct channel *c, uint32_t id)
{
    struct view_answer answer = {.ok = true, .text = (char *)"thinking: 7 %"};
    for (int i = 0; i < 5; i++) {
        usleep(900000);
        channel_send(c, MESSAGE_PROGRESS, 0, &answer);
    }
    answer.text = (char *)"fortytwo";
    channel_send(c, MESSAGE_ANSWER, id, &answer);
}

static void answer(struct channel *c, const struct message *m)
{
    struct view_break_states states = {0};
    struct view_screen screen = {0};
    if (m->kind == MESSAGE_LOAD)
        send_loaded(c, m->id);
    else if (behaviour == RANDOM_ANSWERS)
        send_random(c, m);
    else if (m->kind == MESSAGE_BREAKS)
        channel_send(c, MESSAGE_BREAK_STATES, m->id, &states);
    else if (m->kind == MESSAGE_ASK_SCREEN)
        channel_send(c, MESSAGE_SCREEN, m->id, &screen);
    else if (m->kind == MESSAGE_ASK && behaviour == THINKS_LONG)
        think_long(c, m->id);
    if (m->kind == MESSAGE_RESUME) {
        if (behaviour == KILLED_WHILE_RUNNING)
            kill(getpid(), SIGKILL);
        if (behaviour == HOSTILE_CALLS)
            send_calls(c);
        send_stop(c);
    }
}

void engine_main(int fd)
{
    struct channel c;
    struct message m = {0};
    channel_init(&c, fd);
    signal(SIGUSR1, SIG_IGN);
    if (behaviour == DIES_AT_ONCE)
        return;
    if (behaviour == SENDS_JUNK && write(fd, "nonsense and more of it", 23) < 0)
        return;
    while (channel_wait(&c, &m)) {
        answer(&c, &m);
        message_clear(&m);
    }
}

/* ---- this side --------------------------------------------------------- */

struct told {
    int stops, deaths, screens;
    int progress; /* lines about how far a question has come */
    char last[64];
};

static void on_stopped(void *arg, const struct view_stop *stop,
                       const char *text)
{
    struct told *told = arg;
    (void)text;
    told->stops++;
    snprintf(told->last, sizeof told->last, "%s", stop->reason);
}

static void on_engine(void *arg, bool alive, const char *text, int signal)
{
    (void)text;
    (void)signal;
    ((struct told *)arg)->deaths += !alive;
}

static void on_screen(void *arg, const struct view_screen *screen)
{
    (void)screen;
    ((struct told *)arg)->screens++;
}

static void on_output(void *arg, enum debug_category category,
                      const char *bytes, size_t length)
{
    ((struct told *)arg)->progress +=
        category == DEBUG_CONSOLE && length > 10 &&
        strncmp(bytes, "(thinking:", 10) == 0;
}

static void on_flag(void *arg, bool flag)
{
    (void)arg;
    (void)flag;
}

static void on_continued(void *arg)
{
    (void)arg;
}

static void on_exited(void *arg, int status)
{
    (void)arg;
    (void)status;
}

static void on_breakpoint(void *arg, const char *reason,
                          const struct view_breakpoint *state)
{
    (void)arg;
    (void)reason;
    (void)state;
}

static bool never(void *arg)
{
    (void)arg;
    return false;
}

static struct debug *make_session(struct told *told)
{
    struct debug_sink sink = {.arg = told,
                              .stopped = on_stopped,
                              .continued = on_continued,
                              .screen = on_screen,
                              .output = on_output,
                              .input = on_flag,
                              .engine = on_engine,
                              .exited = on_exited,
                              .breakpoint = on_breakpoint,
                              .congested = never,
                              .cancelled = never};
    return debug_new(&sink);
}

static bool launch(struct debug *d)
{
    char *error = NULL;
    struct view_launch what = {.program = (char *)"/nowhere.py"};
    struct debug_streams streams = {0};
    bool ok = debug_launch(d, &what, &streams, &error);
    free(error);
    return ok;
}

static void turn(struct debug *d, int rounds)
{
    struct pollfd fds[DEBUG_POLL_MAX];
    int timeout;
    while (rounds-- > 0) {
        int n = debug_poll_fds(d, fds, &timeout);
        poll(fds, (nfds_t)n, 10);
        debug_turn(d);
    }
}

static char *command(struct debug *d, const char *line)
{
    struct debug_result result;
    debug_command(d, line, &result);
    return result.text ? result.text : strdup("");
}

static void expect_answer(struct debug *d, const char *line, const char *part)
{
    char *text = command(d, line);
    cr_expect(strstr(text, part), "%s: %s", line, text);
    free(text);
}

Test(session, a_stop_is_told_with_a_screen)
{
    struct told told = {0};
    behaviour = OBEYS;
    struct debug *d = make_session(&told);
    cr_assert(launch(d));
    debug_start(d, true);
    turn(d, 20);
    cr_expect_eq(told.stops, 1);
    cr_expect_str_eq(told.last, "entry");
    cr_expect(told.screens > 0);
    cr_expect_str_eq(debug_state(d), "stopped");
    debug_free(d);
}

Test(session, an_engine_that_dies_at_once_is_an_error)
{
    struct told told = {0};
    behaviour = DIES_AT_ONCE;
    struct debug *d = make_session(&told);
    cr_expect_not(launch(d));
    expect_answer(d, "print 1", "");
    behaviour = OBEYS;
    char *error = NULL;
    cr_expect(debug_restart(d, &error));
    free(error);
    debug_free(d);
}

Test(session, an_engine_that_sends_junk_is_an_error)
{
    struct told told = {0};
    behaviour = SENDS_JUNK;
    struct debug *d = make_session(&told);
    cr_expect_not(launch(d));
    debug_free(d);
}

Test(session, breakpoints_outlive_a_killed_engine)
{
    struct told told = {0};
    behaviour = KILLED_WHILE_RUNNING;
    struct debug *d = make_session(&told);
    cr_assert(launch(d));
    expect_answer(d, "break 7", "Breakpoint 1 at nowhere.py:7");
    debug_start(d, true);
    turn(d, 30);
    cr_expect_eq(told.deaths, 1);
    cr_expect_str_eq(debug_state(d), "dead");
    expect_answer(d, "print x", "dead");
    expect_answer(d, "info break", "nowhere.py:7");
    behaviour = OBEYS;
    free(command(d, "run"));
    turn(d, 20);
    cr_expect_str_eq(debug_state(d), "stopped");
    expect_answer(d, "info break", "nowhere.py:7");
    debug_free(d);
}

Test(session, random_answers_never_end_it)
{
    static const char *const lines[] = {
        "print x", "next", "bt",     "info heap", "break 3", "up",
        "list",    "c",    "locals", "refs #1",   "x = 1"};
    struct told told = {0};
    behaviour = RANDOM_ANSWERS;
    for (seed = 1; seed <= 40; seed++) {
        struct debug *d = make_session(&told);
        if (launch(d))
            debug_start(d, true);
        turn(d, 3);
        for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
            if (!debug_is_alive(d))
                break;
            free(command(d, lines[i]));
            turn(d, 1);
        }
        debug_free(d);
    }
}

Test(session, waits_for_an_engine_that_tells_of_its_progress)
{
    struct told told = {0};
    behaviour = THINKS_LONG;
    struct debug *d = make_session(&told);
    cr_assert(launch(d));
    debug_start(d, true);
    turn(d, 20);
    expect_answer(d, "cycles", "fortytwo");
    cr_expect_eq(told.progress, 5);
    debug_free(d);
}

Test(session, no_call_to_the_outside_does_harm)
{
    struct told told = {0};
    behaviour = HOSTILE_CALLS;
    struct debug *d = make_session(&told);
    cr_assert(launch(d));
    debug_start(d, true);
    turn(d, 30);
    cr_expect_eq(told.stops, 1);
    cr_expect_eq(told.deaths, 0);
    debug_free(d);
}

Test(session, commands_say_what_is_wrong)
{
    struct told told = {0};
    behaviour = OBEYS;
    struct debug *d = make_session(&told);
    expect_answer(d, "next", "no script");
    expect_answer(d, "frobnicate", "frobnicate");
    cr_assert(launch(d));
    expect_answer(d, "delete", "no breakpoints");
    expect_answer(d, "break 0", "counted from 1");
    expect_answer(d, "break 3 unless x", "if EXPR");
    expect_answer(d, "condition 9 x", "no breakpoint 9");
    expect_answer(d, "b 3 if x > 1", "Breakpoint 1 at nowhere.py:3 if x > 1");
    expect_answer(d, "tb f", "Temporary breakpoint 2 at function f");
    expect_answer(d, "b alloc list", "Breakpoint 3 at alloc list");
    expect_answer(d, "b gc 2", "Breakpoint 4 at gc 2");
    expect_answer(d, "dis 1", "");
    expect_answer(d, "i b", "disabled");
    expect_answer(d, "clear 1", "");
    expect_answer(d, "help step", "also: s");
    expect_answer(d, "apropos breakpoint", "delete");
    expect_answer(d, "un", "several commands");
    debug_free(d);
}

Test(session, words_are_completed)
{
    struct told told = {0};
    behaviour = OBEYS;
    struct debug *d = make_session(&told);
    struct view_words words = {0};
    size_t start;
    debug_complete(d, "unti", 4, &start, &words);
    cr_assert_eq(words.words_count, 1);
    cr_expect_str_eq(words.words[0], "until");
    record_clear(schema_words(), &words);
    debug_complete(d, "info gl", 7, &start, &words);
    cr_assert_eq(words.words_count, 1);
    cr_expect_str_eq(words.words[0], "globals");
    cr_expect_eq(start, 5);
    record_clear(schema_words(), &words);
    debug_free(d);
}
