/*
 * Panes drawn on a terminal of any size from views of any content. The
 * terminal is libvterm; the session and the screen's loop are replaced here
 * by what the panes ask of them.
 */
#include "tui/screen_internal.h"

#include <criterion/criterion.h>
#define NCURSES_NOMACROS
#include <curses.h>
#include <fcntl.h>
#include <locale.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <vterm.h>

/* ---- in place of the session and the screen ---- */

static struct screen screen;
static struct view *view;
static struct output output;

const struct view *session_view(const session *session)
{
    (void)session;
    return view;
}

struct output *session_output(session *session)
{
    (void)session;
    return &output;
}

const char *session_source(session *session, const char *path)
{
    (void)session;
    (void)path;
    return NULL;
}

enum pane_id pane_focused(const struct screen *screen)
{
    return screen->active[screen->wishes.focus];
}

bool pane_has_keys(const struct screen *screen, enum pane_id pane)
{
    return !screen->at_prompt && pane_focused(screen) == pane;
}

void screen_say(struct screen *screen, bool error, const char *format, ...)
{
    (void)screen;
    (void)error;
    (void)format;
}

void screen_focus(struct screen *screen, enum pane_id pane)
{
    (void)screen;
    (void)pane;
}

void queue_command(struct screen *screen, const char *line, bool typed)
{
    (void)screen;
    (void)line;
    (void)typed;
}

void queue_commandf(struct screen *screen, const char *format, ...)
{
    (void)screen;
    (void)format;
}

void queue_look(struct screen *screen, const char *title, const char *line)
{
    (void)screen;
    (void)title;
    (void)line;
}

/* ---- the terminal ---- */

static int master;
static SCREEN *curses;
static VTerm *vterm;

/* A terminal of another size; libvterm's own resizing is not to be trusted. */
static void open_vterm(int rows, int cols)
{
    if (vterm)
        vterm_free(vterm);
    vterm = vterm_new(rows, cols);
    vterm_set_utf8(vterm, 1);
    vterm_screen_reset(vterm_obtain_screen(vterm), 1);
}

static void resize(int rows, int cols)
{
    open_vterm(rows, cols);
    resize_term(rows, cols);
    clearok(curscr, TRUE);
}

static void open_terminal(int rows, int cols)
{
    int slave;
    struct winsize size = {.ws_row = (unsigned short)rows,
                           .ws_col = (unsigned short)cols};
    cr_assert_eq(openpty(&master, &slave, NULL, NULL, &size), 0);
    fcntl(master, F_SETFL, O_NONBLOCK);
    unsetenv("LINES");
    unsetenv("COLUMNS");
    FILE *stream = fdopen(slave, "r+");
    curses = newterm("xterm-256color", stream, stream);
    cr_assert(curses);
    open_vterm(rows, cols);
    theme_init(&screen.theme);
    output_init(&output, 1 << 20);
    screen.wants.sort = "ordinal";
}

static void init_utf8(void)
{
    cr_assert(setlocale(LC_ALL, "C.UTF-8"));
    open_terminal(24, 80);
}

static void init_ascii(void)
{
    cr_assert(setlocale(LC_ALL, "C"));
    open_terminal(24, 80);
}

static void show(void)
{
    char bytes[65536];
    ssize_t n;
    refresh();
    while ((n = read(master, bytes, sizeof bytes)) > 0)
        vterm_input_write(vterm, bytes, (size_t)n);
}

/* The text of a row as UTF-8, blanks at its end left out; static. */
static const char *row_text(int row)
{
    static char text[8192];
    size_t used = 0;
    int rows, cols;
    vterm_get_size(vterm, &rows, &cols);
    for (int col = 0; col < cols; col++) {
        VTermScreenCell cell;
        VTermPos pos = {.row = row, .col = col};
        vterm_screen_get_cell(vterm_obtain_screen(vterm), pos, &cell);
        char bytes[16] = " ";
        if (cell.chars[0] && cell.chars[0] != (uint32_t)-1)
            bytes[wcrtomb(bytes, (wchar_t)cell.chars[0], &(mbstate_t){0})] = 0;
        else if (cell.chars[0])
            bytes[0] = 0;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s", bytes);
    }
    while (used && text[used - 1] == ' ')
        text[--used] = 0;
    return text;
}

static bool shown(const char *text)
{
    int rows, cols;
    vterm_get_size(vterm, &rows, &cols);
    for (int row = 0; row < rows; row++)
        if (strstr(row_text(row), text))
            return true;
    return false;
}

