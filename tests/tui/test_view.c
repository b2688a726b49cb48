/* Views from a session that may send anything. */
#include "tui/view.h"

#include <criterion/criterion.h>

static struct view *parse(const char *text)
{
    json_t *body = json_loads(text, JSON_DECODE_ANY, NULL);
    cr_assert(body);
    struct view *view = view_new(body);
    json_decref(body);
    cr_assert(view);
    return view;
}

Test(view, what_is_left_out_is_empty)
{
    struct view *view = view_new(NULL);
    cr_assert_str_eq(view->story, "");
    cr_assert_str_eq(view->source.path, "");
    cr_assert_eq(view->binding_count, 0);
    view_free(view);
}

Test(view, wrong_types_count_as_left_out)
{
    static const char *const bodies[] = {
        "[]",
        "3",
        "null",
        "{\"bindings\": 3, \"heap\": []}",
        "{\"bindings\": [1, null, {\"name\": 2, \"marks\": 3, \"same\": 4}]}",
        "{\"heap\": {\"rows\": [[], {\"size\": \"x\", \"marks\": [[1]]}]}}",
        "{\"source\": {\"lines\": [1, {}], \"breakpoints\": [\"x\"]}}",
        "{\"frames\": {\"a\": 1}, \"breakpoints\": [[]], \"stop\": \"x\"}",
        "{\"heap\": {\"from\": -5, \"total\": -1}, \"frame\": 1.5}",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
        view_free(parse(bodies[i]));
}

Test(view, rows_beyond_the_bound_are_left_out)
{
    json_t *rows = json_array();
    for (int i = 0; i < 2000; i++)
        json_array_append_new(rows, json_object());
    json_t *body = json_pack("{s:{s:o}}", "heap", "rows", rows);
    struct view *view = view_new(body);
    cr_assert_eq(view->heap.row_count, VIEW_MAX_ROWS);
    view_free(view);
    json_decref(body);
}

Test(view, names_of_one_object_share_a_number)
{
    struct view *view =
        parse("{\"bindings\": ["
              "{\"name\": \"a\", \"ordinal\": 5, \"same\": [\"c\"]},"
              "{\"name\": \"b\", \"ordinal\": 6, \"same\": []},"
              "{\"name\": \"c\", \"ordinal\": 5, \"same\": [\"a\"]},"
              "{\"name\": \"d\", \"ordinal\": 7, \"same\": [\"e\"]}]}");
    cr_assert_eq(view->bindings[0].group, 1);
    cr_assert_eq(view->bindings[1].group, 0);
    cr_assert_eq(view->bindings[2].group, 1);
    cr_assert_eq(view->bindings[3].group, 2);
    view_free(view);
}
