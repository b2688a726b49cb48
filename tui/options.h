/*
 * The command line, read once into a plain struct by the table options.def.
 */
#ifndef TUI_OPTIONS_H
#define TUI_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

enum options_mode {
    OPTIONS_SCREEN, /* panes in a terminal */
    OPTIONS_CLI,    /* lines */
    OPTIONS_RUN,    /* no debugger */
    OPTIONS_DAP,    /* the session itself */
    OPTIONS_HELP,
    OPTIONS_VERSION,
};

/* What to debug and how.  Every string is borrowed from argv. */
struct options {
    enum options_mode mode;
    const char *program, *module, *code; /* one of them, or none */
    int arg_count;                       /* the script's own arguments */
    char **args;
    int all_count; /* the whole command line */
    char **all;
    const char *host, *remote_command;
    const char *stdin_path, *stdout_path, *tty;
    const char *commands; /* file of commands for the line mode */
    long long heap_limit; /* bytes; 0: the session's own limit */
    bool batch; /* the line mode ends with its file of commands */
    bool no_mouse;
    bool changed; /* some option was given */
};

/* Fills `options`.  False after it has written to `errors` what was wrong. */
bool options_parse(struct options *options, int argc, char **argv,
                   FILE *errors);

/* Writes how the program is used. */
void options_help(FILE *out);

#endif
