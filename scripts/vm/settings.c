/*
 * Reading settings: letters, words of -X, variables of the environment.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/vm/vm.h"

#define LEAST_DIGITS 640 /* of sys.set_int_max_str_digits, but for 0 */

int *settings_by_letter(struct vm_settings *s, char letter)
{
    const struct {
        char letter;
        int *field;
    } rows[] = {
#define SETTING(name, key, variable) {key, &s->name},
        SETTINGS_COUNTED(SETTING)
#undef SETTING
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        if (letter && rows[k].letter == letter)
            return rows[k].field;
    return NULL;
}

bool settings_add_word(struct settings_words *words, const char *word)
{
    size_t size = ((size_t)words->count + 1) * sizeof *words->items;
    const char **grown = realloc(words->items, size);
    if (!grown)
        return false;
    grown[words->count++] = word;
    words->items = grown;
    return true;
}

void settings_done(struct vm_settings *s)
{
    free(s->warnings.items);
    free(s->xoptions.items);
    s->warnings = s->xoptions = (struct settings_words){NULL, 0};
}

/* A number of digits that may be set; false: it is none. */
static bool read_digits(struct vm_settings *s, const char *text)
{
    char *end;
    errno = 0;
    long n = strtol(text, &end, 10);
    if (end == text || *end || errno || n != (int)n ||
        (n != 0 && n < LEAST_DIGITS))
        return false;
    s->int_max_str_digits = (int)n;
    s->digits_given = true;
    return true;
}

/* ---- -X ------------------------------------------------------------------ */

/* The text behind NAME=, "" for NAME alone; NULL: another word. */
static const char *value_of(const char *word, const char *name)
{
    size_t n = strlen(name);
    if (strncmp(word, name, n) != 0 || (word[n] && word[n] != '='))
        return NULL;
    return word[n] ? word + n + 1 : word + n;
}

/* What -X words change; the others are there for the script to see. */
const char *settings_take_x(struct vm_settings *s, const char *word)
{
    const char *value;
    if (value_of(word, "importtime"))
        return "the times of imports are not measured here";
    if (value_of(word, "tracemalloc"))
        return "allocations are not traced here; see `heapstep cli`";
    if (value_of(word, "dev"))
        s->dev_mode = 1;
    else if (value_of(word, "no_debug_ranges"))
        s->no_debug_ranges = 1;
    else if (value_of(word, "warn_default_encoding"))
        s->warn_default_encoding = 1;
    else if ((value = value_of(word, "utf8")))
        s->utf8_mode = strcmp(value, "0") != 0;
    else if ((value = value_of(word, "implementation")) && *value)
        s->implementation = value;
    else if ((value = value_of(word, "int_max_str_digits")) &&
             !read_digits(s, value))
        return "int_max_str_digits: invalid limit; must be >= 640 or 0 for "
               "unlimited.";
    return settings_add_word(&s->xoptions, word) ? NULL : "not enough memory";
}

/* ---- the environment ----------------------------------------------------- */

/* A number is a level, any other text is 1. */
static void raise_level(int *level, const char *text)
{
    char *end;
    long n = strtol(text, &end, 10);
    int wanted = *end || n < 0 || n != (int)n ? 1 : n == 0 ? 0 : (int)n;
    if (wanted > *level)
        *level = wanted;
}

static void read_variable(struct vm *vm, const char *name, int *level)
{
    char *text = vm_environment(vm, name);
    if (text && *text)
        raise_level(level, text);
    free(text);
}

static void settle(struct vm_settings *s)
{
    if (s->isolated)
        s->ignore_environment = s->no_user_site = s->safe_path = 1;
}

void settings_read_environment(struct vm *vm)
{
    struct vm_settings *s = &vm->options.settings;
    char *seed, *digits;
    settle(s);
    s->hash_randomization = 1;
    if (s->ignore_environment)
        return;
#define SETTING(name, letter, variable)                                        \
    if (variable)                                                              \
        read_variable(vm, variable, &s->name);
    SETTINGS_COUNTED(SETTING)
#undef SETTING
    seed = vm_environment(vm, "PYTHONHASHSEED");
    if (seed && strcmp(seed, "0") == 0)
        s->hash_randomization = 0;
    free(seed);
    digits = vm_environment(vm, "PYTHONINTMAXSTRDIGITS");
    if (digits && !s->digits_given)
        read_digits(s, digits);
    free(digits);
}
