/* The command line: what is understood, and what is said of the rest. */
#include "tui/options.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct options options;
static char *said;

/* Parses the words up to NULL; `said` holds the complaint. */
static bool parse(const char *const *words)
{
    char *argv[16] = {(char *)"heapstep"};
    int argc = 1;
    size_t size;
    free(said);
    said = NULL;
    FILE *errors = open_memstream(&said, &size);
    while (*words)
        argv[argc++] = (char *)*words++;
    bool good = options_parse(&options, argc, argv, errors);
    fclose(errors);
    return good;
}
static void forget(void)
{
    free(said);
}

#define OPTIONS_TEST(name) Test(options, name, .fini = forget)
#define PARSE(...) parse((const char *const[]){__VA_ARGS__, NULL})

OPTIONS_TEST(a_script_keeps_its_own_arguments)
{
    cr_assert(PARSE("--no-mouse", "x.py", "--help", "-m"));
    cr_assert_str_eq(options.program, "x.py");
    cr_assert_eq(options.arg_count, 2);
    cr_assert(options.no_mouse);
}

OPTIONS_TEST(a_module_and_code_end_the_options)
{
    cr_assert(PARSE("-m", "pkg.mod", "--tty"));
    cr_assert_str_eq(options.module, "pkg.mod");
    cr_assert_eq(options.arg_count, 1);
    cr_assert(PARSE("cli", "-c", "x = 1"));
    cr_assert_str_eq(options.code, "x = 1");
    cr_assert_eq(options.mode, OPTIONS_CLI);
}

OPTIONS_TEST(run_takes_everything_behind_it)
{
    cr_assert(PARSE("run", "-m", "mod", "-x"));
    cr_assert_eq(options.mode, OPTIONS_RUN);
    cr_assert_eq(options.arg_count, 3);
}

OPTIONS_TEST(options_may_stand_on_both_sides_of_a_command)
{
    cr_assert(PARSE("--on", "me@host", "cli", "-x", "file", "s.py"));
    cr_assert_str_eq(options.host, "me@host");
    cr_assert_str_eq(options.commands, "file");
    cr_assert(PARSE("--on=h", "s.py"));
    cr_assert_str_eq(options.host, "h");
}

OPTIONS_TEST(sizes_have_units)
{
    cr_assert(PARSE("--heap-limit", "64M", "s.py"));
    cr_assert_eq(options.heap_limit, 64LL << 20);
    cr_assert(PARSE("--heap-limit=1000", "s.py"));
    cr_assert_eq(options.heap_limit, 1000);
    cr_assert_not(PARSE("--heap-limit", "99999999999G", "s.py"));
    cr_assert_not(PARSE("--heap-limit", "-3", "s.py"));
    cr_assert_not(PARSE("--heap-limit", "3Q", "s.py"));
    cr_assert(strstr(said, "'3Q'"));
}

OPTIONS_TEST(errors_name_the_word)
{
    cr_assert_not(PARSE("--nonsense", "s.py"));
    cr_assert(strstr(said, "'--nonsense'"));
    cr_assert_not(PARSE("--stdin"));
    cr_assert(strstr(said, "'--stdin'"));
    cr_assert_not(PARSE("cli"));
    cr_assert(strstr(said, "no script"));
    cr_assert_not(PARSE("-x", "f", "s.py"));
    cr_assert(strstr(said, "heapstep cli -x"));
    cr_assert_not(PARSE("--batch", "cli", "s.py"));
    cr_assert(strstr(said, "--batch -x"));
    cr_assert_not(PARSE("--stdin", "f", "run", "s.py"));
}

OPTIONS_TEST(a_double_dash_lets_a_script_have_any_name)
{
    cr_assert(PARSE("--", "-x", "y"));
    cr_assert_str_eq(options.program, "-x");
}
