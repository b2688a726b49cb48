/*
 * Running a program: __main__, sys.argv and sys.path, the exit status.
 */
#include "scripts/run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <signal.h>
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
#include "scripts/vm/arguments.h"
#include "scripts/vm/call.h"
#include "scripts/vm/check.h"
#include "scripts/vm/code.h"
#include "scripts/vm/error.h"
#include "scripts/vm/faults.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/function.h"
#include "scripts/vm/import.h"
#include "scripts/vm/library_path.h"
#include "scripts/vm/path.h"
#include "scripts/vm/run_module.h"
#include "scripts/vm/signals.h"
#include "scripts/vm/vm_internal.h"

#define STATUS_CANNOT_OPEN 2
#define STATUS_LEAKS 3    /* with --no-leaks alone */
#define STATUS_OUTGROWN 4 /* with --max-heap alone */
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

/* dict[name] = value, which is stolen. */
static bool set_steal(struct vm *vm, object *dict, const char *name,
                      object *value)
{
    bool ok = value && dict_set_c(vm, dict, name, value);
    vm_release_maybe(vm, value);
    return ok;
}

static object *make_main(struct vm *vm)
{
    object *module = module_new(vm, "__main__"), *builtins;
    bool ok = module && dict_set(vm, vm->modules, vm->name[NAME_dunder_main],
                                 module);
    vm_release_maybe(vm, module);
    ok = ok && set_steal(vm, module_dict(module), "__annotations__",
                         dict_new(vm));
    builtins = dict_get_c_peek(vm, vm->modules, "builtins");
    ok = ok && (!builtins ||
                dict_set(vm, module_dict(module),
                         vm->name[NAME_dunder_builtins], builtins));
    return ok ? module_dict(module) : NULL;
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

static bool insert_always(struct vm *vm, object *entry)
{
    object *path = dict_get_c_peek(vm, vm->sys, "path");
    bool ok = entry && path && vm_is(path, TYPE_LIST) &&
              list_insert(vm, path, 0, entry);
    vm_release_maybe(vm, entry);
    return ok;
}

/* sys.path[0], unless -P leaves it out; entry is stolen. */
static bool insert_path(struct vm *vm, object *entry)
{
    if (entry && vm->options.settings.safe_path) {
        vm_release(vm, entry);
        return true;
    }
    return insert_always(vm, entry);
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
    return set_argv(vm, p, p->text) &&
                   insert_always(vm, path_absolute(vm, p->text))
               ? run_module_find(vm, NULL, dict)
               : NULL;
}

/* Bytes of the first line, without its end so that lines keep their
 * numbers. */
static size_t first_line(const char *bytes, size_t size)
{
    const char *end = memchr(bytes, '\n', size);
    return end ? (size_t)(end - bytes) : size;
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
        size_t skipped = vm->options.settings.skip_first_line
                             ? first_line(bytes, size)
                             : 0;
        code = compile_source(vm, bytes + skipped, size - skipped, path,
                              SYNTAX_EXEC, COMPILE_FROM_FILE);
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
    code = prepare_text(vm, p, bytes, size, "<stdin>", p->text);
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
    if (!dict || !library_begin(vm))
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
    if (vm_pending(vm)) /* the script's hook exits */
        return exit_status(vm);
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

/* *interrupted: KeyboardInterrupt ended it. */
static int run_program(struct vm *vm, const struct run_program *p,
                       bool *interrupted)
{
    object *code;
    if (!can_open(vm, p))
        return STATUS_CANNOT_OPEN;
    code = run_prepare(vm, p);
    if (code)
        run_code(vm, code);
    vm_release_maybe(vm, code);
    *interrupted = vm_pending_is(vm, EXC_KEYBOARD_INTERRUPT);
    bool outgrown = p->max_heap && vm_pending_is(vm, EXC_MEMORY_ERROR);
    int status = run_report(vm);
    return outgrown ? STATUS_OUTGROWN : status;
}

/* The same, looking for leaks; what the program says of itself goes first. */
static int run_checked(struct vm *vm, const struct run_program *p,
                       bool *interrupted)
{
    struct check *check = check_begin(vm);
    int status = run_program(vm, p, interrupted);
    bool clean = check_end(vm, check);
    return status == 0 && !clean ? STATUS_LEAKS : status;
}

/* Ends as a program that leaves SIGINT alone: who started it may look. */
static void end_by_signal(void)
{
    host_direct.signal(NULL, HOST_SIGNAL_DEFAULT, SIGINT, 0, NULL);
    host_direct.signal(NULL, HOST_SIGNAL_RAISE, SIGINT, 0, NULL);
}

/* Runs a program that was read; the status. */
static int run_read(const struct vm_options *options,
                    const struct run_program *program)
{
    struct faults faults;
    struct vm *vm;
    bool counts, interrupted = false;
    int status;
    faults_mark(&faults);
    vm = vm_new(options, &host_direct);
    if (!vm) {
        static const char text[] = "heapstep: not enough memory to start\n";
        host_direct.write(host_direct.arg, 2, text, sizeof text - 1);
        return 1;
    }
    heap_set_sharing(vm->heap, !program->eager_copies);
    faults_begin(&faults, vm);
    status = !signals_begin(vm)  ? run_report(vm)
             : program->no_leaks ? run_checked(vm, program, &interrupted)
                                 : run_program(vm, program, &interrupted);
    if (!vm_finalize(vm))
        status = STATUS_FLUSH_FAILED;
    counts = vm_wants_census(vm);
    faults_stop(&faults);
    if (vm_free(vm) > 0 && counts)
        status = STATUS_OBJECTS_LEFT;
    else if (interrupted && faults.part == FAULTS_NONE)
        end_by_signal();
    return faults_end(&faults, status);
}

/* The path of this program: what sys.executable says. */
static const char *own_path(char *room, size_t size)
{
    int64_t n = host_direct.read_link(host_direct.arg, "/proc/self/exe", room,
                                      size - 1);
    if (n <= 0 || (size_t)n >= size)
        return "heapstep";
    room[n] = 0;
    return room;
}

int run_main(int argc, char **argv, int first)
{
    struct run_program program;
    char path[4096];
    int status = arguments_read(argc - first, argv + first, &program);
    if (status < 0) {
        const struct vm_options options = {
            .stdlib = PYTHON_STDLIB,
            .executable = own_path(path, sizeof path),
            .heap_limit = program.heap_limit,
            .attached = program.no_leaks,
            .argc = argc,
            .argv = (const char *const *)argv,
            .settings = program.settings,
        };
        status = run_read(&options, &program);
    }
    settings_done(&program.settings);
    return status;
}
