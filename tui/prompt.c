/*
 * Owns the bottom line: a hidden line editor whose reading loop is the heart
 * of the screen, and what becomes of a finished line.  Invariant: libedit
 * sees whole key sequences, and nothing but this file draws its line.
 * Neighbours: editor.c, screen.c (screen_next_turn), queue.c.
 */
#include "tui/screen_internal.h"

#include "tui/completion.h"
#include "tui/glyph.h"

#define NCURSES_NOMACROS
#include <curses.h>
#include <stdlib.h>
#include <string.h>

#undef CTRL
#define CTRL(c) ((c)&0x1f)

enum { ESCAPE = 27 };

enum purpose prompt_purpose(const struct screen *screen)
{
    const struct prompt *prompt = &screen->prompt;
    if (prompt->purpose == PURPOSE_COMMAND && !prompt->commands_wanted &&
        session_wants_input(screen->session))
        return PURPOSE_INPUT;
    return prompt->purpose;
}

/* ---- keys ---- */

static void feed(struct screen *screen, const char *keys)
{
    struct prompt *prompt = &screen->prompt;
    for (; *keys && prompt->key_count < PROMPT_KEYS; keys++)
        prompt->keys[prompt->key_count++] = (unsigned char)*keys;
}

static void feed_char(struct screen *screen, wint_t c)
{
    struct prompt *prompt = &screen->prompt;
    if (c && prompt->key_count < PROMPT_KEYS)
        prompt->keys[prompt->key_count++] = (wchar_t)c;
}

static bool line_is_empty(struct screen *screen)
{
    return editor_peek(screen->prompt.editor).length == 0;
}

static void stop_asking(struct screen *screen)
{
    screen->prompt.purpose = PURPOSE_COMMAND;
    editor_clear(screen->prompt.editor);
    screen->at_prompt = false;
}

/* Escape alone leaves the prompt; followed by a key it is that key's Meta. */
static void escape(struct screen *screen)
{
    wint_t next;
    int kind = term_read_key(&screen->terminal, &next);
    if (kind == 0) {
        feed_char(screen, ESCAPE);
        feed_char(screen, next);
    } else if (screen->prompt.purpose != PURPOSE_COMMAND) {
        stop_asking(screen);
    } else if (editor_is_vi(screen->prompt.editor) && !line_is_empty(screen)) {
        feed_char(screen, ESCAPE);
    } else {
        screen->at_prompt = false;
    }
}

static void end_of_file(struct screen *screen)
{
    if (!line_is_empty(screen))
        feed_char(screen, CTRL('d'));
    else if (prompt_purpose(screen) == PURPOSE_INPUT)
        session_send_input(screen->session, NULL);
    else if (screen->prompt.purpose != PURPOSE_COMMAND)
        stop_asking(screen);
    else
        screen_ask_quit(screen);
}

static void tab(struct screen *screen, int direction)
{
    if (direction > 0 && !line_is_empty(screen))
        feed_char(screen, '\t');
    else
        screen_focus(screen,
                     screen->active[direction > 0 ? SLOT_SOURCE : SLOT_OUTPUT]);
}

static void function_key(struct screen *screen, wint_t key)
{
    static const struct {
        int key;
        const char *sequence;
    } sequences[] = {
        {KEY_UP, "\033[A"},   {KEY_DOWN, "\033[B"},    {KEY_RIGHT, "\033[C"},
        {KEY_LEFT, "\033[D"}, {KEY_HOME, "\033[H"},    {KEY_END, "\033[F"},
        {KEY_DC, "\033[3~"},  {KEY_BACKSPACE, "\177"}, {KEY_ENTER, "\n"},
    };
    for (size_t i = 0; i < sizeof sequences / sizeof sequences[0]; i++)
        if (sequences[i].key == (int)key)
            feed(screen, sequences[i].sequence);
    if (key == KEY_PPAGE)
        pane_output.move(screen, MOVE_PAGE_UP);
    else if (key == KEY_NPAGE)
        pane_output.move(screen, MOVE_PAGE_DOWN);
    else if (key == KEY_BTAB)
        tab(screen, -1);
}

static void pasted_key(struct screen *screen, wint_t key)
{
    if (key == '\r' || key == '\n')
        feed_char(screen, '\n');
    else if (key == '\t')
        feed_char(screen, ' ');
    else if (key >= ' ' && key != 0x7f)
        feed_char(screen, key);
}

