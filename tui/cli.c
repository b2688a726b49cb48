/*
 * Owns the line mode.  Invariant: the transcript of a command file reads as
 * if a person had typed it: prompt, command, answer.  Every wait is one loop
 * (wait_for_news) in which output appears and Ctrl-C pauses.  Neighbours:
 * session.c, editor.c.
 */
#include "tui/cli.h"

#include "tui/completion.h"
#include "tui/editor.h"
#include "tui/glyph.h"
#include "tui/session.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

static const char prompt_text[] = "(heapstep) ";

/* A stream that is read by lines, and polled. */
struct lines {
    int fd;
    char *bytes;
    size_t length, capacity;
    bool ended;
};

struct cli {
    const struct options *options;
    session *session;
    editor *editor;        /* NULL: not a person's terminal */
    struct lines input;    /* standard input */
    struct lines commands; /* of -x; fd -1: none */
    bool answered, quit;
    int interrupts; /* since the last command */
    mbstate_t decoding;
};

/* What signals have said; nothing else can be reached from a handler. */
static volatile sig_atomic_t interrupted, terminal_changed;

static void note_signal(int number)
{
    if (number == SIGINT)
        interrupted = 1;
    else
        terminal_changed = 1;
}

/* ---- lines ---- */

static bool read_more(struct lines *lines)
{
    if (lines->length == lines->capacity) {
        size_t capacity = lines->capacity ? lines->capacity * 2 : 4096;
        char *bytes = realloc(lines->bytes, capacity);
        if (!bytes)
            return false;
        lines->bytes = bytes;
        lines->capacity = capacity;
    }
    ssize_t n = read(lines->fd, lines->bytes + lines->length,
                     lines->capacity - lines->length);
    if (n > 0)
        lines->length += (size_t)n;
    else if (n == 0 || errno != EINTR)
        lines->ended = true;
    return !lines->ended;
}

static bool has_line(const struct lines *lines)
{
    return lines->length && memchr(lines->bytes, '\n', lines->length);
}

/* A new string without its newline, from what was read; NULL when no line
 * is complete, or at the end. */
static char *take_line(struct lines *lines)
{
    char *end = lines->length ? memchr(lines->bytes, '\n', lines->length) : 0;
    if (!end && !(lines->ended && lines->length))
        return NULL;
    size_t n = end ? (size_t)(end - lines->bytes) : lines->length;
    size_t used = n + (end != NULL);
    char *line = strndup(lines->bytes, n);
    memmove(lines->bytes, lines->bytes + used, lines->length - used);
    lines->length -= used;
    if (line && n && line[n - 1] == '\r')
        line[n - 1] = 0;
    return line;
}

/* ---- showing ---- */

static void show(FILE *out, const char *text, size_t length)
{
    char *safe = glyph_safe_lines(text, length);
    fflush(stdout);
    if (safe)
        fputs(safe, out);
    fflush(out);
    free(safe);
}

static void show_lines(const char *text)
{
    size_t length = strlen(text);
    if (!length)
        return;
    show(stdout, text, length);
    if (text[length - 1] != '\n')
        show(stdout, "\n", 1);
}

static void on_printed(void *context, enum output_kind kind, const char *text,
                       size_t length)
{
    (void)context;
    show(kind == OUTPUT_STDERR ? stderr : stdout, text, length);
}

static void on_stopped(void *context, const char *reason, const char *text)
{
    (void)context;
    (void)reason;
    show_lines(text);
}

/* ---- waiting ---- */

static void pass_input(struct cli *cli)
{
    char *line = take_line(&cli->input);
    if (!line) {
        session_send_input(cli->session, NULL);
        return;
    }
    size_t length = strlen(line);
    char *text = malloc(length + 2);
    if (text) {
        memcpy(text, line, length);
        memcpy(text + length, "\n", 2);
        if (!cli->editor)
            show(stdout, text, length + 1);
        session_send_input(cli->session, text);
    }
    free(text);
    free(line);
}

/* Waits once for anything: the session, a line for the script, Ctrl-C. */
static void wait_for_news(struct cli *cli)
{
    struct pollfd fds[SESSION_POLL_FDS + 1];
    int count = session_poll_fds(cli->session, fds);
    bool wanted = session_wants_input(cli->session);
    if (wanted && (has_line(&cli->input) || cli->input.ended)) {
        pass_input(cli);
        return;
    }
    /* A terminal is watched even when nobody reads it: it may go away. */
    fds[count] = (struct pollfd){wanted || cli->editor ? cli->input.fd : -1,
                                 wanted ? POLLIN : 0, 0};
    if (!interrupted)
        poll(fds, (nfds_t)count + 1, -1);
    if (interrupted) {
        interrupted = 0;
        cli->interrupts++;
        session_pause(cli->session);
    }
    if (cli->editor && fds[count].revents & (POLLHUP | POLLERR))
        cli->quit = true;
    else if (fds[count].revents)
        read_more(&cli->input);
    session_service(cli->session);
}

static bool is_busy(const struct cli *cli)
{
    enum session_state state = session_state(cli->session);
    return state == SESSION_STARTING || state == SESSION_RUNNING;
}

static bool is_gone(const struct cli *cli)
{
    enum session_state state = session_state(cli->session);
    return state == SESSION_FAILED || state == SESSION_LOST;
}

static bool start(struct cli *cli)
{
    char *error = NULL;
    bool started = session_start(cli->session, &error);
    free(error);
    while (started && is_busy(cli))
        wait_for_news(cli);
    if (started && !is_gone(cli))
        return true;
    fputs("heapstep: ", stderr);
    show(stderr, session_trouble(cli->session),
         strlen(session_trouble(cli->session)));
    fputs("\n", stderr);
    return false;
}

