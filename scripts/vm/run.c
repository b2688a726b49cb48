/*
 * Running a program: __main__, sys.argv and sys.path, the exit status.
 */
#include "scripts/run.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "config.h"
#include "scripts/compile/compile.h"
#include "scripts/modules/modules.h"
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/code.h"
#include "scripts/vm/error.h"
#include "scripts/vm/faults.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/function.h"
#include "scripts/vm/import.h"
#include "scripts/vm/path.h"
#include "scripts/vm/run_module.h"
#include "scripts/vm/vm_internal.h"

#define STATUS_CANNOT_OPEN 2
#define STATUS_OBJECTS_LEFT 99 /* with HEAPSTEP_CENSUS alone */
#define STATUS_FLUSH_FAILED 120
#define STATUS_INTERRUPTED 130

/* ---- __main__ ----------------------------------------------------------------------- */

object *run_main_dict(struct vm *vm)
{
    object *module =
        dict_get_str_peek(vm, vm->modules, vm->name[NAME_dunder_main]);
    return module && vm_is(module, TYPE_MODULE) ? module_dict(module) : NULL;
}

static object *make_main(struct vm *vm)
{
    object *module = module_new(vm, "__main__"), *builtins;
    bool ok = module && dict_set(vm, vm->modules, vm->name[NAME_dunder_main],
                                 module);
    vm_release_maybe(vm, module);
    builtins = dict_get_c_peek(vm, vm->modules, "builtins");
    ok = ok && (!builtins ||
                dict_set(vm, module_dict(module),
                         vm->name[NAME_dunder_builtins], builtins));
    return ok ? module_dict(module) : NULL;
}

/* dict[name] = value, which is stolen. */
static bool set_steal(struct vm *vm, object *dict, const char *name,
                      object *value)
{
    bool ok = value && dict_set_c(vm, dict, name, value);
    vm_release_maybe(vm, value);
    return ok;
}

static bool set_argv(struct vm *vm, const struct run_program *p,
                     const char *first)
{
    object *list = list_new(vm, (size_t)p->argc + 1), *o;
    bool ok = list && (o = str_from(vm, first)) &&
              list_append_steal(vm, list, o);
    for (int k = 0; ok && k < p->argc; k++)
        ok = (o = str_from(vm, p->argv[k])) && list_append_steal(vm, list, o);
    if (!ok) {
        vm_release_maybe(vm, list);
        return false;
    }
    return set_steal(vm, vm->sys, "argv", list);
}

static bool insert_path(struct vm *vm, object *entry)
{
    object *path = dict_get_c_peek(vm, vm->sys, "path");
    bool ok = entry && path && vm_is(path, TYPE_LIST) &&
              list_insert(vm, path, 0, entry);
    vm_release_maybe(vm, entry);
    return ok;
}

static object *current_folder(struct vm *vm)
{
    char buffer[4096];
    int64_t n = vm->host->getcwd(vm->host->arg, buffer, sizeof buffer);
    return n < 0 ? str_from(vm, "") : str_from(vm, buffer);
}

/* Is the script a folder or an archive, with a __main__ inside? */
static bool holds_main(struct vm *vm, const char *path)
{
    struct host_stat st;
    char mark[4];
    int64_t fd, n;
    if (vm->host->stat(vm->host->arg, path, true, &st) < 0)
        return false;
    if (S_ISDIR(st.mode))
        return true;
    fd = vm->host->open(vm->host->arg, path, O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0)
        return false;
    n = S_ISREG(st.mode)
            ? vm->host->read(vm->host->arg, (int)fd, mark, sizeof mark)
            : 0;
    vm->host->close(vm->host->arg, (int)fd);
    return n == sizeof mark && memcmp(mark, "PK\3\4", sizeof mark) == 0;
}

/* ---- preparing --------------------------------------------------------------------------- */

static object *prepare_container(struct vm *vm, const struct run_program *p,
                                 object *dict)
{
    return set_argv(vm, p, p->text) && insert_path(vm, str_from(vm, p->text))
               ? run_module_find(vm, NULL, dict)
               : NULL;
}

static object *prepare_file(struct vm *vm, const struct run_program *p,
                            object *dict)
{
    char *bytes;
    size_t size;
    if (holds_main(vm, p->text))
        return prepare_container(vm, p, dict);
    object *path = path_absolute(vm, p->text), *code = NULL;
    if (!path || !set_argv(vm, p, p->text) ||
        !insert_path(vm, path_script_folder(vm, p->text)) ||
        !dict_set_c(vm, dict, "__file__", path) ||
        !dict_set_c(vm, dict, "__cached__", vm->none))
        goto out;
    if (source_read(vm, path, &bytes, &size)) {
        code = compile_source(vm, bytes, size, path, SYNTAX_EXEC, 0);
        free(bytes);
    }
out:
    vm_release_maybe(vm, path);
    return code;
}