bool prompt_key(struct screen *screen, wint_t key, bool function)
{
    struct prompt *prompt = &screen->prompt;
    if (function && key == TERM_KEY_PASTE_BEGIN)
        screen->at_prompt = prompt->pasting = true;
    else if (function && key == TERM_KEY_PASTE_END)
        prompt->pasting = false;
    else if (function)
        function_key(screen, key);
    else if (prompt->pasting)
        pasted_key(screen, key);
    else if (key == '\t')
        tab(screen, 1);
    else if (key == ESCAPE)
        escape(screen);
    else if (key == CTRL('d'))
        end_of_file(screen);
    else if (key == CTRL('x'))
        prompt->commands_wanted = !prompt->commands_wanted;
    else
        feed_char(screen, key == '\r' ? '\n' : key);
    return prompt->key_count > 0;
}

void prompt_ask(struct screen *screen, enum purpose purpose)
{
    screen->prompt.purpose = purpose;
    screen->at_prompt = true;
    editor_clear(screen->prompt.editor);
}

/* ---- lines ---- */

static void say_answered(struct screen *screen)
{
    screen->prompt.purpose = PURPOSE_COMMAND;
    screen->at_prompt = false;
}

static void take_input(struct screen *screen, const char *line)
{
    size_t length = strlen(line);
    char *text = malloc(length + 2);
    if (!text)
        return;
    memcpy(text, line, length);
    memcpy(text + length, "\n", 2);
    output_add(session_output(screen->session), OUTPUT_STDOUT, text,
               length + 1);
    session_send_input(screen->session, text);
    free(text);
}

/* The screen's own commands; the session never hears them. */
struct local_command {
    const char *name;
    void (*run)(struct screen *screen, const char *argument);
};

static void local_focus(struct screen *screen, const char *argument)
{
    static const char *const others[][2] = {
        {"src", "source"},   {"locals", "names"}, {"bindings", "names"},
        {"frames", "stack"}, {"cmd", ""},         {"prompt", ""}};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (strcmp(argument, others[i][0]) == 0)
            argument = others[i][1];
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        const char *name = pane_ops_of((enum pane_id)pane)->name;
        if (argument[0] && strncmp(name, argument, strlen(argument)) == 0) {
            screen_focus(screen, (enum pane_id)pane);
            return;
        }
    }
    screen_say(screen, argument[0] != 0,
               "focus goes to: source names stack heap breakpoints output");
}

static void local_refresh(struct screen *screen, const char *argument)
{
    (void)argument;
    keys_handle(screen, CTRL('l'), false);
}

static void local_keys(struct screen *screen, const char *argument)
{
    char *text = keys_help(pane_focused(screen));
    (void)argument;
    if (text)
        overlay_show(screen, "Keys", text);
}

static void local_layout(struct screen *screen, const char *argument)
{
    screen->wishes.maximised = false;
    if (strcmp(argument, "all") == 0 || strcmp(argument, "split") == 0)
        return;
    local_focus(screen, argument);
    screen->wishes.maximised = !screen->at_prompt;
}

static void local_sort(struct screen *screen, const char *argument)
{
    static const char *const columns[] = {"ordinal", "type",       "refs",
                                          "size",    "generation", "value"};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        if (strcmp(argument, columns[i]) == 0) {
            heap_sort(screen, columns[i]);
            return;
        }
    screen_say(screen, true,
               "sort by: ordinal type refs size generation value");
}

static const struct local_command local_commands[] = {
    {"focus", local_focus},       {"fs", local_focus},
    {"refresh", local_refresh},   {"keys", local_keys},
    {"layout", local_layout},     {"sort", local_sort},
    {"filter", heap_filter_text},
};

static bool run_local(struct screen *screen, const char *line)
{
    size_t n = strcspn(line, " ");
    size_t count = sizeof local_commands / sizeof local_commands[0];
    for (size_t i = 0; i < count; i++) {
        const char *name = local_commands[i].name;
        if (strlen(name) == n && strncmp(name, line, n) == 0) {
            local_commands[i].run(screen, line + n + strspn(line + n, " "));
            return true;
        }
    }
    return false;
}

static void take_command(struct screen *screen, const char *line)
{
    editor_remember(screen->prompt.editor, line);
    screen->prompt.commands_wanted = false;
    screen->output.back = 0;
    if (!run_local(screen, line))
        queue_command(screen, line, true);
}

