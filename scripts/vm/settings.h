/*
 * What a program is started with beside its text: sys.flags, -W, -X and the
 * variables of the environment that say the same.
 */
#ifndef SCRIPTS_VM_SETTINGS_H
#define SCRIPTS_VM_SETTINGS_H

#include <stdbool.h>

struct vm;

/* SETTING(field, option letter or 0, variable or NULL): those that count, in
 * the order of sys.flags. */
#define SETTINGS_COUNTED(SETTING)                                              \
    SETTING(debug, 'd', "PYTHONDEBUG")                                         \
    SETTING(inspect, 'i', "PYTHONINSPECT")                                     \
    SETTING(interactive, 0, NULL)                                              \
    SETTING(optimize, 'O', "PYTHONOPTIMIZE")                                   \
    SETTING(dont_write_bytecode, 'B', "PYTHONDONTWRITEBYTECODE")               \
    SETTING(no_user_site, 's', "PYTHONNOUSERSITE")                             \
    SETTING(no_site, 'S', NULL)                                                \
    SETTING(ignore_environment, 'E', NULL)                                     \
    SETTING(verbose, 'v', "PYTHONVERBOSE")                                     \
    SETTING(bytes_warning, 'b', NULL)                                          \
    SETTING(quiet, 'q', NULL)                                                  \
    SETTING(hash_randomization, 0, NULL)                                       \
    SETTING(isolated, 'I', NULL)                                               \
    SETTING(dev_mode, 0, "PYTHONDEVMODE")                                      \
    SETTING(utf8_mode, 0, "PYTHONUTF8")                                        \
    SETTING(warn_default_encoding, 0, "PYTHONWARNDEFAULTENCODING")             \
    SETTING(safe_path, 'P', "PYTHONSAFEPATH")                                  \
    SETTING(unbuffered, 'u', "PYTHONUNBUFFERED")                               \
    SETTING(no_debug_ranges, 0, "PYTHONNODEBUGRANGES")

/* Words of -W or -X, borrowed from the command line. */
struct settings_words {
    const char **items; /* malloc'ed */
    int count;
};

struct vm_settings {
#define SETTING(field, letter, variable) int field;
    SETTINGS_COUNTED(SETTING)
#undef SETTING
    bool digits_given;
    int int_max_str_digits; /* where it was given */
    const char *implementation; /* sys.implementation.name; NULL: cpython */
    struct settings_words warnings, xoptions;
    bool skip_first_line; /* of the script */
};

/* Adds what the environment says, when the vm begins; see PYTHON... in
 * python3.11 --help-env. */
void settings_read_environment(struct vm *vm);
/* One of the counted ones by its letter; NULL: no such option. */
int *settings_by_letter(struct vm_settings *settings, char letter);
/* Takes a word of -X; a reason why not, or NULL. */
const char *settings_take_x(struct vm_settings *settings, const char *word);
/* Adds a word; false: no memory. */
bool settings_add_word(struct settings_words *words, const char *word);
void settings_done(struct vm_settings *settings);

#endif