static void set_view(const char *text)
{
    json_t *body = json_loads(text, 0, NULL);
    cr_assert(body);
    view_free(view);
    view = view_new(body);
    json_decref(body);
}

static void draw_pane(const struct pane_ops *ops, int rows, int cols)
{
    struct rect body = {0, 0, rows, cols};
    erase();
    ops->draw(&screen, &body);
    show();
}

#define UTF8_TEST(name) Test(panes, name, .init = init_utf8)

/* ---- names ---- */

static const char shared[] =
    "{\"stop\": 3, \"bindings\": ["
    "{\"name\": \"l1\", \"ordinal\": 7, \"type\": \"list\", \"refs\": 2,"
    " \"value\": \"[55, 2]\", \"marks\": [[1, 3]], \"mark\": \"changed\","
    " \"same\": [\"l2\"]},"
    "{\"name\": \"l2\", \"ordinal\": 7, \"type\": \"list\", \"refs\": 2,"
    " \"value\": \"[55, 2]\", \"marks\": [[1, 3]], \"mark\": \"changed\","
    " \"same\": [\"l1\"]},"
    "{\"name\": \"n\", \"ordinal\": 2, \"type\": \"NoneType\", \"refs\": 3,"
    " \"runtime\": true, \"value\": \"None\", \"mark\": \"refs\"},"
    "{\"name\": \"old\", \"mark\": \"freed\", \"note\": \"freed: line 7\"}]}";

UTF8_TEST(names_show_signs_letters_counts_and_changes)
{
    set_view(shared);
    draw_pane(&pane_names, 10, 44);
    cr_assert_str_eq(row_text(1), "*l1   =A #7 list        2 [«55», 2]");
    cr_assert_str_eq(row_text(2), "*l2   =A #7 list        2 [«55», 2]");
    cr_assert_str_eq(row_text(3), "~n       #2 NoneType   +3 None");
    cr_assert(strstr(row_text(4), "xold"));
    cr_assert(strstr(row_text(4), "freed: line 7"));
}

UTF8_TEST(wide_names_list_the_other_names_and_explain_shared_objects)
{
    resize(24, 120);
    set_view(shared);
    draw_pane(&pane_names, 10, 120);
    cr_assert(strstr(row_text(1), "= l2"));
    cr_assert(strstr(row_text(3), "shared, +3"));
}

Test(panes, ascii_names_mark_changes_in_ascii, .init = init_ascii)
{
    set_view(shared);
    draw_pane(&pane_names, 10, 44);
    cr_assert(strstr(row_text(1), "[>55<, 2]"));
}

/* ---- values ---- */

UTF8_TEST(a_change_far_inside_a_long_value_is_seen)
{
    struct view_value value = {.mark_count = 1};
    char text[400];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = 0;
    memcpy(text + 300, "XYZ", 3);
    value.text = text;
    value.marks[0] = (struct view_span){300, 303};
    for (int width = 20; width <= 80; width += 7) {
        struct rect row = {2, 0, 1, width};
        struct pen pen = pen_on(&screen.theme, &row, 0);
        erase();
        pen_value(&pen, STYLE_PLAIN, &value, width);
        cr_assert_leq(pen.x, width);
        show();
        cr_assert(shown("«XYZ»"), "width %d: %s", width, row_text(2));
    }
}

UTF8_TEST(a_pen_never_leaves_its_stretch)
{
    const char text[] = "a漢b漢\x1b\tc漢漢漢漢漢";
    for (int width = 1; width < 20; width++) {
        struct rect row = {1, 3, 1, width};
        struct pen pen = pen_on(&screen.theme, &row, 0);
        erase();
        mvaddstr(1, 3 + width, "|");
        pen_bytes(&pen, STYLE_PLAIN, text, sizeof text - 1, 0);
        pen_field(&pen, STYLE_PLAIN, text, 5);
        cr_assert_eq(pen.x, pen.end);
        show();
        cr_assert(shown("|"), "width %d", width);
    }
}

/* ---- output ---- */

UTF8_TEST(long_lines_wrap_and_the_last_stays_in_sight)
{
    char text[300];
    memset(text, 'z', 250);
    strcpy(text + 250, "END\n");
    output_add(&output, OUTPUT_STDOUT, "first\n", 6);
    for (int i = 0; i < 9; i++)
        output_add(&output, OUTPUT_STDOUT, text, strlen(text));
    draw_pane(&pane_output, 8, 40);
    cr_assert(strstr(row_text(7), "END"));
    cr_assert_not(shown("first"));
    screen.output.back = 9;
    draw_pane(&pane_output, 8, 40);
    cr_assert_str_eq(row_text(0), " first");
}