static void take_line(struct screen *screen, const char *line)
{
    switch (prompt_purpose(screen)) {
    case PURPOSE_COMMAND:
        take_command(screen, line);
        return;
    case PURPOSE_INPUT:
        take_input(screen, line);
        return;
    case PURPOSE_FILTER:
        heap_filter_text(screen, line);
        break;
    case PURPOSE_SEARCH:
        source_search(screen, line, 1);
        break;
    case PURPOSE_GOTO:
        source_go_to(screen, atoi(line));
        break;
    }
    say_answered(screen);
}

void prompt_loop(struct screen *screen)
{
    while (!screen->quit) {
        const char *line = editor_read_line(screen->prompt.editor);
        screen->dirty = true;
        if (line && !screen->quit)
            take_line(screen, line);
    }
}

/* ---- the editor's hooks ---- */

static int read_key(void *context, wchar_t *c)
{
    struct screen *screen = context;
    struct prompt *prompt = &screen->prompt;
    while (prompt->key_count == 0 && !screen->quit)
        screen_next_turn(screen);
    if (screen->quit)
        return -1;
    *c = prompt->keys[0];
    prompt->key_count--;
    memmove(prompt->keys, prompt->keys + 1,
            prompt->key_count * sizeof prompt->keys[0]);
    return 1;
}

static void complete(void *context)
{
    struct screen *screen = context;
    if (prompt_purpose(screen) != PURPOSE_COMMAND)
        return;
    char *choices = completion_run(screen->session, screen->prompt.editor);
    if (choices)
        screen_say(screen, false, "%s", choices);
    free(choices);
    screen->dirty = true;
}

bool prompt_open(struct screen *screen)
{
    struct editor_hooks hooks = {
        .read = read_key, .complete = complete, .context = screen};
    screen->prompt.editor = editor_new(&hooks, true);
    return screen->prompt.editor != NULL;
}

void prompt_close(struct screen *screen)
{
    editor_free(screen->prompt.editor);
    screen->prompt.editor = NULL;
}

/* ---- drawing ---- */

static const char *label(const struct screen *screen)
{
    static const char *const labels[] = {
        [PURPOSE_COMMAND] = "(heapstep) ", [PURPOSE_INPUT] = "input> ",
        [PURPOSE_FILTER] = "filter> ",     [PURPOSE_SEARCH] = "search> ",
        [PURPOSE_GOTO] = "line> ",
    };
    return screen->layout.cols < 30 ? "> " : labels[prompt_purpose(screen)];
}

/* The first line of the editor's text; the second is its search. */
static size_t first_line(const struct editor_text *text)
{
    size_t n = 0;
    while (n < text->length && text->chars[n] != L'\n')
        n++;
    return n;
}

static int width_of(const wchar_t *chars, size_t count)
{
    int width = 0;
    for (size_t i = 0; i < count; i++) {
        int w = wcwidth(chars[i]);
        width += w < 0 ? 1 : w;
    }
    return width;
}

static void draw_chars(struct pen *pen, const struct editor_text *text,
                       size_t from, size_t to)
{
    for (size_t i = from; i < to && pen->x < pen->end; i++) {
        wchar_t c = text->chars[i];
        char bytes[8];
        mbstate_t state = {0};
        size_t n = wcwidth(c) < 0 ? (size_t)-1 : wcrtomb(bytes, c, &state);
        if (n == (size_t)-1)
            pen_text(pen, STYLE_DIM, "?");
        else
            pen_bytes(pen, STYLE_PLAIN, bytes, n, 0);
    }
}

void prompt_draw(struct screen *screen)
{
    struct rect row = {screen->layout.prompt_row, 0, 1, screen->layout.cols};
    struct pen pen = pen_on(&screen->theme, &row, 0);
    struct editor_text text = editor_peek(screen->prompt.editor);
    size_t length = first_line(&text), from = 0;
    size_t cursor = text.cursor < length ? text.cursor : length;

    pen_text(&pen, screen->at_prompt ? STYLE_BOLD : STYLE_DIM, label(screen));
    int room = pen.end - pen.x - 1;
    while (from < cursor && width_of(text.chars + from, cursor - from) > room)
        from++;
    screen->cursor_y = pen.y;
    screen->cursor_x = pen.x + width_of(text.chars + from, cursor - from);
    draw_chars(&pen, &text, from, length);
    if (length < text.length) {
        pen_text(&pen, STYLE_DIM, "  ");
        draw_chars(&pen, &text, length + 1, text.length);
    }
    pen_fill(&pen, STYLE_PLAIN);
}
