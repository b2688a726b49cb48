/*
 * Owns what keys mean.  Invariant: keys.def is the only list of them, for
 * use and for help.  Neighbours: prompt.c for what is typed at the prompt,
 * overlay.c while a text lies over the panes.
 */
#include "tui/screen_internal.h"

#include "tui/glyph.h"

#define NCURSES_NOMACROS
#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#undef CTRL
#define CTRL(c) ((c)&0x1f)
#define IN(pane) (1u << PANE_##pane)

enum {
    PANES = (1 << PANE_COUNT) - 1,
    ALWAYS = 1 << PANE_COUNT | PANES,
};

typedef void action(struct screen *screen, const char *argument);

/* ---- actions ---- */

static void act_command(struct screen *screen, const char *argument)
{
    queue_command(screen, argument, false);
}

static void act_breakpoint(struct screen *screen, const char *argument)
{
    (void)argument;
    source_toggle_breakpoint(screen);
}

static void act_run_to_cursor(struct screen *screen, const char *argument)
{
    (void)argument;
    source_run_to_cursor(screen);
}

static void act_to_current(struct screen *screen, const char *argument)
{
    (void)argument;
    source_to_current(screen);
}

static void act_help(struct screen *screen, const char *argument)
{
    (void)argument;
    char *text = keys_help(pane_focused(screen));
    if (text)
        overlay_show(screen, "Keys", text);
}

static void act_pause(struct screen *screen, const char *argument)
{
    (void)argument;
    queue_clear(screen);
    if (session_state(screen->session) == SESSION_RUNNING)
        session_pause(screen->session);
    else if (screen->at_prompt && editor_peek(screen->prompt.editor).length)
        editor_clear(screen->prompt.editor);
    else
        screen_say(screen, false, "nothing runs; quit or q leaves");
}

static void act_redraw(struct screen *screen, const char *argument)
{
    (void)argument;
    clearok(curscr, TRUE);
    screen->dirty = true;
}

static void act_suspend(struct screen *screen, const char *argument)
{
    (void)argument;
    term_suspend(&screen->terminal);
    screen_resize(screen);
}

static void act_ask(struct screen *screen, const char *argument)
{
    enum purpose purpose = PURPOSE_FILTER;
    if (strcmp(argument, "goto") == 0)
        purpose = PURPOSE_GOTO;
    else if (strcmp(argument, "search") == 0)
        purpose = PURPOSE_SEARCH;
    prompt_ask(screen, purpose);
}

static void act_search(struct screen *screen, const char *argument)
{
    source_search(screen, NULL, argument[0] == 'n' ? 1 : -1);
}

static void act_filter_type(struct screen *screen, const char *argument)
{
    (void)argument;
    heap_filter_type(screen);
}

static void act_toggle_runtime(struct screen *screen, const char *argument)
{
    (void)argument;
    heap_toggle_runtime(screen);
}

static void act_sort(struct screen *screen, const char *argument)
{
    heap_sort(screen, argument);
}

static void act_look(struct screen *screen, const char *argument)
{
    char line[64];
    long long object = object_at_cursor(screen);
    snprintf(line, sizeof line, "%s #%lld", argument, object);
    if (object)
        queue_look(screen, line, line);
}

static void act_follow(struct screen *screen, const char *argument)
{
    (void)argument;
    const struct pane_ops *ops = pane_ops_of(pane_focused(screen));
    if (ops->follow)
        ops->follow(screen);
}

static void act_move(struct screen *screen, const char *argument)
{
    static const char *const names[] = {
        [MOVE_UP] = "up",           [MOVE_DOWN] = "down",
        [MOVE_PAGE_UP] = "page up", [MOVE_PAGE_DOWN] = "page down",
        [MOVE_HALF_UP] = "half up", [MOVE_HALF_DOWN] = "half down",
        [MOVE_FIRST] = "first",     [MOVE_LAST] = "last",
        [MOVE_LEFT] = "left",       [MOVE_RIGHT] = "right",
    };
    int move = 0;
    while (strcmp(names[move], argument) != 0)
        move++;
    pane_ops_of(pane_focused(screen))->move(screen, (enum move)move);
}

/* Tab goes through the slots and then to the prompt. */
static void step_pane(struct screen *screen, int by)
{
    int slot = (int)screen->wishes.focus + by;
    if (slot < 0 || slot >= SLOT_COUNT)
        screen->at_prompt = true;
    else
        screen_focus(screen, screen->active[slot]);
}

