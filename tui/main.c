/*
 * The program's entry: reads the command line and hands over to the part that
 * serves it.  Owns nothing.  Neighbours: options.c, and one file for each
 * front end.
 */
#include "config.h"

#include "scripts/dap/dap.h"
#include "scripts/run.h"
#include "tui/cli.h"
#include "tui/options.h"
#include "tui/screen.h"
#include "tui/term.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The panes, or lines where there can be none. */
static int debug_on_screen(const struct options *options)
{
    char *refusal = term_refusal();
    if (!refusal)
        return screen_main(options);
    fprintf(stderr, "heapstep: %s\n", refusal);
    free(refusal);
    return cli_main(options);
}

static int show_help(const struct options *options)
{
    (void)options;
    options_help(stdout);
    return 0;
}

static int show_version(const struct options *options)
{
    (void)options;
    puts(PACKAGE_STRING);
    return 0;
}

static int serve(const struct options *options)
{
    (void)options;
    return dap_serve(STDIN_FILENO, STDOUT_FILENO);
}

static int run(const struct options *options)
{
    return run_main(options->all_count, options->all,
                    options->all_count - options->arg_count);
}

/* Under the name of Python, a link to it say, it is nothing else. */
static bool is_called_python(const char *program)
{
    const char *slash = strrchr(program, '/');
    return strncmp(slash ? slash + 1 : program, "python", 6) == 0;
}

int main(int argc, char **argv)
{
    static int (*const modes[])(const struct options *) = {
        [OPTIONS_SCREEN] = debug_on_screen,
        [OPTIONS_CLI] = cli_main,
        [OPTIONS_DAP] = serve,
        [OPTIONS_HELP] = show_help,
        [OPTIONS_VERSION] = show_version,
        [OPTIONS_RUN] = run,
    };
    struct options options;

    if (argc > 0 && is_called_python(argv[0]))
        return run_main(argc, argv, 1);
    if (!options_parse(&options, argc, argv, stderr))
        return 2;
    if (options.mode != OPTIONS_RUN)
        setlocale(LC_CTYPE, "");
    return modes[options.mode](&options);
}
