/*
 * Records on the wire: what goes in comes out, and nothing else does harm.
 */
#include "scripts/debug/channel.h"
#include "scripts/debug/wire.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void fill_screen(struct view_screen *screen)
{
    screen->stop = -3;
    record_text(&screen->story, "l2 now refers to list #7");
    record_texts_add(&screen->source.lines, &screen->source.lines_count,
                     "l1 = []");
    struct view_binding *b = RECORD_ADD(screen, bindings);
    record_text(&b->name, "l1");
    b->runtime = true;
    b->refs = INT64_MAX;
    struct view_pair *pair = RECORD_ADD(b, marks);
    *pair = (struct view_pair){1, 3};
    record_texts_add(&b->same, &b->same_count, "l2");
}

Test(wire, a_record_survives_the_way)
{
    struct view_screen in = {0}, out = {0};
    struct wire_out bytes = {0};
    fill_screen(&in);
    cr_assert(wire_encode(&bytes, schema_screen(), &in));
    cr_assert(wire_decode(bytes.at, bytes.length, schema_screen(), &out));
    cr_expect_eq(out.stop, -3);
    cr_expect_str_eq(out.story, "l2 now refers to list #7");
    cr_expect_null(out.reason);
    cr_assert_eq(out.bindings_count, 1);
    cr_expect_eq(out.bindings[0].refs, INT64_MAX);
    cr_expect(out.bindings[0].runtime);
    cr_expect_eq(out.bindings[0].marks[0].to, 3);
    cr_expect_str_eq(out.bindings[0].same[0], "l2");
    cr_expect_str_eq(out.source.lines[0], "l1 = []");
    record_clear(schema_screen(), &in);
    record_clear(schema_screen(), &out);
    free(bytes.at);
}

Test(wire, every_cut_and_every_changed_byte_is_survived)
{
    struct view_screen in = {0}, out = {0};
    struct wire_out bytes = {0};
    fill_screen(&in);
    cr_assert(wire_encode(&bytes, schema_screen(), &in));
    for (size_t n = 0; n < bytes.length; n++)
        cr_expect_not(wire_decode(bytes.at, n, schema_screen(), &out));
    for (size_t i = 0; i < bytes.length; i++) {
        bytes.at[i] ^= (char)0xff;
        if (wire_decode(bytes.at, bytes.length, schema_screen(), &out))
            record_clear(schema_screen(), &out);
        bytes.at[i] ^= (char)0xff;
    }
    record_clear(schema_screen(), &in);
    free(bytes.at);
}

Test(wire, a_count_beyond_the_bytes_is_refused)
{
    struct view_words out = {0};
    const char lie[] = {FIELD_TEXTS, (char)0xff, (char)0xff, (char)0xff, 0x7f};
    cr_expect_not(wire_decode(lie, sizeof lie, schema_words(), &out));
    cr_expect_null(out.words);
}

Test(wire, random_bytes_never_do_harm)
{
    unsigned seed = 7;
    for (int round = 0; round < 20000; round++) {
        char bytes[64];
        struct view_host_answer out = {0};
        size_t n = (size_t)rand_r(&seed) % sizeof bytes;
        for (size_t i = 0; i < n; i++)
            bytes[i] = (char)(rand_r(&seed) % 9);
        if (wire_decode(bytes, n, schema_host_answer(), &out))
            record_clear(schema_host_answer(), &out);
    }
}

Test(wire, a_channel_delivers_messages_in_order)
{
    int ends[2];
    struct channel a, b;
    struct message message = {0};
    struct view_words words = {0};
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    channel_init(&a, ends[0]);
    channel_init(&b, ends[1]);
    record_texts_add(&words.words, &words.words_count, "x");
    for (uint32_t i = 1; i <= 3; i++)
        cr_assert(channel_send(&a, MESSAGE_WORDS, i, &words));
    for (uint32_t i = 1; i <= 3; i++) {
        cr_assert(channel_wait(&b, &message));
        cr_expect_eq(message.id, i);
        cr_expect_eq(((struct view_words *)message.record)->words_count, 1);
        message_clear(&message);
    }
    record_clear(schema_words(), &words);
    channel_done(&a);
    cr_expect_not(channel_wait(&b, &message));
    channel_done(&b);
}

Test(wire, garbage_breaks_a_channel_and_nothing_else)
{
    int ends[2];
    struct channel b;
    struct message message = {0};
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    channel_init(&b, ends[1]);
    char junk[64];
    memset(junk, 0xee, sizeof junk);
    cr_assert_eq(write(ends[0], junk, sizeof junk), (ssize_t)sizeof junk);
    cr_expect_not(channel_wait(&b, &message));
    cr_expect(b.broken);
    channel_done(&b);
    close(ends[0]);
}
