/*
 * Owns the terminal while there are panes.  Invariant: on every way out,
 * exits, signals and crashes included, the terminal gets back its mode, its
 * screen and its cursor.  Neighbour: screen.c, which polls `signals`.
 */
#include "tui/term.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

static const char paste_on[] = "\033[?2004h", paste_off[] = "\033[?2004l";

/* What a dying process needs; signal handlers can reach nothing else. */
static struct {
    volatile sig_atomic_t active;
    int fd, pipe;
    struct termios mode;
    char restore[512];
    size_t restore_length;
} emergency = {.fd = -1, .pipe = -1};

char *term_refusal(void)
{
    char *why = NULL;
    const char *name = getenv("TERM");
    int status = 0;
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);

    if (tty >= 0)
        close(tty);
    if (!isatty(STDOUT_FILENO) || (tty < 0 && !isatty(STDIN_FILENO)))
        return strdup("no terminal: use ssh -t, or heapstep cli");
    if (!name || !*name || strcmp(name, "dumb") == 0)
        return strdup("TERM is dumb or not set, so there are no panes; "
                      "try TERM=xterm-256color");
    if (setupterm(name, STDOUT_FILENO, &status) == OK && cursor_address)
        return NULL;
    if (asprintf(&why,
                 "the terminal '%.40s' is not known here, so there are no "
                 "panes; try TERM=xterm-256color",
                 name) < 0)
        return NULL;
    return why;
}

/* ---- signals ---- */

static void note_signal(int number)
{
    int saved = errno;
    char byte = (char)number;
    if (write(emergency.pipe, &byte, 1) < 0)
        errno = saved;
    errno = saved;
}

static void give_back_now(void)
{
    if (!emergency.active)
        return;
    emergency.active = 0;
    if (write(emergency.fd, emergency.restore, emergency.restore_length) < 0)
        return;
    tcsetattr(emergency.fd, TCSANOW, &emergency.mode);
}

static void die_clean(int number)
{
    give_back_now();
    signal(number, SIG_DFL);
    raise(number);
}

static void catch_signals(void)
{
    static const int noted[] = {SIGWINCH, SIGTERM, SIGHUP,
                                SIGINT,   SIGTSTP, SIGCONT};
    static const int fatal[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    struct sigaction action = {.sa_handler = note_signal,
                               .sa_flags = SA_RESTART};
    for (size_t i = 0; i < sizeof noted / sizeof noted[0]; i++)
        sigaction(noted[i], &action, NULL);
    action.sa_handler = die_clean;
    for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++)
        sigaction(fatal[i], &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static bool open_signal_pipe(struct terminal *term)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
        return false;
    term->signals = ends[0];
    emergency.pipe = ends[1];
    return true;
}

/* ---- open and close ---- */

static void add_restore(const char *sequence)
{
    size_t n = sequence && sequence != (char *)-1 ? strlen(sequence) : 0;
    size_t room = sizeof emergency.restore - emergency.restore_length;
    if (n == 0 || n >= room)
        return;
    memcpy(emergency.restore + emergency.restore_length, sequence, n);
    emergency.restore_length += n;
}

static void prepare_emergency(struct terminal *term)
{
    emergency.fd = fileno(term->out);
    emergency.restore_length = 0;
    add_restore(exit_attribute_mode);
    if (term->mouse)
        add_restore("\033[?1006;1000l");
    if (term->paste)
        add_restore(paste_off);
    add_restore(cursor_normal);
    add_restore(exit_ca_mode);
    emergency.active = 1;
}

/* Pasting in brackets is common to the descendants of xterm. */
static bool knows_paste(void)
{
    static const char *const families[] = {
        "xterm", "screen", "tmux", "rxvt", "alacritty", "foot", "kitty", "st-"};
    const char *name = getenv("TERM");
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        if (name && strncmp(name, families[i], strlen(families[i])) == 0)
            return true;
    return false;
}

static void send_mode(struct terminal *term, bool on)
{
    if (term->paste)
        fputs(on ? paste_on : paste_off, term->out);
    fflush(term->out);
}

static bool open_files(struct terminal *term)
{
    if (isatty(STDIN_FILENO))
        term->in = fdopen(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3), "r");
    else
        term->in = fopen("/dev/tty", "re");
    term->out = fdopen(fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3), "w");
    return term->in && term->out;
}

static void start_curses(struct terminal *term, bool mouse)
{
    raw();
    noecho();
    nonl();
    if (!getenv("ESCDELAY"))
        set_escdelay(25);
    term->keys = newpad(1, 1);
    keypad(term->keys, TRUE);
    nodelay(term->keys, TRUE);
    meta(term->keys, TRUE);
    if (mouse) {
        mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
        mouseinterval(0);
        term->mouse = has_mouse();
    }
    term->paste = knows_paste();
    define_key("\033[200~", TERM_KEY_PASTE_BEGIN);
    define_key("\033[201~", TERM_KEY_PASTE_END);
}

bool term_open(struct terminal *term, bool mouse, char **error)
{
    *term = (struct terminal){.signals = -1};
    *error = NULL;
    if (!open_files(term) || !open_signal_pipe(term) ||
        tcgetattr(fileno(term->in), &emergency.mode) < 0) {
        *error = strdup(strerror(errno));
        return false;
    }
    catch_signals();
    term->screen = newterm(NULL, term->out, term->in);
    if (!term->screen) {
        *error = strdup("curses cannot start on this terminal");
        return false;
    }
    start_curses(term, mouse);
    prepare_emergency(term);
    term->active = true;
    send_mode(term, true);
    return true;
}

void term_close(struct terminal *term)
{
    if (!term->screen)
        return;
    send_mode(term, false);
    emergency.active = 0;
    endwin();
    tcsetattr(fileno(term->in), TCSADRAIN, &emergency.mode);
    delwin(term->keys);
    delscreen(term->screen);
    fclose(term->in);
    fclose(term->out);
    term->screen = NULL;
}

void term_leave(struct terminal *term)
{
    send_mode(term, false);
    emergency.active = 0;
    term->active = false;
    endwin();
}

void term_return(struct terminal *term)
{
    emergency.active = 1;
    term->active = true;
    term_adopt_size(term);
    refresh();
    send_mode(term, true);
}

void term_suspend(struct terminal *term)
{
    term_leave(term);
    signal(SIGTSTP, SIG_DFL);
    kill(0, SIGTSTP);
    catch_signals();
    term_return(term);
}

void term_adopt_size(struct terminal *term)
{
    struct winsize size;
    if (ioctl(fileno(term->out), TIOCGWINSZ, &size) == 0 && size.ws_row &&
        size.ws_col)
        resize_term(size.ws_row, size.ws_col);
    clearok(curscr, TRUE);
}

int term_read_key(struct terminal *term, wint_t *key)
{
    int kind = wget_wch(term->keys, key);
    if (kind == ERR)
        return -1;
    return kind == KEY_CODE_YES;
}
