/*
 * sys.path, and what else site does.
 *
 * The module site itself is imported only where there is something to run: a
 * usercustomize at the start, code in a file *.pth when an import of the
 * script would find nothing without it.  The folders it would add are in
 * sys.path from the first, the names it gives to builtins come when one of
 * them is asked for.
 */
#include "scripts/vm/library_path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "scripts/types/dict.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/code.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"
#include "scripts/vm/path.h"

#define ROOM 4096

/* ---- folders ------------------------------------------------------------- */

static uint32_t mode_of(struct vm *vm, const char *path)
{
    struct host_stat st;
    return vm->host->stat(vm->host->arg, path, true, &st) < 0 ? 0 : st.mode;
}

static bool has(object *list, object *text)
{
    for (size_t k = 0; k < list_length(list); k++)
        if (str_equal(list_items(list)[k], text))
            return true;
    return false;
}

/* Appends a path that is not there yet, absolute; false: pending. */
static bool add(struct vm *vm, object *list, const char *path)
{
    object *text = path_absolute(vm, path);
    bool ok = text && (has(list, text) || list_append(vm, list, text));
    vm_release_maybe(vm, text);
    return ok;
}

/* The library's folder cut by `levels`, with tail behind; out has ROOM. */
static bool beside_library(const struct vm *vm, int levels, const char *tail,
                           char *out)
{
    int n = (int)strlen(vm->options.stdlib);
    while (levels-- > 0)
        while (n > 0 && vm->options.stdlib[--n] != '/')
            ;
    n = snprintf(out, ROOM, "%.*s%s", n, vm->options.stdlib, tail);
    return n > 0 && n < ROOM;
}

/* The variable's parts between colons. */
static bool add_variable(struct vm *vm, object *list)
{
    char *text = vm->options.settings.ignore_environment
                     ? NULL
                     : vm_environment(vm, "PYTHONPATH");
    char *part = text, *end;
    bool ok = true;
    while (ok && part && *text) {
        if ((end = strchr(part, ':')))
            *end = '\0';
        ok = add(vm, list, part);
        part = end ? end + 1 : NULL;
    }
    free(text);
    return ok;
}

static bool add_library(struct vm *vm, object *list)
{
    char path[ROOM];
    return (!beside_library(vm, 1, "/python311.zip", path) ||
            add(vm, list, path)) &&
           add(vm, list, vm->options.stdlib) &&
           (!beside_library(vm, 0, "/lib-dynload", path) ||
            add(vm, list, path));
}

/* ---- files *.pth --------------------------------------------------------- */

/* The whole file, malloc'ed and terminated; NULL: it cannot be read. */
static char *read_text(struct vm *vm, const char *path)
{
    const struct host *host = vm->host;
    int64_t fd = host->open(host->arg, path, O_RDONLY | O_CLOEXEC, 0), n = 0;
    size_t size = 0, room = ROOM;
    char *text = fd >= 0 ? malloc(room) : NULL;
    while (text && (n = host->read(host->arg, (int)fd, text + size,
                                   room - size - 1)) > 0) {
        size += (size_t)n;
        if (size + 1 < room)
            continue;
        char *grown = realloc(text, room *= 2);
        if (!grown)
            free(text);
        text = grown;
    }
    if (fd >= 0)
        host->close(host->arg, (int)fd);
    if (text)
        text[size] = '\0';
    return text;
}

/* One line: a folder to add, or code that waits. */
static bool add_line(struct vm *vm, object *list, const char *folder,
                     char *line)
{
    char path[ROOM];
    size_t n = strlen(line);
    while (n > 0 && strchr(" \t\r\f\v", line[n - 1]))
        line[--n] = '\0';
    if (n == 0 || line[0] == '#')
        return true;
    if (strncmp(line, "import ", 7) == 0 || strncmp(line, "import\t", 7) == 0) {
        vm->site_waits = true;
        return true;
    }
    int length = line[0] == '/' ? snprintf(path, ROOM, "%s", line)
                                : snprintf(path, ROOM, "%s/%s", folder, line);
    return length >= ROOM || !mode_of(vm, path) || add(vm, list, path);
}