static void act_next_pane(struct screen *screen, const char *argument)
{
    (void)argument;
    step_pane(screen, 1);
}

static void act_previous_pane(struct screen *screen, const char *argument)
{
    (void)argument;
    step_pane(screen, -1);
}

static void act_show(struct screen *screen, const char *argument)
{
    for (int pane = 0; pane < PANE_COUNT; pane++)
        if (strcmp(pane_ops_of((enum pane_id)pane)->name, argument) == 0)
            screen_focus(screen, (enum pane_id)pane);
}

static void act_script_output(struct screen *screen, const char *argument)
{
    (void)argument;
    output_toggle_script(screen);
}

static void act_maximise(struct screen *screen, const char *argument)
{
    (void)argument;
    screen->wishes.maximised = !screen->wishes.maximised;
    screen->output.script_only = false;
}

static void act_even_out(struct screen *screen, const char *argument)
{
    (void)argument;
    screen->wishes.maximised = false;
    screen->output.script_only = false;
    screen->wishes.top_percent = 50;
    screen->wishes.left_percent = 46;
}

static void resize_pane(struct screen *screen, int by)
{
    bool upper = screen->wishes.focus < SLOT_HEAP;
    bool left = screen->wishes.focus % 2 == 0;
    int top = screen->wishes.top_percent + (upper ? by : -by);
    int side = screen->wishes.left_percent + (left ? by : -by);
    screen->wishes.top_percent = top < 10 ? 10 : top > 90 ? 90 : top;
    screen->wishes.left_percent = side < 10 ? 10 : side > 90 ? 90 : side;
}

static void act_grow(struct screen *screen, const char *argument)
{
    (void)argument;
    resize_pane(screen, 5);
}

static void act_shrink(struct screen *screen, const char *argument)
{
    (void)argument;
    resize_pane(screen, -5);
}

static void act_mouse(struct screen *screen, const char *argument)
{
    (void)argument;
    screen->terminal.mouse = !screen->terminal.mouse;
    mmask_t wanted = BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED;
    mousemask(screen->terminal.mouse ? wanted : 0, NULL);
    screen_say(screen, false, "mouse %s",
               screen->terminal.mouse ? "on" : "off");
}

static void act_prompt(struct screen *screen, const char *argument)
{
    bool explicit_command = session_wants_input(screen->session);
    (void)argument;
    screen->at_prompt = true;
    screen->prompt.commands_wanted = explicit_command;
}

static void act_quit(struct screen *screen, const char *argument)
{
    (void)argument;
    screen_ask_quit(screen);
}

