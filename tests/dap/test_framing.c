/*
 * Framing and JSON of the protocol.
 */
#include "scripts/dap/framing.h"
#include "scripts/dap/json.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

Test(framing, a_message_may_come_in_any_pieces)
{
    const char *text = "Content-Length: 4\r\n\r\n{\"\"}Content-Length: 2\r\n"
                       "X: y\r\n\r\n[]";
    for (size_t step = 1; step < 12; step++) {
        struct framing f = {0};
        size_t start, length, found = 0, total = strlen(text);
        for (size_t at = 0; at < total; at += step) {
            framing_feed(&f, text + at, step < total - at ? step : total - at);
            while (framing_next(&f, &start, &length)) {
                cr_expect_eq(length, found++ ? 2 : 4);
                framing_drop(&f, start, length);
            }
        }
        cr_expect_eq(found, 2);
        cr_expect_not(f.failed);
        framing_done(&f);
    }
}

static bool fails(const char *text)
{
    struct framing f = {0};
    size_t start, length;
    framing_feed(&f, text, strlen(text));
    bool found = framing_next(&f, &start, &length);
    bool failed = f.failed && !found;
    framing_done(&f);
    return failed;
}

Test(framing, what_is_no_header_fails)
{
    cr_expect(fails("hello\r\n\r\n"));
    cr_expect(fails("Content-Length: x\r\n\r\n"));
    cr_expect(fails("Content-Length: 99999999999\r\n\r\n"));
    cr_expect(fails("Content-Length: -1\r\n\r\n"));
}

Test(framing, random_bytes_do_no_harm)
{
    unsigned seed = 5;
    static const char alphabet[] = "Content-Length: 0123\r\n\r\n{}";
    for (int round = 0; round < 5000; round++) {
        struct framing f = {0};
        size_t start, length;
        for (int i = 0; i < 60; i++) {
            char c = alphabet[(size_t)rand_r(&seed) % (sizeof alphabet - 1)];
            framing_feed(&f, &c, 1);
            if (framing_next(&f, &start, &length))
                framing_drop(&f, start, length);
        }
        framing_done(&f);
    }
}

static void expect_json(const char *bytes, size_t length, const char *text)
{
    json_t *json = json_text(bytes, length);
    cr_assert(json_is_string(json));
    cr_expect_str_eq(json_string_value(json), text);
    json_decref(json);
}

Test(json, what_json_cannot_hold_is_escaped)
{
    expect_json("a\0b", 3, "a\\x00b");
    expect_json("\xff", 1, "\\xff");
    expect_json("\xed\xb2\x80", 3, "\\udc80");
    expect_json("\xc3\xa4", 2, "\xc3\xa4");
}

Test(json, a_record_has_the_names_of_its_fields)
{
    struct view_heap_row row = {.ordinal = 7, .runtime = true};
    json_t *json = json_record(schema_heap_row(), &row);
    cr_expect_eq(json_integer_value(json_object_get(json, "ordinal")), 7);
    cr_expect(json_is_true(json_object_get(json, "runtime")));
    cr_expect(json_is_array(json_object_get(json, "marks")));
    json_decref(json);
}

Test(json, fields_of_a_wrong_type_are_left_alone)
{
    struct view_heap_query q = {.count = 5};
    json_t *json = json_pack("{s:s, s:i, s:s, s:b}", "count", "many", "from", 9,
                             "sort", "size", "live", 1);
    cr_assert(json_to_record(json, schema_heap_query(), &q));
    cr_expect_eq(q.count, 5);
    cr_expect_eq(q.from, 9);
    cr_expect_str_eq(q.sort, "size");
    cr_expect(q.live);
    json_decref(json);
    record_clear(schema_heap_query(), &q);
}
