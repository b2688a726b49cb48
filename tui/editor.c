/*
 * Owns libedit: the editor, the history and its file, and for a hidden editor
 * the private terminal that libedit insists on.  Invariant: a hidden editor
 * writes nothing anywhere and never touches the real terminal's mode.
 * Neighbours: cli.c, prompt.c.
 */
#include "tui/editor.h"

#include <errno.h>
#include <fcntl.h>
#include <histedit.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HISTORY_LINES = 1000 };

struct editor {
    EditLine *el;
    History *history;
    struct editor_hooks hooks;
    bool hidden;
    int master, slave; /* the private terminal; -1: none */
    FILE *out, *in;
    char *line;         /* the last one read */
    char *history_path; /* NULL: not kept */
};

/* ---- history file ---- */

static bool make_folder(char *path)
{
    for (char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = 0;
        int made = mkdir(path, 0700);
        *slash = '/';
        if (made < 0 && errno != EEXIST)
            return false;
    }
    return true;
}

/* The path of the history file, its folder made; NULL when there is none. */
static char *history_path(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    char *path = NULL;
    int n = -1;
    if (state && state[0] == '/')
        n = asprintf(&path, "%s/heapstep/history", state);
    else if (home && home[0] == '/')
        n = asprintf(&path, "%s/.local/state/heapstep/history", home);
    if (n < 0)
        return NULL;
    if (make_folder(path))
        return path;
    free(path);
    return NULL;
}

static void open_history(editor *editor)
{
    HistEvent event;
    editor->history = history_init();
    if (!editor->history)
        return;
    history(editor->history, &event, H_SETSIZE, HISTORY_LINES);
    history(editor->history, &event, H_SETUNIQUE, 1);
    editor->history_path = history_path();
    if (editor->history_path)
        history(editor->history, &event, H_LOAD, editor->history_path);
    el_set(editor->el, EL_HIST, history, editor->history);
}

void editor_remember(editor *editor, const char *line)
{
    HistEvent event;
    if (!editor->history || !line[strspn(line, " \t")])
        return;
    history(editor->history, &event, H_ENTER, line);
}

static void close_history(editor *editor)
{
    HistEvent event;
    if (!editor->history)
        return;
    mode_t mask = umask(0077);
    if (editor->history_path)
        history(editor->history, &event, H_SAVE, editor->history_path);
    umask(mask);
    history_end(editor->history);
    free(editor->history_path);
}

/* ---- libedit's callbacks ---- */

static editor *editor_of(EditLine *el)
{
    void *data = NULL;
    el_get(el, EL_CLIENTDATA, &data);
    return data;
}

static int read_char(EditLine *el, wchar_t *c)
{
    editor *editor = editor_of(el);
    return editor->hooks.read(editor->hooks.context, c);
}

static unsigned char complete(EditLine *el, int key)
{
    editor *editor = editor_of(el);
    (void)key;
    editor->hooks.complete(editor->hooks.context);
    return CC_REFRESH;
}

static char *prompt(EditLine *el)
{
    editor *editor = editor_of(el);
    return editor->hidden ? (char *)""
                          : (char *)editor->hooks.prompt(editor->hooks.context);
}

static void bind_keys(EditLine *el)
{
    static const char *const keys[][2] = {
        {"^I", "heapstep-complete"},   {"\\e[3~", "ed-delete-next-char"},
        {"^D", "ed-delete-next-char"}, {"^R", "em-inc-search-prev"},
        {"^W", "ed-delete-prev-word"}, {"\\e[H", "ed-move-to-beg"},
        {"\\e[F", "ed-move-to-end"},   {"\\e[1~", "ed-move-to-beg"},
        {"\\e[4~", "ed-move-to-end"},
    };
    /* The wide form keeps these very strings; the other leaks copies. */
    el_wset(el, EL_ADDFN, L"heapstep-complete", L"complete the word", complete);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        el_set(el, EL_BIND, keys[i][0], keys[i][1], NULL);
}

static bool open_private_terminal(editor *editor)
{
    struct winsize size = {.ws_row = 24, .ws_col = 200};
    if (openpty(&editor->master, &editor->slave, NULL, NULL, &size) < 0) {
        editor->master = editor->slave = -1;
        return false;
    }
    fcntl(editor->master, F_SETFD, FD_CLOEXEC);
    fcntl(editor->slave, F_SETFD, FD_CLOEXEC);
    editor->in = fopen("/dev/null", "re");
    editor->out = fopen("/dev/null", "we");
    return editor->in && editor->out;
}