static bool add_pth(struct vm *vm, object *list, const char *folder,
                    const char *name)
{
    char path[ROOM], *text, *line, *end;
    bool ok = true;
    if (snprintf(path, ROOM, "%s/%s", folder, name) >= ROOM ||
        !(text = read_text(vm, path)))
        return true;
    for (line = text; ok && line; line = end ? end + 1 : NULL) {
        if ((end = strchr(line, '\n')))
            *end = '\0';
        ok = add_line(vm, list, folder, line);
    }
    free(text);
    return ok;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_pth(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && strcmp(name + n - 4, ".pth") == 0;
}

/* Files *.pth among names, each of them NUL-terminated. */
static bool add_all_pth(struct vm *vm, object *list, const char *folder,
                        char *names, size_t size)
{
    size_t count = 0;
    char **found = malloc((size + 1) * sizeof *found);
    bool ok = true;
    for (char *name = names; found && name < names + size;
         name += strlen(name) + 1)
        if (is_pth(name))
            found[count++] = name;
    if (count)
        qsort(found, count, sizeof *found, by_text);
    for (size_t k = 0; ok && k < count; k++)
        ok = add_pth(vm, list, folder, found[k]);
    free(found);
    return ok;
}

/* A folder of installed packages, if it is there. */
static bool add_site(struct vm *vm, object *list, const char *folder)
{
    const struct host *host = vm->host;
    if (!S_ISDIR(mode_of(vm, folder)))
        return true;
    if (!add(vm, list, folder))
        return false;
    int64_t size = host->list_directory(host->arg, folder, NULL, 0), got = 0;
    char *names = size > 0 ? malloc((size_t)size + 1) : NULL;
    if (names)
        got = host->list_directory(host->arg, folder, names, (size_t)size);
    bool ok = true;
    if (got > 0 && got <= size) {
        names[got] = '\0';
        ok = add_all_pth(vm, list, folder, names, (size_t)got);
    }
    free(names);
    return ok;
}

/* ~/.local/lib/python3.11/site-packages; false: there is none. */
static bool user_folder(struct vm *vm, char *out)
{
    const struct host *host = vm->host;
    bool asked = !vm->options.settings.ignore_environment;
    char *base = vm_environment(vm, "PYTHONUSERBASE");
    char *home = vm_environment(vm, "HOME");
    int n = -1;
    if (vm->options.settings.no_user_site ||
        host->process(host->arg, HOST_UID, 0, 0) !=
            host->process(host->arg, HOST_EUID, 0, 0))
        n = -1;
    else if (base && *base && asked)
        n = snprintf(out, ROOM, "%s/lib/python3.11/site-packages", base);
    else if (home && *home)
        n = snprintf(out, ROOM, "%s/.local/lib/python3.11/site-packages",
                     home);
    free(base);
    free(home);
    return n > 0 && n < ROOM;
}

static bool add_sites(struct vm *vm, object *list)
{
    static const char *const tails[] = {
        "/local/lib/python3.11/dist-packages",
        "/lib/python3/dist-packages",
        "/lib/python3.11/dist-packages",
    };
    char path[ROOM];
    if (user_folder(vm, path) && !add_site(vm, list, path))
        return false;
    for (size_t k = 0; k < sizeof tails / sizeof *tails; k++)
        if (beside_library(vm, 2, tails[k], path) &&
            !add_site(vm, list, path))
            return false;
    return true;
}

object *library_path(struct vm *vm)
{
    object *list = list_new(vm, 8);
    if (!list || !vm->options.stdlib)
        return list;
    if (add_variable(vm, list) && add_library(vm, list) &&
        (vm->options.settings.no_site || add_sites(vm, list)))
        return list;
    vm_release(vm, list);
    return NULL;
}

/* ---- modules that are run ------------------------------------------------ */

static bool import_named(struct vm *vm, const char *name)
{
    object *title = str_intern(vm, name);
    object *module = title ? import_module(vm, title) : NULL;
    vm_release_maybe(vm, title);
    vm_release_maybe(vm, module);
    return module;
}

/* Is NAME.py in a folder of sys.path that is not the library's own? */
static bool is_beside(struct vm *vm, const char *name)
{
    object *list = dict_get_c_peek(vm, vm->sys, "path");
    bool found = false;
    for (size_t k = 0; list && vm_is(list, TYPE_LIST) && !found &&
                       k < list_length(list); k++) {
        char path[ROOM], *folder = str_dup_utf8(vm, list_items(list)[k]);
        if (folder && strcmp(folder, vm->options.stdlib) != 0 &&
            snprintf(path, ROOM, "%s/%s.py", folder, name) < ROOM)
            found = mode_of(vm, path) != 0;
        free(folder);
    }
    return found;
}

bool library_begin(struct vm *vm)
{
    const struct vm_settings *s = &vm->options.settings;
    object *options = dict_get_c_peek(vm, vm->sys, "warnoptions");
    if (!vm->options.stdlib)
        return true;
    if (options && vm_is(options, TYPE_LIST) && list_length(options) &&
        !import_named(vm, "warnings"))
        return false;
    if (s->no_site)
        return true;
    return !(is_beside(vm, "sitecustomize") ||
             (!s->no_user_site && is_beside(vm, "usercustomize"))) ||
           import_named(vm, "site");
}

/* Is the module that runs just now, for its import, one of the library? */
static bool loads_library(struct vm *vm)
{
    object *name = import_innermost(vm), *module = NULL, *file;
    size_t n = strlen(vm->options.stdlib);
    char text[ROOM];
    if (!name || dict_find(vm, vm->modules, name, &module) <= 0 ||
        !vm_is(module, TYPE_MODULE))
        return false;
    file = dict_get_str_peek(vm, module_dict(module),
                             vm->name[NAME_dunder_file]);
    if (!file || !vm_is(file, TYPE_STR))
        return false;
    size_t length = str_to_utf8(file, text, ROOM - 1);
    text[length < ROOM ? length : ROOM - 1] = '\0';
    return strncmp(text, vm->options.stdlib, n) == 0;
}

/* Is it code of the library that imports, and not for the script? */
static bool asked_by_library(struct vm *vm)
{
    size_t n = strlen(vm->options.stdlib);
    if (loads_library(vm)) /* perhaps through a script's own __import__ */
        return true;
    for (const struct vm_frame *f = vm->thread->frame; f; f = f->back) {
        char file[ROOM];
        size_t length = str_to_utf8(f->code->filename, file, ROOM - 1);
        file[length < ROOM ? length : ROOM - 1] = '\0';
        if (strncmp(file, "<frozen ", 8) == 0 ||
            (strncmp(file, vm->options.stdlib, n) == 0 &&
             strstr(file + n, "importlib/")))
            continue;
        return strncmp(file, vm->options.stdlib, n) == 0;
    }
    return false;
}

int library_run_pth(struct vm *vm)
{
    if (!vm->site_waits || asked_by_library(vm))
        return 0;
    vm->site_waits = false;
    return import_named(vm, "site") ? 1 : -1;
}

/* ---- names for builtins -------------------------------------------------- */

static const char credits[] =
    "heapstep runs Python, the language and the library, which many people\n"
    "have made; see www.python.org for more information on its development.";

static object *make(struct vm *vm, object *module, const char *type,
                    const char *a, const char *b)
{
    object *cls = vm_getattr_str(vm, module, type);
    object *args[] = {a ? str_from(vm, a) : NULL, b ? str_from(vm, b) : NULL};
    bool ok = cls && (!a || args[0]) && (!b || args[1]);
    object *o = ok ? vm_call(vm, cls, args, (size_t)(a != NULL) + (b != NULL),
                             NULL)
                   : NULL;
    vm_release_maybe(vm, args[0]);
    vm_release_maybe(vm, args[1]);
    vm_release_maybe(vm, cls);
    return o;
}

static const struct {
    const char *name, *type, *title, *text;
} rows[] = {
    {"quit", "Quitter", "quit", "Ctrl-D (i.e. EOF)"},
    {"exit", "Quitter", "exit", "Ctrl-D (i.e. EOF)"},
    {"copyright", "_Printer", "copyright", NULL},
    {"credits", "_Printer", "credits", credits},
    {"license", "_Printer", "license",
     "See https://www.python.org/psf/license/"},
    {"help", "_Helper", NULL, NULL},
};

/* sys.copyright, as UTF-8; malloc'ed. */
static char *copyright_text(struct vm *vm)
{
    object *text = dict_get_c_peek(vm, vm->sys, "copyright");
    return text && vm_is(text, TYPE_STR) ? str_dup_utf8(vm, text) : NULL;
}

static bool make_all(struct vm *vm, object *module)
{
    char *notice = copyright_text(vm);
    bool ok = true;
    for (size_t k = 0; ok && k < sizeof rows / sizeof *rows; k++) {
        bool about = strcmp(rows[k].name, "copyright") == 0;
        object *o = make(vm, module, rows[k].type, rows[k].title,
                         about ? notice ? notice : "" : rows[k].text);
        ok = o && (dict_get_c_peek(vm, vm->builtins, rows[k].name) ||
                   dict_set_c(vm, vm->builtins, rows[k].name, o));
        vm_release_maybe(vm, o);
    }
    free(notice);
    return ok;
}

static bool is_ours(const object *name)
{
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        if (str_equal_ascii(name, rows[k].name))
            return true;
    return false;
}

object *library_builtin(struct vm *vm, object *name)
{
    if (vm->has_site_names || !vm->options.stdlib || !vm->sys ||
        vm->options.settings.no_site || !vm_is(name, TYPE_STR) ||
        !is_ours(name))
        return NULL;
    vm->has_site_names = true;
    object *title = str_intern(vm, "_sitebuiltins");
    object *module = title ? import_module(vm, title) : NULL;
    bool ok = module && make_all(vm, module);
    vm_release_maybe(vm, module);
    vm_release_maybe(vm, title);
    if (!ok)
        vm->has_site_names = false;
    return ok ? dict_get_str_peek(vm, vm->builtins, name) : NULL;
}
