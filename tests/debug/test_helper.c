/*
 * Work in a throw-away fork, with the session's end of the socket in the
 * test's hands and a double of the engine's loop.
 */
#include "scripts/debug/engine_internal.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct engine e;
static struct channel session;

/* What the engine itself would do of it. */
bool engine_attend(struct engine *engine)
{
    struct message message = {0};
    struct pollfd fd = {engine->channel.fd, POLLIN, 0};
    while (poll(&fd, 1, 0) > 0 && channel_fill(&engine->channel))
        ;
    while (channel_next(&engine->channel, &message)) {
        engine->cancelled |= message.kind == MESSAGE_CANCEL;
        message_clear(&message);
    }
    return false;
}

static void setup(void)
{
    int ends[2];
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    channel_init(&e.channel, ends[0]);
    channel_init(&session, ends[1]);
}

TestSuite(helper, .init = setup);

static struct helper helper = {
    .memory = 64 << 20,
    .cancelled = "cancelled",
    .died = "died",
};

static void expect(const char *text, bool ok)
{
    struct view_question q = {.text = (char *)"question", .count = 7};
    struct view_answer answer = {0};
    helper_ask(&e, &helper, &q, &answer);
    cr_expect_eq(answer.ok, ok);
    cr_assert_not_null(answer.text);
    cr_expect(strstr(answer.text, text), "%s", answer.text);
    record_clear(schema_answer(), &answer);
}

static bool told_progress(const char *text)
{
    struct message message = {0};
    struct pollfd fd = {session.fd, POLLIN, 0};
    bool told = false;
    while (poll(&fd, 1, 0) > 0 && channel_fill(&session))
        ;
    while (channel_next(&session, &message)) {
        const struct view_answer *progress = message.record;
        told |= message.kind == MESSAGE_PROGRESS &&
                strstr(progress->text, text) != NULL;
        message_clear(&message);
    }
    return told;
}

static void answer_at_once(struct engine *engine, const struct view_question *q,
                           struct view_answer *answer)
{
    engine->polls = 99;
    answer->ok = record_textf(&answer->text, "%s %d", q->text, (int)q->count);
}

Test(helper, answers_and_leaves_nothing_behind)
{
    helper.work = answer_at_once;
    expect("question 7", true);
    cr_expect_eq(e.polls, 0);
    cr_expect_not(e.evaluating);
}

static void answer_at_length(struct engine *engine,
                             const struct view_question *q,
                             struct view_answer *answer)
{
    (void)engine;
    (void)q;
    answer->text = calloc(1, 1000001);
    memset(answer->text, 'x', 1000000);
    answer->ok = true;
}

Test(helper, answers_at_any_length)
{
    helper.work = answer_at_length;
    expect("xxxxx", true);
}

static void crash(struct engine *engine, const struct view_question *q,
                  struct view_answer *answer)
{
    (void)engine;
    (void)q;
    (void)answer;
    _exit(3);
}

Test(helper, may_die)
{
    helper.work = crash;
    expect("died", false);
}

/* Tells that it is at 42 %, for ever. */
static void go_on_and_on(struct engine *engine, const struct view_question *q,
                         struct view_answer *answer)
{
    struct heap_progress progress = helper_progress(engine);
    struct timespec pause = {.tv_nsec = 10000000};
    (void)q;
    (void)answer;
    while (progress.go_on(progress.arg, "thinking", 42000, 100000))
        nanosleep(&pause, NULL);
}

Test(helper, is_ended_when_it_takes_too_long)
{
    helper.work = go_on_and_on;
    helper.wait_ms = 300;
    expect("too long", false);
    cr_expect_not(told_progress("thinking"), "not in the first second");
}

Test(helper, tells_how_far_it_has_come)
{
    helper.work = go_on_and_on;
    helper.wait_ms = 1500;
    expect("too long", false);
    cr_expect(told_progress("thinking: 41 %"));
}

Test(helper, is_ended_when_it_is_cancelled)
{
    struct view_nothing nothing = {true};
    helper.work = go_on_and_on;
    cr_assert(channel_send(&session, MESSAGE_CANCEL, 0, &nothing));
    expect("cancelled", false);
    cr_expect(waitpid(-1, NULL, WNOHANG) < 0, "a child is left");
}

static void eat(struct engine *engine, const struct view_question *q,
                struct view_answer *answer)
{
    (void)q;
    for (size_t i = 0; i < 500; i++) {
        char *bytes = malloc(1 << 20);
        if (bytes)
            memset(bytes, (int)i, 1 << 20);
        answer->text = bytes;
    }
    go_on_and_on(engine, q, answer);
}

Test(helper, is_ended_when_it_takes_too_much_memory)
{
    helper.work = eat;
    expect("too much memory", false);
}