/* Source given as text: -c, or read from standard input. */
static object *prepare_text(struct vm *vm, const struct run_program *p,
                            const char *bytes, size_t size, const char *name,
                            const char *first)
{
    object *filename = str_from(vm, name), *code = NULL;
    if (filename && set_argv(vm, p, first) &&
        insert_path(vm, str_from(vm, "")))
        code = compile_source(vm, bytes, size, filename, SYNTAX_EXEC, 0);
    vm_release_maybe(vm, filename);
    return code;
}

static object *prepare_stdin(struct vm *vm, const struct run_program *p)
{
    char *bytes;
    size_t size;
    object *code;
    if (!source_read_fd(vm, 0, &bytes, &size))
        return NULL;
    code = prepare_text(vm, p, bytes, size, "<stdin>", "-");
    free(bytes);
    return code;
}

static object *prepare_module(struct vm *vm, const struct run_program *p,
                              object *dict)
{
    return set_argv(vm, p, "-m") && insert_path(vm, current_folder(vm))
               ? run_module_find(vm, p->text, dict)
               : NULL;
}

object *run_prepare(struct vm *vm, const struct run_program *p)
{
    object *dict = make_main(vm);
    if (!dict)
        return NULL;
    switch (p->kind) {
    case RUN_FILE:
        return prepare_file(vm, p, dict);
    case RUN_MODULE:
        return prepare_module(vm, p, dict);
    case RUN_COMMAND:
        return prepare_text(vm, p, p->text, strlen(p->text), "<string>",
                            "-c");
    case RUN_STDIN:
        return prepare_stdin(vm, p);
    }
    return NULL;
}

bool run_code(struct vm *vm, object *code)
{
    object *dict = heap_retain(run_main_dict(vm));
    object *result = import_machinery_for(vm, code)
                         ? vm_run_code(vm, code, dict, dict, NULL)
                         : NULL;
    vm_release_maybe(vm, result);
    vm_release(vm, dict);
    return result != NULL;
}

/* ---- the end ----------------------------------------------------------------------------- */

/* The status SystemExit asks for; its text, if it has one, is printed. */
static int exit_status(struct vm *vm)
{
    object *exception = vm_pending_take(vm), *code, *text, *line;
    int64_t status = 1;
    code = ((struct value_exception_object *)exception)->value;
    sys_flush(vm);
    if (!code || code == vm->none) {
        status = 0;
    } else if (vm_type_of(vm, code)->flags & TYPE_INT_SUBCLASS) {
        if (!int_fits_i64(code, &status))
            status = -1;
    } else if ((text = vm_str(vm, code))) {
        line = str_format(vm, "%U\n", text);
        if (line)
            sys_write_stderr(vm, line);
        vm_release_maybe(vm, line);
        vm_release(vm, text);
    }
    vm_release(vm, exception);
    vm_pending_clear(vm);
    return (int)(status & 0xff);
}

int run_report(struct vm *vm)
{
    bool interrupted;
    if (!vm_pending(vm))
        return 0;
    if (vm_pending_is(vm, EXC_SYSTEM_EXIT))
        return exit_status(vm);
    interrupted = vm_pending_is(vm, EXC_KEYBOARD_INTERRUPT);
    vm_print_exception(vm);
    return interrupted ? STATUS_INTERRUPTED : 1;
}

/* ---- text in a frame ------------------------------------------------------------------------ */

object *run_in_frame(struct vm *vm, struct vm_frame *frame, const char *text,
                     int mode, bool write)
{
    static const enum syntax_mode modes[] = {SYNTAX_EXEC, SYNTAX_EVAL,
                                             SYNTAX_SINGLE};
    object *filename = str_from(vm, "<expression>"), *code = NULL;
    object *globals = frame ? frame->globals : run_main_dict(vm);
    object *locals = NULL, *result = NULL;
    if (!globals || !filename)
        goto out;
    locals = frame ? frame_locals(vm, frame) : heap_retain(globals);
    if (locals)
        code = compile_source(vm, text, strlen(text), filename, modes[mode],
                              SYNTAX_FROM_STR);
    if (code)
        result = vm_run_code(vm, code, globals, locals, NULL);
    if (result && frame && write && !frame_store_locals(vm, frame, locals)) {
        vm_release(vm, result);
        result = NULL;
    }
out:
    vm_release_maybe(vm, code);
    vm_release_maybe(vm, locals);
    vm_release_maybe(vm, filename);
    return result;
}

/* ---- heapstep run --------------------------------------------------------------------------- */

/* To standard error, before there is a vm. */
static void complain(const char *text)
{
    host_direct.write(host_direct.arg, 2, text, strlen(text));
}

