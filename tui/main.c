/*
 * The program's entry: reads the first word of the command line and hands the
 * rest to the part that serves it. Owns nothing. A command is a row in the
 * table below; neighbours are the front ends, one file each.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

struct command {
    const char *name;
    const char *usage;
    const char *help;
    int (*run)(int argc, char **argv);
};

static int show_version(int argc, char **argv);
static int show_help(int argc, char **argv);

static const struct command commands[] = {
    {"--version", "", "print the version", show_version},
    {"--help", "", "print this list", show_help},
};

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static int show_version(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts(PACKAGE_STRING);
    return 0;
}

static int show_help(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts("usage: heapstep COMMAND [ARGUMENT...]\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-10s %-24s %s\n", commands[i].name, commands[i].usage,
               commands[i].help);
    return 0;
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("heapstep: no command given; try heapstep --help\n", stderr);
        return 2;
    }
    const struct command *command = find_command(argv[1]);
    if (!command) {
        fprintf(stderr, "heapstep: no command '%s'; try heapstep --help\n",
                argv[1]);
        return 2;
    }
    return command->run(argc - 1, argv + 1);
}
