/*
 * What sys holds besides functions: version, limits, paths, streams.
 *
 * Scripts see the language they are written in: the version is the one whose
 * behaviour this interpreter has, and its implementation names that too.
 */
#include <float.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/sys.h"
#include "scripts/types/dict.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/struct_sequence.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/library_path.h"

#ifdef __clang__
#define COMPILER "Clang " __clang_version__
#else
#define COMPILER "GCC " __VERSION__
#endif
#define VERSION_HEX 0x030b02f0

static const char copyright[] =
    "heapstep is under the MIT licence.\n"
    "The library that it imports is under the licence of Python:\n"
    "Copyright (c) 2001-2023 Python Software Foundation.\n"
    "All Rights Reserved.";

/* ---- tuples with names --------------------------------------------------- */

/* module.name = an instance; the items' references are taken. */
static bool add_record(struct vm *vm, object *module, const char *attribute,
                       const char *type_name, const char *const *names,
                       object *const *items, size_t count)
{
    struct type_object *type = struct_sequence_type(vm, type_name, names);
    object *o = struct_sequence_new_steal(vm, type, items, count);
    if (type)
        vm_release(vm, type_as_object(type));
    return module_add_steal(vm, module, attribute, o);
}

static object *version_new(struct vm *vm)
{
    static const char *const names[] = {"major",        "minor",  "micro",
                                        "releaselevel", "serial", NULL};
    object *items[] = {int_new(vm, 3), int_new(vm, 11), int_new(vm, 2),
                       str_intern(vm, "final"), int_new(vm, 0)};
    struct type_object *type =
        struct_sequence_type(vm, "sys.version_info", names);
    object *o = struct_sequence_new_steal(vm, type, items, 5);
    if (type)
        vm_release(vm, type_as_object(type));
    return o;
}

static bool add_flags(struct vm *vm, object *module)
{
    static const char *const names[] = {
#define SETTING(field, letter, variable) #field,
        SETTINGS_COUNTED(SETTING)
#undef SETTING
        NULL};
    enum { COUNT = sizeof names / sizeof *names - 1 };
    const struct vm_settings *s = &vm->options.settings;
    object *items[] = {
#define SETTING(field, letter, variable) int_new(vm, s->field),
        SETTINGS_COUNTED(SETTING)
#undef SETTING
    };
    const char *shown[COUNT + 1] = {NULL};
    size_t count = 0;
    for (size_t k = 0; k < COUNT; k++) {
        bool truth = strcmp(names[k], "dev_mode") == 0 ||
                     strcmp(names[k], "safe_path") == 0;
        object *item = items[k];
        if (strcmp(names[k], "unbuffered") == 0 ||
            strcmp(names[k], "no_debug_ranges") == 0) {
            vm_release_maybe(vm, item);
            continue;
        }
        if (item && truth) {
            items[count] = vm_bool(vm, int_sign(item));
            vm_release(vm, item);
        } else {
            items[count] = item;
        }
        shown[count++] = names[k];
    }
    items[count] = int_new(vm, s->digits_given ? s->int_max_str_digits : -1);
    shown[count++] = "int_max_str_digits";
    return add_record(vm, module, "flags", "sys.flags", shown, items, count);
}

static bool add_float_info(struct vm *vm, object *module)
{
    static const char *const names[] = {
        "max", "max_exp", "max_10_exp", "min",     "min_exp", "min_10_exp",
        "dig", "mant_dig", "epsilon",   "radix",   "rounds",  NULL};
    object *items[] = {
        float_new(vm, DBL_MAX),       int_new(vm, DBL_MAX_EXP),
        int_new(vm, DBL_MAX_10_EXP),  float_new(vm, DBL_MIN),
        int_new(vm, DBL_MIN_EXP),     int_new(vm, DBL_MIN_10_EXP),
        int_new(vm, DBL_DIG),         int_new(vm, DBL_MANT_DIG),
        float_new(vm, DBL_EPSILON),   int_new(vm, FLT_RADIX),
        int_new(vm, FLT_ROUNDS)};
    return add_record(vm, module, "float_info", "sys.float_info", names, items,
                      11);
}

static bool add_int_info(struct vm *vm, object *module)
{
    static const char *const names[] = {"bits_per_digit", "sizeof_digit",
                                        "default_max_str_digits",
                                        "str_digits_check_threshold", NULL};
    object *items[] = {int_new(vm, 30), int_new(vm, 4), int_new(vm, 4300),
                       int_new(vm, 640)};
    return add_record(vm, module, "int_info", "sys.int_info", names, items, 4);
}