static EditLine *open_libedit(editor *editor)
{
    if (!editor->hidden)
        return el_init("heapstep", stdin, stdout, stderr);
    if (!open_private_terminal(editor))
        return NULL;
    return el_init_fd("heapstep", editor->in, editor->out, editor->out,
                      editor->slave, editor->slave, editor->slave);
}

editor *editor_new(const struct editor_hooks *hooks, bool hidden)
{
    editor *editor = calloc(1, sizeof *editor);
    if (!editor)
        return NULL;
    editor->hooks = *hooks;
    editor->hidden = hidden;
    editor->master = editor->slave = -1;
    editor->el = open_libedit(editor);
    if (!editor->el) {
        editor_free(editor);
        return NULL;
    }
    el_set(editor->el, EL_CLIENTDATA, editor);
    el_set(editor->el, EL_SIGNAL, 0);
    if (hidden)
        el_set(editor->el, EL_TERMINAL, "dumb");
    el_set(editor->el, EL_PROMPT, prompt);
    el_set(editor->el, EL_EDITOR, "emacs");
    bind_keys(editor->el);
    el_source(editor->el, NULL);
    el_set(editor->el, EL_EDITMODE, 1);
    if (editor_is_vi(editor))
        bind_keys(editor->el);
    el_set(editor->el, EL_GETCFN, read_char);
    open_history(editor);
    return editor;
}

void editor_free(editor *editor)
{
    if (!editor)
        return;
    close_history(editor);
    if (editor->el)
        el_end(editor->el);
    if (editor->in)
        fclose(editor->in);
    if (editor->out)
        fclose(editor->out);
    if (editor->master >= 0)
        close(editor->master);
    if (editor->slave >= 0)
        close(editor->slave);
    free(editor->line);
    free(editor);
}

/* ---- lines ---- */

static size_t encoded_length(wchar_t c)
{
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/* UTF-8 whatever the locale: the protocol speaks nothing else. */
static char *encode(const wchar_t *chars, size_t count)
{
    char *text = malloc(count * 4 + 1), *end = text;
    for (size_t i = 0; text && i < count; i++) {
        static const unsigned char leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
        wchar_t c = chars[i];
        if (c <= 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
            c = L'?';
        size_t n = encoded_length(c);
        for (size_t k = n; k-- > 1; c >>= 6)
            end[k] = (char)(0x80 | (c & 0x3f));
        end[0] = (char)(leads[n > 1 ? n : 0] | (unsigned char)c);
        end += n;
    }
    if (text)
        *end = 0;
    return text;
}

const char *editor_read_line(editor *editor)
{
    int count = 0;
    const wchar_t *line = el_wgets(editor->el, &count);
    if (!line || count <= 0)
        return NULL;
    if (line[count - 1] == L'\n')
        count--;
    free(editor->line);
    editor->line = encode(line, (size_t)count);
    return editor->line;
}

struct editor_text editor_peek(editor *editor)
{
    const LineInfoW *info = el_wline(editor->el);
    return (struct editor_text){info->buffer,
                                (size_t)(info->lastchar - info->buffer),
                                (size_t)(info->cursor - info->buffer)};
}

char *editor_text(editor *editor)
{
    struct editor_text text = editor_peek(editor);
    return encode(text.chars, text.length);
}

static void move_to(editor *editor, size_t place)
{
    struct editor_text text = editor_peek(editor);
    if (place > text.length)
        place = text.length;
    el_cursor(editor->el, (int)place - (int)text.cursor);
}

void editor_replace(editor *editor, size_t start, size_t length,
                    const char *text)
{
    size_t have = editor_peek(editor).length;
    if (start > have)
        start = have;
    if (length > have - start)
        length = have - start;
    move_to(editor, start + length);
    if (length)
        el_deletestr(editor->el, (int)length);
    if (text[0])
        el_insertstr(editor->el, text);
}

void editor_clear(editor *editor)
{
    editor_replace(editor, 0, editor_peek(editor).length, "");
}

void editor_redraw(editor *editor)
{
    if (!editor->hidden)
        el_set(editor->el, EL_REFRESH);
}

void editor_resume(editor *editor)
{
    el_set(editor->el, EL_PREP_TERM, 1);
    el_resize(editor->el);
    editor_redraw(editor);
}

bool editor_is_vi(editor *editor)
{
    const char *name = NULL;
    el_get(editor->el, EL_EDITOR, &name);
    return name && strcmp(name, "vi") == 0;
}