/* ---- commands ---- */

static void take_answer(void *data, const struct session_reply *reply)
{
    struct cli *cli = data;
    cli->answered = true;
    cli->quit = reply->quit;
    show_lines(reply->text);
}

/* What can be done when no session listens. */
static void run_alone(struct cli *cli, const char *line)
{
    if (line[0] == 'q' || strcmp(line, "exit") == 0)
        cli->quit = true;
    else if (line[0] == 'r' || strcmp(line, "start") == 0)
        start(cli);
    else if (line[0])
        puts("The session is gone: run starts a new one, quit leaves.");
}

/* A session that hangs must not hold the person too. */
static bool gives_up(struct cli *cli)
{
    if (cli->interrupts < 3)
        return false;
    show_lines("The session does not answer; leaving it.");
    return cli->quit = true;
}

static void run_line(struct cli *cli, const char *line)
{
    cli->answered = false;
    cli->interrupts = interrupted = 0;
    if (cli->editor)
        editor_remember(cli->editor, line);
    if (is_gone(cli) ||
        !session_command(cli->session, line, take_answer, cli)) {
        run_alone(cli, line);
        return;
    }
    while (!cli->answered && !cli->quit && !gives_up(cli))
        wait_for_news(cli);
    while (!cli->quit && is_busy(cli))
        wait_for_news(cli);
    if (is_gone(cli) && !cli->quit) {
        show_lines(session_trouble(cli->session));
        show_lines("The session is gone: run starts a new one, quit leaves.");
    }
}

static char *echoed(char *line)
{
    if (!line)
        return NULL;
    fputs(prompt_text, stdout);
    show_lines(line);
    if (!line[0])
        fputs("\n", stdout);
    fflush(stdout);
    return line;
}

static char *next_plain_line(struct lines *lines)
{
    while (!has_line(lines) && !lines->ended)
        read_more(lines);
    return take_line(lines);
}

/* A new line from the command file, then from a person or a pipe. */
static char *next_line(struct cli *cli)
{
    char *line = NULL;
    if (cli->commands.fd >= 0) {
        line = next_plain_line(&cli->commands);
        if (line || !cli->editor || cli->options->batch)
            return echoed(line);
    }
    if (!cli->editor)
        return echoed(next_plain_line(&cli->input));
    const char *typed = editor_read_line(cli->editor);
    if (!typed)
        fputs("\n", stdout);
    return typed ? strdup(typed) : NULL;
}

/* ---- a person's terminal ---- */

static void drop_typed(struct cli *cli)
{
    interrupted = 0;
    fputs("^C\n", stdout);
    editor_clear(cli->editor);
    editor_redraw(cli->editor);
}

/* Reads one character, while the session goes on talking. */
static int read_char(void *context, wchar_t *c)
{
    struct cli *cli = context;
    char byte;
    for (;;) {
        struct pollfd fds[SESSION_POLL_FDS + 1];
        int count = session_poll_fds(cli->session, fds);
        fds[count] = (struct pollfd){cli->input.fd, POLLIN, 0};
        poll(fds, (nfds_t)count + 1, -1);
        if (interrupted)
            drop_typed(cli);
        if (terminal_changed) {
            terminal_changed = 0;
            editor_resume(cli->editor);
        }
        session_service(cli->session);
        if (!fds[count].revents)
            continue;
        ssize_t n = read(cli->input.fd, &byte, 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return 0;
        size_t used = mbrtowc(c, &byte, 1, &cli->decoding);
        if (used <= 1)
            return 1;
        if (used == (size_t)-1)
            cli->decoding = (mbstate_t){0};
    }
}

static void complete(void *context)
{
    struct cli *cli = context;
    char *choices = completion_run(cli->session, cli->editor);
    if (!choices)
        return;
    fputs("\n", stdout);
    show_lines(choices);
    editor_redraw(cli->editor);
    free(choices);
}

static const char *prompt(void *context)
{
    (void)context;
    return prompt_text;
}

static void open_editor(struct cli *cli)
{
    struct editor_hooks hooks = {read_char, complete, prompt, cli};
    if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
        cli->editor = editor_new(&hooks, false);
}

/* ---- life ---- */

static bool open_commands(struct cli *cli)
{
    const char *path = cli->options->commands;
    cli->commands.fd = -1;
    if (!path)
        return true;
    FILE *file = fopen(path, "re");
    if (!file) {
        fprintf(stderr, "heapstep: cannot read the commands in '%s': %s\n",
                path, strerror(errno));
        return false;
    }
    cli->commands.fd = dup(fileno(file));
    fclose(file);
    return cli->commands.fd >= 0;
}

static void run_lines(struct cli *cli)
{
    while (!cli->quit) {
        char *line = next_line(cli);
        if (!line)
            return;
        run_line(cli, line);
        free(line);
    }
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = note_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGCONT, &action, NULL);
    sigaction(SIGWINCH, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

int cli_main(const struct options *options)
{
    struct options own = *options;
    struct cli cli = {.options = &own, .input = {.fd = STDIN_FILENO}};
    struct session_listener listener = {
        .stopped = on_stopped, .printed = on_printed, .context = &cli};
    own.mode = OPTIONS_CLI;
    if (!open_commands(&cli))
        return 2;
    cli.session = session_new(&own, &listener);
    if (!cli.session)
        return 1;
    bool started = start(&cli);
    if (started) {
        catch_signals();
        open_editor(&cli);
        run_lines(&cli);
    }
    session_free(cli.session);
    editor_free(cli.editor);
    if (cli.commands.fd >= 0)
        close(cli.commands.fd);
    free(cli.commands.bytes);
    free(cli.input.bytes);
    return started ? 0 : 1;
}