static bool add_hash_info(struct vm *vm, object *module)
{
    static const char *const names[] = {
        "width",     "modulus",   "inf",       "nan",    "imag",
        "algorithm", "hash_bits", "seed_bits", "cutoff", NULL};
    object *items[] = {int_new(vm, 64),
                       int_new(vm, ((int64_t)1 << 61) - 1),
                       int_new(vm, 314159),
                       int_new(vm, 0),
                       int_new(vm, 1000003),
                       str_intern(vm, "siphash13"),
                       int_new(vm, 64),
                       int_new(vm, 128),
                       int_new(vm, 0)};
    return add_record(vm, module, "hash_info", "sys.hash_info", names, items,
                      9);
}

static bool add_thread_info(struct vm *vm, object *module)
{
    static const char *const names[] = {"name", "lock", "version", NULL};
    object *items[] = {str_intern(vm, "pthread"), str_intern(vm, "semaphore"),
                       vm_none(vm)};
    return add_record(vm, module, "thread_info", "sys.thread_info", names,
                      items, 3);
}

/* ---- versions and names -------------------------------------------------- */

static bool put_steal(struct vm *vm, object *dict, const char *name,
                      object *value)
{
    bool ok = value && dict_set_c(vm, dict, name, value);
    vm_release_maybe(vm, value);
    return ok;
}

/* No cache_tag: compiled modules are not kept in files. */
static bool add_implementation(struct vm *vm, object *module)
{
    const char *name = vm->options.settings.implementation;
    object *dict = dict_new(vm);
    bool ok = dict &&
              put_steal(vm, dict, "name", str_intern(vm, name ? name : "cpython")) &&
              put_steal(vm, dict, "cache_tag", vm_none(vm)) &&
              put_steal(vm, dict, "version", version_new(vm)) &&
              put_steal(vm, dict, "hexversion", int_new(vm, VERSION_HEX)) &&
              put_steal(vm, dict, "_multiarch",
                        str_intern(vm, "x86_64-linux-gnu"));
    object *o = ok ? namespace_new(vm, dict) : NULL;
    vm_release_maybe(vm, dict);
    return module_add_steal(vm, module, "implementation", o);
}

static bool add_versions(struct vm *vm, object *module)
{
    return module_add_steal(vm, module, "version_info", version_new(vm)) &&
           module_add_str(vm, module, "version", "3.11.2 (heapstep) [" COMPILER "]") &&
           module_add_str(vm, module, "copyright", copyright) &&
           module_add_int(vm, module, "hexversion", VERSION_HEX) &&
           module_add_int(vm, module, "api_version", 1013) &&
           add_implementation(vm, module);
}

static bool add_limits(struct vm *vm, object *module)
{
    return module_add_int(vm, module, "maxsize", INT64_MAX) &&
           module_add_int(vm, module, "maxunicode", 0x10ffff) &&
           module_add_str(vm, module, "byteorder", "little") &&
           module_add_str(vm, module, "platform", "linux") &&
           module_add_str(vm, module, "float_repr_style", "short") &&
           add_flags(vm, module) && add_float_info(vm, module) &&
           add_int_info(vm, module) && add_hash_info(vm, module) &&
           add_thread_info(vm, module);
}

/* ---- paths and modules --------------------------------------------------- */

static object *module_names(struct vm *vm)
{
    size_t count = 0;
    while (builtin_modules[count].name)
        count++;
    object *names = tuple_new(vm, count);
    for (size_t i = 0; names && i < count; i++) {
        tuple_items(names)[i] = str_intern(vm, builtin_modules[i].name);
        if (!tuple_items(names)[i]) {
            vm_release(vm, names);
            return NULL;
        }
    }
    return names;
}

static object *argument_list(struct vm *vm)
{
    object *list = list_new(vm, (size_t)vm->options.argc);
    for (int i = 0; list && i < vm->options.argc; i++) {
        object *arg = str_from(vm, vm->options.argv[i]);
        if (arg && list_append_steal(vm, list, arg))
            continue;
        vm_release(vm, list);
        return NULL;
    }
    return list;
}

static bool append_text(struct vm *vm, object *list, const char *text)
{
    object *o = str_from(vm, text);
    return o && list_append_steal(vm, list, o);
}