UTF8_TEST(whose_line_it_is_stands_before_it)
{
    output_add(&output, OUTPUT_STDERR, "bad\n", 4);
    output_add(&output, OUTPUT_CONSOLE, "ours\n", 5);
    draw_pane(&pane_output, 8, 40);
    cr_assert_str_eq(row_text(0), "!bad");
    cr_assert_str_eq(row_text(1), ":ours");
}

/* ---- anything at any size ---- */

static unsigned random_state = 11;

static unsigned random_below(unsigned limit)
{
    random_state = random_state * 1103515245 + 12345;
    return (random_state >> 16) % limit;
}

static json_t *random_text(void)
{
    static const char *const pieces[] = {
        "a",          "\x1b[2J", "漢",       "\u202e",
        "\u0301",     "\u200b",  "\r",       "\n",
        "\t",         "\x7f",    "\xc2\x9b", "long enough to be cut ",
        "\U000e0041", ""};
    char text[512] = "";
    for (unsigned n = random_below(12); n > 0; n--)
        strcat(text, pieces[random_below(sizeof pieces / sizeof *pieces)]);
    return json_string(text);
}

static json_t *random_row(void)
{
    static const char *const marks[] = {"",        "new",  "rebound",
                                        "changed", "refs", "freed"};
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:I, s:s, s:[[i,i],[i,i]], "
        "s:[o], s:b}",
        "name", random_text(), "type", random_text(), "value", random_text(),
        "note", random_text(), "holders", random_text(), "ordinal",
        (json_int_t)random_below(5), "refs",
        (json_int_t)random_below(100) * 1000003, "size",
        (json_int_t)random_below(9) * 123456789, "mark", marks[random_below(6)],
        "marks", (int)random_below(20), (int)random_below(20),
        (int)random_below(20), (int)random_below(20), "same", random_text(),
        "runtime", (int)random_below(2));
}

static json_t *random_rows(void)
{
    json_t *rows = json_array();
    for (unsigned n = random_below(30); n > 0; n--)
        json_array_append_new(rows, random_row());
    return rows;
}

static void random_view(int stop)
{
    json_t *lines = json_array();
    for (unsigned n = random_below(40); n > 0; n--)
        json_array_append_new(lines, random_text());
    json_t *body = json_pack(
        "{s:i, s:o, s:o, s:{s:i, s:i, s:o}, s:{s:s, s:i, s:i, s:o}, s:o}",
        "stop", stop, "bindings", random_rows(), "frames", random_rows(),
        "heap", "from", (int)random_below(9), "total", (int)random_below(99),
        "rows", random_rows(), "source", "path", "/x.py", "line",
        (int)random_below(60), "first", (int)random_below(30), "lines", lines,
        "breakpoints", random_rows());
    view_free(view);
    view = view_new(body);
    json_decref(body);
}

static void check_no_control(int rows, int cols)
{
    for (int row = 0; row < rows; row++)
        for (int col = 0; col < cols; col++) {
            VTermScreenCell cell;
            VTermPos pos = {.row = row, .col = col};
            vterm_screen_get_cell(vterm_obtain_screen(vterm), pos, &cell);
            uint32_t c = cell.chars[0];
            cr_assert(c == 0 || c == (uint32_t)-1 || c >= ' ');
            cr_assert(c < 0x7f || c > 0x9f || c == (uint32_t)-1);
            cr_assert(c != 0x202e && c != 0x200b && c != 0xe0041);
        }
}

UTF8_TEST(every_pane_survives_any_view_at_any_size)
{
    static const struct pane_ops *const all[] = {&pane_source, &pane_names,
                                                 &pane_stack,  &pane_heap,
                                                 &pane_breaks, &pane_output};
    for (int round = 0; round < 400; round++) {
        int rows = 2 + (int)random_below(70);
        int cols = 5 + (int)random_below(200);
        resize(rows, cols);
        random_view(round);
        json_t *text = random_text();
        output_add(&output, (enum output_kind)random_below(4),
                   json_string_value(text), json_string_length(text));
        json_decref(text);
        const struct pane_ops *ops = all[random_below(6)];
        screen.at_prompt = random_below(2);
        screen.active[screen.wishes.focus] = (enum pane_id)random_below(6);
        if (ops->move)
            ops->move(&screen, (enum move)random_below(MOVE_RIGHT + 1));
        char title[64];
        ops->title(&screen, title, sizeof title);
        draw_pane(ops, 1 + (int)random_below((unsigned)rows),
                  1 + (int)random_below((unsigned)cols));
        check_no_control(rows, cols);
    }
}
