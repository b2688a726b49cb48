/*
 * _posixsubprocess: fork_exec, which subprocess starts programs with.  The
 * host does it as one step, so that no script runs in the copy.
 *
 * sys.executable is Python to a script: started again it runs scripts.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/posix.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* The arguments by their places. */
enum argument {
    ARGV, PATHS, CLOSE, KEEP, DIRECTORY, ENVIRONMENT, IN_READ, IN_WRITE,
    OUT_READ, OUT_WRITE, ERROR_READ, ERROR_WRITE, REPORT_READ, REPORT_WRITE,
    RESTORE_SIGNALS, NEW_SESSION, GROUP, GID, GROUPS, UID, MASK, BEFORE,
    MAY_VFORK, ARGUMENTS,
};

struct request {
    struct host_spawn spawn;
    char **argv, **paths, **env; /* malloc'ed, and what is in them */
    char *directory;
    int *kept;
};

static void free_texts(char **texts)
{
    for (char **t = texts; t && *t; t++)
        free(*t);
    free(texts);
}

static void done(struct request *r)
{
    free_texts(r->argv);
    free_texts(r->paths);
    free_texts(r->env);
    free(r->directory);
    free(r->kept);
}

/* A NULL-terminated copy with room for one more; false: pending. */
static bool take_texts(struct vm *vm, object *sequence, char ***out)
{
    object *items = vm_tuple_from(vm, sequence);
    size_t n = items ? tuple_length(items) : 0;
    char **texts = items ? calloc(n + 2, sizeof *texts) : NULL;
    bool ok = texts;
    if (items && !texts)
        vm_raise_no_memory(vm);
    for (size_t i = 0; ok && i < n; i++)
        ok = (texts[i] = posix_text(vm, tuple_items(items)[i]));
    vm_release_maybe(vm, items);
    *out = texts;
    return ok;
}

static bool take_kept(struct vm *vm, object *o, struct request *r)
{
    object *items = vm_tuple_from(vm, o);
    size_t n = items ? tuple_length(items) : 0;
    bool ok = items && (r->kept = calloc(n + 1, sizeof *r->kept));
    if (items && !r->kept)
        vm_raise_no_memory(vm);
    for (size_t i = 0; ok && i < n; i++) {
        ok = posix_int(vm, tuple_items(items)[i], &r->kept[i]);
        if (ok && (r->kept[i] < 0 || (i && r->kept[i] <= r->kept[i - 1]))) {
            vm_raise(vm, EXC_VALUE_ERROR, "bad value(s) in fds_to_keep");
            ok = false;
        }
    }
    vm_release_maybe(vm, items);
    r->spawn.kept = r->kept;
    r->spawn.kept_count = n;
    return ok;
}

static bool take_flag(struct vm *vm, object *o, bool *out)
{
    int truth = vm_truth(vm, o);
    *out = truth > 0;
    return truth >= 0;
}

/* What would need script code or rights in the copy. */
static bool refuse(struct vm *vm, object *const *args)
{
    static const struct {
        enum argument at;
        const char *name;
    } refused[] = {{BEFORE, "preexec_fn"}, {GID, "group"},
                   {GROUPS, "extra_groups"}, {UID, "user"}};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (args[refused[i].at] != vm->none) {
            vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
                     "%s is not supported by heapstep", refused[i].name);
            return true;
        }
    return false;
}

static bool take_numbers(struct vm *vm, object *const *args,
                         struct host_spawn *s)
{
    int *const ends[] = {&s->in[0],  &s->in[1],    &s->out[0],    &s->out[1],
                         &s->error[0], &s->error[1], &s->report[0],
                         &s->report[1]};
    for (int i = 0; i < 8; i++)
        if (!posix_int(vm, args[IN_READ + i], ends[i]))
            return false;
    return posix_int(vm, args[GROUP], &s->group) &&
           posix_int(vm, args[MASK], &s->mask) &&
           take_flag(vm, args[CLOSE], &s->close_others) &&
           take_flag(vm, args[RESTORE_SIGNALS], &s->restore_signals) &&
           take_flag(vm, args[NEW_SESSION], &s->new_session);
}

/* `heapstep run` is what takes the arguments that Python takes. */
static bool run_as_python(struct vm *vm, struct request *r)
{
    const char *own = vm->options.executable;
    size_t n = 0;
    if (!own || !r->paths[0] || !r->argv[0] || strcmp(r->paths[0], own) != 0)
        return true;
    while (r->argv[n])
        n++;
    memmove(r->argv + 2, r->argv + 1, (n - 1) * sizeof *r->argv);
    r->argv[n + 1] = NULL;
    r->argv[1] = strdup("run");
    if (r->argv[1])
        return true;
    vm_raise_no_memory(vm);
    return false;
}

static bool read_request(struct vm *vm, object *const *args,
                         struct request *r)
{
    if (refuse(vm, args) || !take_numbers(vm, args, &r->spawn) ||
        !take_texts(vm, args[ARGV], &r->argv) ||
        !take_texts(vm, args[PATHS], &r->paths) ||
        !take_kept(vm, args[KEEP], r))
        return false;
    if (args[ENVIRONMENT] != vm->none &&
        !take_texts(vm, args[ENVIRONMENT], &r->env))
        return false;
    if (args[DIRECTORY] != vm->none &&
        !(r->directory = posix_text(vm, args[DIRECTORY])))
        return false;
    if (!run_as_python(vm, r))
        return false;
    r->spawn.argv = r->argv;
    r->spawn.paths = r->paths;
    r->spawn.env = r->env;
    r->spawn.directory = r->directory;
    return true;
}

static object *fork_exec(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    struct request r = {0};
    int64_t id = 0;
    (void)self, (void)kwnames;
    if (!vm->host->spawn)
        return vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
                        "a script that is debugged cannot start processes");
    if (!args_between(vm, "fork_exec", nargs, ARGUMENTS, ARGUMENTS))
        return NULL;
    bool ok = read_request(vm, args, &r);
    if (ok)
        id = vm->host->spawn(vm->host->arg, &r.spawn);
    done(&r);
    if (!ok)
        return NULL;
    return id < 0 ? vm_raise_os(vm, id, NULL) : int_new(vm, id);
}

static const struct method_def functions[] = {
    {"fork_exec", fork_exec, METHOD_ARGS,
     "Starts a program in a process of its own; its number."},
    {NULL, NULL, 0, NULL},
};

bool posixsubprocess_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions);
}