static int usage(void)
{
    complain("usage: heapstep run SCRIPT [ARGUMENT...]\n"
             "       heapstep run -m MODULE [ARGUMENT...]\n"
             "       heapstep run -c COMMAND [ARGUMENT...]\n"
             "       heapstep run - [ARGUMENT...]\n"
             "before these: --copy-on-write=off, copies share nothing\n"
             "              --heap-limit SIZE, bytes (K, M, G may follow)\n");
    return 2;
}

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

/* --heap-limit SIZE or --heap-limit=SIZE: how many words it takes, 0: it is
 * another option.  A wrong size leaves SIZE_MAX as the limit. */
static int read_limit(int argc, char **argv, struct run_program *p)
{
    static const char name[] = "--heap-limit";
    const char *rest = argv[0] + strlen(name);
    if (strncmp(argv[0], name, strlen(name)) != 0 || (*rest && *rest != '='))
        return 0;
    const char *word = *rest ? rest + 1 : argc > 1 ? argv[1] : "";
    p->heap_limit = read_size(word);
    if (!p->heap_limit) {
        p->heap_limit = SIZE_MAX;
        complain("heapstep: not a size in bytes: '");
        complain(word);
        complain("'\n");
    }
    return *rest || argc < 2 ? 1 : 2;
}

/* Options of our own; how many words they take. */
static int parse_options(int argc, char **argv, struct run_program *p)
{
    int used = 0, words = 0;
    for (; used < argc; used += words) {
        words = read_limit(argc - used, argv + used, p);
        if (words)
            continue;
        words = 1;
        if (strcmp(argv[used], "--copy-on-write=off") == 0)
            p->eager_copies = true;
        else if (strcmp(argv[used], "--copy-on-write=on") == 0)
            p->eager_copies = false;
        else
            break;
    }
    return used;
}

static bool parse(int argc, char **argv, struct run_program *p)
{
    int options = parse_options(argc, argv, p);
    if (p->heap_limit == SIZE_MAX)
        return false;
    argc -= options;
    argv += options;
    const char *first = argc > 0 ? argv[0] : "-";
    int used = argc > 0;
    p->kind = RUN_FILE;
    p->text = first;
    if (strcmp(first, "-") == 0) {
        p->kind = RUN_STDIN;
    } else if (strcmp(first, "-m") == 0 || strcmp(first, "-c") == 0) {
        if (argc < 2)
            return false;
        p->kind = first[1] == 'm' ? RUN_MODULE : RUN_COMMAND;
        p->text = argv[1];
        used = 2;
    } else if (first[0] == '-') {
        return false;
    }
    p->argc = argc - used;
    p->argv = (const char *const *)argv + used;
    return true;
}

/* Whether the script can be opened; says why not. */
static bool can_open(struct vm *vm, const struct run_program *p)
{
    object *path, *line;
    int64_t fd;
    if (p->kind != RUN_FILE)
        return true;
    fd = vm->host->open(vm->host->arg, p->text, O_RDONLY | O_CLOEXEC, 0);
    if (fd >= 0) {
        vm->host->close(vm->host->arg, (int)fd);
        return true;
    }
    path = path_absolute(vm, p->text);
    line = path ? str_format(vm, "heapstep: can't open file %R: [Errno %d] "
                                 "%s\n",
                             path, (int)-fd, strerror((int)-fd))
                : NULL;
    if (line)
        sys_write_stderr(vm, line);
    vm_release_maybe(vm, line);
    vm_release_maybe(vm, path);
    return false;
}

static int run_program(struct vm *vm, const struct run_program *p)
{
    object *code;
    if (!can_open(vm, p))
        return STATUS_CANNOT_OPEN;
    code = run_prepare(vm, p);
    if (code)
        run_code(vm, code);
    vm_release_maybe(vm, code);
    return run_report(vm);
}

int run_main(int argc, char **argv)
{
    struct run_program program = {.eager_copies = false};
    struct vm_options options = {.stdlib = PYTHON_STDLIB,
                                 .executable = "heapstep"};
    struct vm *vm;
    enum faults_part faults;
    bool counts, happened;
    int status;
    if (!parse(argc, argv, &program))
        return usage();
    options.heap_limit = program.heap_limit;
    vm = vm_new(&options, &host_direct);
    if (!vm) {
        complain("heapstep: not enough memory to start\n");
        return 1;
    }
    heap_set_sharing(vm->heap, !program.eager_copies);
    faults = faults_begin(vm, &status);
    if (faults != FAULTS_PARENT)
        status = run_program(vm, &program);
    if (!vm_finalize(vm) && status == 0)
        status = STATUS_FLUSH_FAILED;
    counts = vm_wants_census(vm);
    happened = faults_happened(vm);
    if (vm_free(vm) > 0 && counts)
        status = STATUS_OBJECTS_LEFT;
    return faults == FAULTS_CHILD ? faults_status(happened, status) : status;
}