static void put_base64(FILE *out, const char *text, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < length; i += 3) {
        unsigned long bits = 0;
        for (size_t k = 0; k < 3; k++)
            bits =
                bits << 8 | (i + k < length ? (unsigned char)text[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            fputc(i + k <= length ? digits[bits >> (18 - 6 * k) & 63] : '=',
                  out);
    }
}

/* Only what the cursor's row shows, already safe, and never much of it. */
static void act_copy(struct screen *screen, const char *argument)
{
    enum { MOST = 4096 };
    const char *value = value_at_cursor(screen);
    char *safe = value ? glyph_safe_lines(value, strlen(value)) : NULL;
    FILE *out = screen->terminal.out;
    (void)argument;
    if (!safe)
        return;
    fputs("\033]52;c;", out);
    put_base64(out, safe, strnlen(safe, MOST));
    fputs("\a", out);
    fflush(out);
    screen_say(screen, false, "copied, if the terminal allows it: %.200s",
               safe);
    free(safe);
}

/* ---- the table ---- */

struct key {
    int code;
    const char *shown;
    unsigned where;
    action *act;
    const char *argument, *help;
};

static const struct key table[] = {
#define KEY(code, shown, where, action, argument, help)                        \
    {code, shown, where, act_##action, argument, help},
#include "tui/keys.def"
#undef KEY
};

enum { KEY_COUNT = sizeof table / sizeof table[0] };

/* Codes from 0x100 on are those of function keys, never of characters. */
static const struct key *find(wint_t code, bool function, unsigned where)
{
    if (!function && code >= 0x80)
        return NULL;
    for (size_t i = 0; i < KEY_COUNT; i++)
        if (table[i].code == (int)code && (table[i].where & where) == where)
            return &table[i];
    return NULL;
}

char *keys_help(enum pane_id pane)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fprintf(out, "At the command line, type commands: next, step, print x, "
                 "break 12, help.\nEsc or Tab on an empty line goes to the "
                 "panes, where single keys work:\n\n");
    for (int own = 1; own >= 0; own--) {
        fprintf(out, own ? "In the %s pane\n" : "\nIn every pane\n",
                pane_ops_of(pane)->name);
        for (size_t i = 0; i < KEY_COUNT; i++) {
            bool here = table[i].where & 1u << pane;
            bool every = (table[i].where & PANES) == PANES;
            if (here && every == !own && table[i].help[0])
                fprintf(out, "  %-10s %s\n", table[i].shown, table[i].help);
        }
    }
    fprintf(out, "\nWords of the screen: focus PANE, layout PANE or all, "
                 "sort COLUMN, filter TEXT, refresh\n");
    fprintf(out, "Signs: + new, > rebound, * changed, ~ count only, "
                 "x freed; =A names of one object\n");
    fclose(out);
    return text;
}

/* ---- dispatch ---- */

static void handle_mouse(struct screen *screen)
{
    MEVENT event;
    if (getmouse(&event) != OK)
        return;
    enum layout_slot slot = layout_slot_at(&screen->layout, event.y, event.x);
    if (event.bstate & BUTTON1_PRESSED && event.y == screen->layout.prompt_row)
        screen->at_prompt = true;
    if (slot == SLOT_COUNT)
        return;
    const struct pane_ops *ops = pane_ops_of(screen->active[slot]);
    bool wheel = event.bstate & (BUTTON4_PRESSED | BUTTON5_PRESSED);
    for (int i = 0; wheel && i < 3; i++)
        ops->move(screen, event.bstate & BUTTON4_PRESSED ? MOVE_UP : MOVE_DOWN);
    if (event.bstate & BUTTON1_PRESSED) {
        screen_focus(screen, screen->active[slot]);
        int row = event.y - screen->layout.slots[slot].y - 1;
        if (row >= 0 && ops->click)
            ops->click(screen, row);
    }
}

/* True when the key scrolled the text that lies over the panes. */
static bool overlay_key(struct screen *screen, wint_t key, bool function)
{
    const struct key *found = find(key, function, IN(OUTPUT));
    bool letter = key < 0x7f && key >= ' ';
    if (found && found->act == act_move && !(letter && screen->at_prompt)) {
        static const struct {
            const char *name;
            int by; /* 0: to an end */
        } moves[] = {{"up", -1},        {"down", 1},     {"page up", -10},
                     {"page down", 10}, {"half up", -5}, {"half down", 5}};
        struct list *list = &screen->overlay.list;
        for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++)
            if (strcmp(found->argument, moves[i].name) == 0) {
                for (int n = abs(moves[i].by); n > 0; n--)
                    list_move(list, moves[i].by < 0 ? MOVE_UP : MOVE_DOWN);
                return true;
            }
        list_move(list,
                  strcmp(found->argument, "first") ? MOVE_LAST : MOVE_FIRST);
        return true;
    }
    overlay_close(screen);
    return key == 'q' || key == 27 || key == '\r' || key == ' ';
}

static void confirm(struct screen *screen, wint_t key)
{
    screen->confirming = false;
    if (key == 'y' || key == 'Y')
        screen_leave(screen, 0);
    else
        screen_say(screen, false, "not quit");
}

bool keys_handle(struct screen *screen, wint_t key, bool function)
{
    screen->dirty = true;
    if (function && key == KEY_MOUSE) {
        handle_mouse(screen);
        return false;
    }
    if (screen->confirming) {
        confirm(screen, key);
        return false;
    }
    if (overlay_is_open(screen) && overlay_key(screen, key, function))
        return false;
    bool pasting =
        screen->prompt.pasting || (function && key == TERM_KEY_PASTE_BEGIN);
    const struct key *found = pasting ? NULL : find(key, function, ALWAYS);
    if (!found && (screen->at_prompt || pasting))
        return prompt_key(screen, key, function);
    if (!found)
        found = find(key, function, 1u << pane_focused(screen));
    if (found)
        found->act(screen, found->argument);
    return false;
}
