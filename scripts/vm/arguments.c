/*
 * The words behind `heapstep run`: python3.11's options and a few of our own,
 * then what to run and its arguments.
 */
#include "scripts/vm/arguments.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/vm/settings.h"

enum { STATUS_USAGE = 2, STATUS_REFUSED = 1, GO_ON = -1 };

/* ---- words to standard error, before there is a vm ----------------------- */

static void say(int fd, const char *text)
{
    host_direct.write(host_direct.arg, fd, text, strlen(text));
}

static const char usage_text[] =
    "usage: heapstep run [OPTION...] SCRIPT [ARGUMENT...]\n"
    "       heapstep run [OPTION...] -m MODULE [ARGUMENT...]\n"
    "       heapstep run [OPTION...] -c COMMAND [ARGUMENT...]\n"
    "       heapstep run [OPTION...] - [ARGUMENT...]\n"
    "options: --copy-on-write=off, copies share nothing\n"
    "         --heap-limit SIZE, bytes (K, M, G may follow)\n"
    "         --no-leaks, status 3 when garbage in cycles is left behind\n"
    "         --max-heap SIZE, status 4 when more is asked for\n"
    "         -b -B -d -E -I -O -OO -P -q -s -S -u -v -V -W ARG -x -X OPT, as\n"
    "         of python3.11\n";

static int usage(void)
{
    say(2, usage_text);
    return STATUS_USAGE;
}

static int refuse(const char *option, const char *reason)
{
    const char *const parts[] = {"heapstep: ", option, ": ", reason, "\n"};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        say(2, parts[k]);
    return STATUS_REFUSED;
}

static int show(const char *text)
{
    say(1, text);
    return 0;
}

/* ---- our own ------------------------------------------------------------- */

/* "512M" in bytes, 0: it is no size. */
static size_t read_size(const char *word)
{
    static const char units[] = "kmg";
    char *end;
    errno = 0;
    long long number = strtoll(word, &end, 10);
    const char *unit = *end ? strchr(units, *end | 0x20) : NULL;
    int shift = unit ? 10 * (int)(unit - units + 1) : 0;
    bool whole = end[unit ? 1 : 0] == 0;
    bool fits = !errno && number > 0 && number <= LLONG_MAX >> shift;
    return end != word && whole && fits ? (size_t)number << shift : 0;
}

static int take_limit(struct run_program *p, const char *word)
{
    p->heap_limit = read_size(word);
    if (p->heap_limit)
        return GO_ON;
    say(2, "heapstep: not a size in bytes: '");
    say(2, word);
    say(2, "'\n");
    return usage();
}

static int take_max_heap(struct run_program *p, const char *word)
{
    int result = take_limit(p, word);
    p->max_heap = p->heap_limit;
    return result;
}

static int take_no_leaks(struct run_program *p, const char *word)
{
    (void)word;
    p->no_leaks = true;
    return GO_ON;
}

static int take_sharing(struct run_program *p, const char *word)
{
    p->eager_copies = strcmp(word, "off") == 0;
    return p->eager_copies || strcmp(word, "on") == 0 ? GO_ON : usage();
}

/* --check-hash-based-pycs: there are no such files. */
static int take_pycs(struct run_program *p, const char *word)
{
    (void)p;
    return strcmp(word, "always") == 0 || strcmp(word, "default") == 0 ||
                   strcmp(word, "never") == 0
               ? GO_ON
               : usage();
}

static int take_version(struct run_program *p, const char *word)
{
    (void)p, (void)word;
    return show("Python 3.11.2\n");
}

static int take_help(struct run_program *p, const char *word)
{
    (void)p, (void)word;
    return show(usage_text);
}

static const struct {
    const char *name;
    bool valued;
    int (*take)(struct run_program *p, const char *word);
} long_options[] = {
    {"--heap-limit", true, take_limit},
    {"--max-heap", true, take_max_heap},
    {"--no-leaks", false, take_no_leaks},
    {"--copy-on-write", true, take_sharing},
    {"--check-hash-based-pycs", true, take_pycs},
    {"--version", false, take_version},
    {"--help", false, take_help},
};

