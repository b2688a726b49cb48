/*
 * Owns the pane of names: what each refers to, what changed, which names
 * share one object.  Invariant: names of one object carry one letter, and
 * every mark is a sign before it is a colour.  Neighbours: view.c numbers
 * the groups.
 */
#include "tui/screen_internal.h"

#include "tui/glyph.h"

#include <stdio.h>
#include <string.h>

enum { WIDE = 84, SAME_WIDTH = 14 };

struct columns {
    int name, object, refs, same;
};

static const struct view *view_of(const struct screen *screen)
{
    return session_view(screen->session);
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

static void object_text(const struct view_binding *binding, char *text,
                        size_t size)
{
    if (binding->ordinal > 0)
        snprintf(text, size, "#%lld %s", binding->ordinal, binding->type);
    else if (binding->ordinal) /* the interpreter's own: no number to tell */
        snprintf(text, size, "%s", binding->type);
    else
        snprintf(text, size, "%s", binding->type[0] ? binding->type : "-");
}

static void refs_text(const struct view_binding *binding, bool wide, char *text,
                      size_t size)
{
    if (!binding->ordinal && !binding->runtime)
        snprintf(text, size, "%s", "");
    else if (binding->runtime)
        snprintf(text, size, "%s%+lld", wide ? "shared, " : "", binding->refs);
    else
        snprintf(text, size, "%lld", binding->refs);
}

static struct columns measure(const struct view *view, int width)
{
    bool wide = width >= WIDE;
    struct columns columns = {4, 6, 4, wide ? SAME_WIDTH : 0};
    char text[128];
    for (size_t i = 0; i < view->binding_count; i++) {
        const struct view_binding *binding = &view->bindings[i];
        columns.name = most(columns.name, glyph_width(binding->name));
        object_text(binding, text, sizeof text);
        columns.object = most(columns.object, glyph_width(text));
        refs_text(binding, wide, text, sizeof text);
        columns.refs = most(columns.refs, (int)strlen(text));
    }
    columns.name = least(columns.name, most(6, width / 4));
    columns.object = least(columns.object, most(8, width / 4));
    columns.refs = least(columns.refs, most(5, width / 6));
    return columns;
}

static void draw_group(struct pen *pen, int group)
{
    char text[3] = "  ";
    enum style style = STYLE_PLAIN;
    if (group > 0) {
        text[0] = '=';
        text[1] = (char)(group <= 26 ? 'A' + group - 1 : '*');
        style = (enum style)(STYLE_GROUP1 + (group - 1) % 6);
    }
    pen_text(pen, style, text);
    pen_text(pen, STYLE_PLAIN, " ");
}

static void draw_same(struct pen *pen, const struct view_binding *binding,
                      int width)
{
    char text[256] = "";
    size_t used = 0;
    for (size_t i = 0; i < binding->same_count && used < sizeof text; i++) {
        int n = snprintf(text + used, sizeof text - used, "%s%s",
                         i ? ", " : "= ", binding->same[i]);
        used += n > 0 ? (size_t)n : 0;
    }
    enum style style = STYLE_PLAIN;
    if (binding->group)
        style = (enum style)(STYLE_GROUP1 + (binding->group - 1) % 6);
    pen_field(pen, style, text, width);
}

static void draw_refs(struct pen *pen, const struct view_binding *binding,
                      const struct columns *columns)
{
    char text[64], padded[64];
    enum style style = STYLE_PLAIN;
    refs_text(binding, columns->same > 0, text, sizeof text);
    snprintf(padded, sizeof padded, "%*s", columns->refs, text);
    if (binding->mark == VIEW_MARK_REFS)
        style = STYLE_CHANGED;
    pen_field(pen, style, padded, columns->refs);
}

static void draw_binding(struct pen *pen, const struct view_binding *binding,
                         const struct columns *columns)
{
    bool freed = binding->mark == VIEW_MARK_FREED;
    enum style style = freed ? STYLE_FREED : STYLE_PLAIN;
    char object[128];

    pen_mark(pen, binding->mark);
    pen_field(pen, freed ? STYLE_FREED : STYLE_BOLD, binding->name,
              columns->name);
    draw_group(pen, binding->group);
    object_text(binding, object, sizeof object);
    pen_field(pen, binding->mark == VIEW_MARK_REBOUND ? STYLE_CHANGED : style,
              object, columns->object);
    draw_refs(pen, binding, columns);
    if (columns->same)
        draw_same(pen, binding, columns->same);
    if (freed || (!binding->value.text[0] && binding->note[0]))
        pen_text(pen, style, binding->note);
    else
        pen_value(pen, style, &binding->value, pen->end - pen->x);
}

static void draw_head(struct screen *screen, const struct rect *body,
                      const struct columns *columns)
{
    struct pen pen = pen_on(&screen->theme, body, 0);
    char refs[32];
    snprintf(refs, sizeof refs, "%*s", columns->refs, "refs");
    pen_text(&pen, STYLE_DIM, " ");
    pen_field(&pen, STYLE_DIM, "name", columns->name);
    pen_text(&pen, STYLE_DIM, "   ");
    pen_field(&pen, STYLE_DIM, "object", columns->object);
    pen_field(&pen, STYLE_DIM, refs, columns->refs);
    if (columns->same)
        pen_field(&pen, STYLE_DIM, "same object", columns->same);
    pen_text(&pen, STYLE_DIM, "value");
    pen_fill(&pen, STYLE_DIM);
}

/* A change that happens outside the window pulls the window along, once. */
static void show_changes(struct screen *screen)
{
    static const int quiet = 1 << VIEW_MARK_NONE | 1 << VIEW_MARK_REFS;
    const struct view *view = view_of(screen);
    struct list *list = &screen->names;
    if (pane_has_keys(screen, PANE_NAMES) || screen->names_stop == view->stop)
        return;
    screen->names_stop = view->stop;
    for (size_t i = view->binding_count; i-- > 0;)
        if (!(quiet & 1 << view->bindings[i].mark)) {
            list_select(list, i);
            return;
        }
}

static void draw(struct screen *screen, const struct rect *body)
{
    const struct view *view = view_of(screen);
    struct list *list = &screen->names;
    struct columns columns = measure(view, body->cols);
    bool focused = pane_has_keys(screen, PANE_NAMES);

    draw_head(screen, body, &columns);
    list_fit(list, view->binding_count, body->rows - 1);
    show_changes(screen);
    for (int row = 1; row < body->rows; row++) {
        struct pen pen = pen_on(&screen->theme, body, row);
        size_t index = list->top + (size_t)row - 1;
        pen.selected = focused && index == list->cursor;
        if (index < list->total)
            draw_binding(&pen, &view->bindings[index], &columns);
        else if (index == 0)
            pen_text(&pen, STYLE_DIM, " no names yet");
        pen_fill(&pen, STYLE_PLAIN);
    }
}

static void title(struct screen *screen, char *text, size_t size)
{
    const struct view *view = view_of(screen);
    const char *name = "";
    for (size_t i = 0; i < view->frame_count; i++)
        if (view->frames[i].id == view->frame)
            name = view->frames[i].name;
    snprintf(text, size, "Names%s%s", name[0] ? " in " : "", name);
}

static void move(struct screen *screen, enum move move)
{
    list_move(&screen->names, move);
}

static void click(struct screen *screen, int row)
{
    if (row > 0)
        list_select(&screen->names, screen->names.top + (size_t)row - 1);
}

static void follow(struct screen *screen)
{
    char line[64];
    snprintf(line, sizeof line, "info object #%lld", object_at_cursor(screen));
    if (object_at_cursor(screen))
        queue_look(screen, "Object", line);
}

const struct pane_ops pane_names = {
    .name = "names",
    .slot = SLOT_NAMES,
    .title = title,
    .draw = draw,
    .move = move,
    .click = click,
    .follow = follow,
};
