/*
 * Owns the reading of the command line.  Invariant: an error names the word
 * that was wrong, and every word of options.def is in the help.  Neighbour:
 * main.c.
 */
#include "tui/options.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum kind { TEXT, SIZE, SET, SCRIPT };

struct option {
    const char *flag, *argument, *help;
    enum kind kind;
    size_t offset; /* of its field */
};

static const struct option table[] = {
#define OPTION(flag, argument, kind, field, help)                              \
    {flag, argument, help, kind, offsetof(struct options, field)},
#include "tui/options.def"
#undef OPTION
};

struct command {
    const char *name, *usage, *help;
    enum options_mode mode;
};

static const struct command commands[] = {
    {"run", "run SCRIPT [ARG...]", "run it at full speed, with no debugger",
     OPTIONS_RUN},
    {"check", "check [--no-leaks] [--max-heap SIZE] SCRIPT",
     "run it; status 3: it leaks cycles, 4: it outgrows SIZE", OPTIONS_RUN},
    {"cli", "cli [-x COMMANDS] SCRIPT", "debug it line by line, without panes",
     OPTIONS_CLI},
    {"dap", "dap", "serve the Debug Adapter Protocol on stdin and stdout",
     OPTIONS_DAP},
    {"--help", "--help", "print this", OPTIONS_HELP},
    {"-h", NULL, NULL, OPTIONS_HELP},
    {"--version", "--version", "print the version", OPTIONS_VERSION},
};

enum {
    OPTION_COUNT = sizeof table / sizeof table[0],
    COMMAND_COUNT = sizeof commands / sizeof commands[0],
};

void options_help(FILE *out)
{
    fputs("usage: heapstep [OPTION...] SCRIPT [ARG...]\n"
          "       heapstep [OPTION...] COMMAND\n\n"
          "Shows a Python script's objects while it runs: names, references,\n"
          "allocations, frees, cycles.\n\n",
          out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (commands[i].usage)
            fprintf(out, "  %-26s %s\n", commands[i].usage, commands[i].help);
    fputc('\n', out);
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        char words[80];
        snprintf(words, sizeof words, "%s %s", table[i].flag,
                 table[i].argument);
        fprintf(out, "  %-26s %s\n", words, table[i].help);
    }
}

static const struct option *find_option(const char *word)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        size_t n = strlen(table[i].flag);
        bool long_one = table[i].flag[1] == '-';
        if (strncmp(word, table[i].flag, n) == 0 &&
            (word[n] == 0 || (long_one && word[n] == '=')))
            return &table[i];
    }
    return NULL;
}

static const struct command *find_command(const char *word)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(word, commands[i].name) == 0)
            return &commands[i];
    return NULL;
}

static bool fail(FILE *errors, const char *problem, const char *word)
{
    fprintf(errors, "heapstep: %s '%s'; try heapstep --help\n", problem, word);
    return false;
}

static bool read_size(const char *word, long long *size)
{
    static const char units[] = "kmgt";
    char *end;
    errno = 0;
    long long number = strtoll(word, &end, 10);
    if (end == word || number <= 0 || errno)
        return false;
    const char *unit = *end ? strchr(units, *end | 0x20) : NULL;
    int shift = unit ? 10 * (int)(unit - units + 1) : 0;
    if (unit && *unit)
        end++;
    if (*end || number > (long long)1 << (62 - shift))
        return false;
    *size = number << shift;
    return true;
}

static bool store(struct options *options, const struct option *option,
                  const char *value, FILE *errors)
{
    void *field = (char *)options + option->offset;
    if (option->kind == SET)
        memcpy(field, &(bool){true}, sizeof(bool));
    else if (option->kind != SIZE)
        memcpy(field, &value, sizeof value);
    else if (!read_size(value, field))
        return fail(errors, "not a size in bytes:", value);
    return true;
}

/* Reads the option at argv[*i] and its value; *i moves to its last word. */
static bool read_option(struct options *options, int argc, char **argv, int *i,
                        FILE *errors)
{
    const char *word = argv[*i];
    const struct option *option = find_option(word);
    if (!option)
        return fail(errors, "no option", word);
    const char *value = word + strlen(option->flag);
    if (option->kind == SET && *value)
        return fail(errors, "this option takes no value:", word);
    if (*value == '=')
        value++;
    else if (option->kind != SET && ++*i >= argc)
        return fail(errors, "nothing follows the option", word);
    else if (option->kind != SET)
        value = argv[*i];
    return store(options, option, value, errors);
}

static bool has_script(const struct options *options)
{
    return options->program || options->module || options->code;
}

static bool check(const struct options *options, FILE *errors)
{
    bool debugs =
        options->mode == OPTIONS_SCREEN || options->mode == OPTIONS_CLI;
    if (debugs && !has_script(options)) {
        fputs("heapstep: no script given; try heapstep --help\n", errors);
        return false;
    }
    if (options->mode == OPTIONS_RUN && options->changed) {
        fputs("heapstep: run takes no options before it\n", errors);
        return false;
    }
    if (options->batch && !options->commands) {
        fputs("heapstep: --batch goes with a file of commands: "
              "heapstep cli --batch -x COMMANDS SCRIPT\n",
              errors);
        return false;
    }
    if (options->commands && options->mode != OPTIONS_CLI) {
        fputs("heapstep: -x goes with the line mode: "
              "heapstep cli -x COMMANDS SCRIPT\n",
              errors);
        return false;
    }
    return true;
}

bool options_parse(struct options *options, int argc, char **argv, FILE *errors)
{
    bool command_read = false;
    int i = 1;

    *options = (struct options){
        .mode = OPTIONS_SCREEN, .all_count = argc, .all = argv};
    while (i < argc && !has_script(options) && options->mode != OPTIONS_RUN) {
        const struct command *command =
            command_read ? NULL : find_command(argv[i]);
        if (command) {
            options->mode = command->mode;
            command_read = true;
        } else if (strcmp(argv[i], "--") == 0 && i + 1 < argc) {
            options->program = argv[++i];
        } else if (argv[i][0] != '-' || !argv[i][1]) {
            options->program = argv[i];
        } else if (read_option(options, argc, argv, &i, errors)) {
            options->changed = true;
        } else {
            return false;
        }
        i++;
    }
    options->args = argv + i;
    options->arg_count = argc - i;
    return check(options, errors);
}