/* Reads a word of two dashes; *at moves behind it and its value. */
static int take_long(struct run_program *p, int argc, char **argv, int *at)
{
    const char *word = argv[(*at)++];
    for (size_t k = 0; k < sizeof long_options / sizeof *long_options; k++) {
        size_t n = strlen(long_options[k].name);
        if (strncmp(word, long_options[k].name, n) != 0 ||
            (word[n] && (word[n] != '=' || !long_options[k].valued)))
            continue;
        const char *value = word[n] ? word + n + 1 : "";
        if (!word[n] && long_options[k].valued && *at < argc)
            value = argv[(*at)++];
        return long_options[k].take(p, value);
    }
    say(2, "Unknown option: ");
    say(2, word);
    say(2, "\n");
    return usage();
}

/* ---- python3.11's -------------------------------------------------------- */

static int unknown(char letter)
{
    char text[] = "Unknown option: -?\n";
    text[sizeof text - 3] = letter;
    say(2, text);
    return usage();
}

static int missing(char letter)
{
    char text[] = "Argument expected for the -? option\n";
    *strchr(text, '?') = letter;
    say(2, text);
    return usage();
}

/* An option with a value. */
static int take_value(struct run_program *p, char letter, const char *value)
{
    const char *reason = NULL;
    switch (letter) {
    case 'c':
    case 'm':
        p->kind = letter == 'c' ? RUN_COMMAND : RUN_MODULE;
        p->text = value;
        break;
    case 'W':
        if (!settings_add_word(&p->settings.warnings, value))
            reason = "not enough memory";
        break;
    default:
        reason = settings_take_x(&p->settings, value);
    }
    return reason ? refuse(letter == 'X' ? "-X" : "-W", reason) : GO_ON;
}

static int take_letter(struct run_program *p, char letter)
{
    int *level = settings_by_letter(&p->settings, letter);
    if (letter == 'i')
        return refuse("-i", "there is no interactive prompt; `heapstep cli "
                            "SCRIPT` has one");
    if (letter == 'V')
        return take_version(p, NULL);
    if (letter == 'h' || letter == '?')
        return take_help(p, NULL);
    if (letter == 'x')
        p->settings.skip_first_line = true;
    else if (level)
        ++*level;
    else if (letter != 'R')
        return unknown(letter);
    return GO_ON;
}

/* Reads a word of letters; *at moves behind it and its value. */
static int take_letters(struct run_program *p, int argc, char **argv, int *at)
{
    for (const char *c = argv[(*at)++] + 1; *c; c++) {
        int status;
        if (!strchr("cmWX", *c)) {
            status = take_letter(p, *c);
        } else if (c[1]) {
            return take_value(p, *c, c + 1);
        } else if (*at < argc) {
            return take_value(p, *c, argv[(*at)++]);
        } else {
            return missing(*c);
        }
        if (status != GO_ON)
            return status;
    }
    return GO_ON;
}

/* ---- all ----------------------------------------------------------------- */

int arguments_read(int argc, char **argv, struct run_program *p)
{
    int at = 0, status = GO_ON;
    *p = (struct run_program){.text = NULL};
    while (status == GO_ON && at < argc && !p->text && argv[at][0] == '-' &&
           argv[at][1]) {
        if (strcmp(argv[at], "--") == 0) {
            at++;
            break;
        }
        status = argv[at][1] == '-' ? take_long(p, argc, argv, &at)
                                    : take_letters(p, argc, argv, &at);
    }
    if (!p->text) {
        bool named = at < argc && strcmp(argv[at], "-") != 0;
        p->kind = named ? RUN_FILE : RUN_STDIN;
        p->text = at < argc ? argv[at++] : "";
    }
    p->argc = argc - at;
    p->argv = (const char *const *)argv + at;
    return status;
}