/* What PYTHONWARNINGS says, between commas. */
static bool add_warning_variable(struct vm *vm, object *list)
{
    char *text = vm->options.settings.ignore_environment
                     ? NULL
                     : vm_environment(vm, "PYTHONWARNINGS");
    char *part = text, *end;
    bool ok = true;
    while (ok && part && *text) {
        if ((end = strchr(part, ',')))
            *end = '\0';
        ok = append_text(vm, list, part);
        part = end ? end + 1 : NULL;
    }
    free(text);
    return ok;
}

static object *warning_list(struct vm *vm)
{
    const struct vm_settings *s = &vm->options.settings;
    object *list = list_new(vm, 0);
    bool ok = list && (!s->dev_mode || append_text(vm, list, "default")) &&
              add_warning_variable(vm, list);
    for (int k = 0; ok && k < s->warnings.count; k++)
        ok = append_text(vm, list, s->warnings.items[k]);
    if (ok && s->bytes_warning)
        ok = append_text(vm, list, s->bytes_warning > 1
                                       ? "error::BytesWarning"
                                       : "default::BytesWarning");
    if (ok || !list)
        return list;
    vm_release(vm, list);
    return NULL;
}

/* name -> value, or True for -X name. */
static object *x_dict(struct vm *vm)
{
    const struct settings_words *words = &vm->options.settings.xoptions;
    object *dict = dict_new(vm);
    for (int k = 0; dict && k < words->count; k++) {
        const char *word = words->items[k], *equals = strchr(word, '=');
        size_t n = equals ? (size_t)(equals - word) : strlen(word);
        object *name = str_new(vm, word, n);
        object *value = equals ? str_from(vm, equals + 1) : vm_bool(vm, true);
        if (!name || !value || !dict_set(vm, dict, name, value))
            heap_store(vm->heap, &dict, NULL);
        vm_release_maybe(vm, name);
        vm_release_maybe(vm, value);
    }
    return dict;
}

static bool add_paths(struct vm *vm, object *module)
{
    const char *program = vm->options.executable;
    return module_add_steal(vm, module, "path", library_path(vm)) &&
           module_add_steal(vm, module, "argv", list_new(vm, 0)) &&
           module_add_steal(vm, module, "orig_argv", argument_list(vm)) &&
           module_add_str(vm, module, "executable", program ? program : "") &&
           module_add_str(vm, module, "prefix", "/usr") &&
           module_add_str(vm, module, "exec_prefix", "/usr") &&
           module_add_str(vm, module, "base_prefix", "/usr") &&
           module_add_str(vm, module, "base_exec_prefix", "/usr") &&
           module_add_str(vm, module, "platlibdir", "lib") &&
           (!vm->options.stdlib ||
            module_add_str(vm, module, "_stdlib_dir", vm->options.stdlib)) &&
           module_add_str(vm, module, "abiflags", "") &&
           module_add_steal(vm, module, "modules",
                            heap_retain(vm->modules)) &&
           module_add_steal(vm, module, "builtin_module_names",
                            module_names(vm)) &&
           module_add_steal(vm, module, "meta_path", list_new(vm, 0)) &&
           module_add_steal(vm, module, "path_hooks", list_new(vm, 0)) &&
           module_add_steal(vm, module, "path_importer_cache",
                            dict_new(vm)) &&
           module_add_steal(vm, module, "warnoptions", warning_list(vm)) &&
           module_add_steal(vm, module, "_xoptions", x_dict(vm)) &&
           module_add_steal(vm, module, "pycache_prefix", vm_none(vm)) &&
           module_add_steal(vm, module, "dont_write_bytecode",
                            vm_bool(vm, vm->options.settings
                                            .dont_write_bytecode));
}

bool sys_add_values(struct vm *vm, object *module)
{
    return add_versions(vm, module) && add_limits(vm, module) &&
           add_paths(vm, module);
}

bool sys_add_hooks(struct vm *vm, object *module)
{
    static const char *const names[][2] = {
        {"displayhook", "__displayhook__"},
        {"excepthook", "__excepthook__"},
        {"breakpointhook", "__breakpointhook__"},
        {"unraisablehook", "__unraisablehook__"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        object *hook = dict_get_c_peek(vm, module_dict(module), names[i][0]);
        if (!hook ||
            !dict_set_c(vm, module_dict(module), names[i][1], hook))
            return false;
    }
    return true;
}
