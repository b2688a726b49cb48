/* The client of the protocol, and another end that misbehaves. */
#include "tui/client.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct seen {
    int events, answers, failures, closed;
    char why[128];
};

static struct seen seen;
static client *one;
static int far; /* the other end */

static void on_event(void *context, const char *name, const json_t *body)
{
    (void)context;
    (void)body;
    seen.events += strcmp(name, "ping") == 0;
}

static void on_closed(void *context, const char *why)
{
    (void)context;
    seen.closed++;
    snprintf(seen.why, sizeof seen.why, "%s", why);
}

static void on_answer(void *data, const struct client_response *response)
{
    (void)data;
    seen.answers += response->success;
    seen.failures += !response->success && response->message;
}

static void open_client(void)
{
    int ends[2];
    struct client_handlers handlers = {on_event, on_closed, NULL};
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    far = ends[1];
    one = client_new(ends[0], &handlers);
    seen = (struct seen){0};
}

static void close_client(void)
{
    client_free(one);
    close(far);
}

static void say_bytes(const char *bytes, size_t length)
{
    cr_assert_eq(write(far, bytes, length), (ssize_t)length);
    client_service(one);
}

static void say(const char *text)
{
    char message[512];
    int n = snprintf(message, sizeof message, "Content-Length: %zu\r\n\r\n%s",
                     strlen(text), text);
    say_bytes(message, (size_t)n);
}

#define CLIENT_TEST(name)                                                      \
    Test(client, name, .init = open_client, .fini = close_client)

CLIENT_TEST(events_and_answers_arrive)
{
    client_request(one, "next", NULL, on_answer, NULL);
    say("{\"type\": \"event\", \"event\": \"ping\"}");
    say("{\"type\": \"response\", \"request_seq\": 1, \"success\": true}");
    cr_assert_eq(seen.events, 1);
    cr_assert_eq(seen.answers, 1);
}

CLIENT_TEST(a_message_may_come_in_any_pieces)
{
    const char text[] = "Content-Length: 34\r\nOther: x\r\n\r\n"
                        "{\"type\": \"event\", \"event\": \"ping\"}";
    for (size_t i = 0; i + 1 < sizeof text; i++)
        say_bytes(text + i, 1);
    cr_assert_eq(seen.events, 1);
}

CLIENT_TEST(an_answer_nobody_waits_for_is_ignored)
{
    say("{\"type\": \"response\", \"request_seq\": 77, \"success\": true}");
    say("{\"type\": \"response\"}");
    say("{\"type\": 5}");
    say("{}");
    cr_assert_eq(seen.closed, 0);
}

CLIENT_TEST(a_refusal_has_words)
{
    client_request(one, "a", NULL, on_answer, NULL);
    client_request(one, "b", NULL, on_answer, NULL);
    say("{\"type\": \"response\", \"request_seq\": 1, \"success\": false}");
    say("{\"type\": \"response\", \"request_seq\": 2, \"success\": false,"
        " \"body\": {\"error\": {\"format\": \"why\"}}}");
    cr_assert_eq(seen.failures, 2);
}

CLIENT_TEST(an_end_tells_all_who_wait)
{
    client_request(one, "a", NULL, on_answer, NULL);
    shutdown(far, SHUT_RDWR);
    client_service(one);
    cr_assert_eq(seen.closed, 1);
    cr_assert_eq(seen.failures, 1);
    cr_assert_not(client_request(one, "b", NULL, on_answer, NULL));
}

static void closes_on(const char *bytes)
{
    open_client();
    say_bytes(bytes, strlen(bytes));
    cr_assert_eq(seen.closed, 1, "%s", bytes);
    close_client();
}

Test(client, what_is_no_protocol_closes_with_a_reason)
{
    static char noise[5000];
    memset(noise, 'x', sizeof noise - 1);
    closes_on("Content-Length: x\r\n\r\n");
    closes_on("Content-Length: -1\r\n\r\n");
    closes_on("Content-Length: 99999999999999999999\r\n\r\n");
    closes_on("Content-Length: 4294967296\r\n\r\n");
    closes_on("Other: 1\r\n\r\n");
    closes_on("Content-Length: 3\r\n\r\n{x}");
    closes_on("Content-Length: 2\r\n\r\n[]");
    closes_on(noise);
}

Test(client, random_bytes_never_crash_it)
{
    unsigned state = 3;
    for (int round = 0; round < 300; round++) {
        char bytes[200];
        int n = snprintf(bytes, sizeof bytes, "Content-Length: %d\r\n\r\n",
                         round % 90);
        for (size_t i = (size_t)n; i < sizeof bytes; i++) {
            state = state * 1103515245 + 12345;
            bytes[i] = "{}[]\":,0atypevn\\\r\n\x01\xff"[state >> 16 & 15];
        }
        open_client();
        say_bytes(bytes, sizeof bytes);
        close_client();
    }
}
