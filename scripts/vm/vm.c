/*
 * The interpreter as a whole: making it, finalizing as CPython does, freeing.
 */
#include "scripts/vm/vm.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/modules/gc.h"
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/exception.h"
#include "scripts/types/text.h"
#include "scripts/vm/call.h"
#include "scripts/vm/code_store.h"
#include "scripts/vm/error.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/site.h"
#include "scripts/vm/threads.h"
#include "scripts/vm/vm_internal.h"

#define RECURSION_LIMIT 1000
#define START_COUNT 20 /* young objects when the script is read */

/* ---- what the heap asks ---------------------------------------------------------- */

static void weak_callback(void *arg, struct heap_weak *w, object *callback)
{
    struct vm *vm = arg;
    object *pending = vm_pending_take(vm);
    object *result = vm_call1(vm, callback, &w->node.base);
    if (result)
        vm_release(vm, result);
    else
        vm_unraisable(vm, callback);
    vm_pending_restore(vm, pending);
}

static void collect_start(void *arg, int generation)
{
    struct vm *vm = arg;
    object *pending = vm_pending_take(vm);
    gc_callbacks(vm, "start", generation, 0, 0);
    vm_pending_restore(vm, pending);
}

static void collect_stop(void *arg, int generation, size_t collected,
                         size_t uncollectable)
{
    struct vm *vm = arg;
    object *pending = vm_pending_take(vm);
    gc_callbacks(vm, "stop", generation, collected, uncollectable);
    vm_pending_restore(vm, pending);
}

static bool busy(void *arg)
{
    const struct vm *vm = arg;
    return vm->thread->pending != NULL;
}

static void emit_root(heap_edge_fn *emit, void *arg, const char *name,
                      object *o)
{
    struct heap_edge e = {.kind = HEAP_EDGE_ROOT, .name = name,
                          .referent = o};
    if (o)
        emit(&e, arg);
}

/* What running frames own; a generator's belongs to the generator. */
static void frame_roots(const struct vm *vm, heap_edge_fn *emit, void *arg)
{
    const struct vm_thread *t = NULL;
    while ((t = threads_next(vm, t)))
        for (struct vm_frame *f = t->frame; f; f = f->back)
            if (!f->generator)
                frame_edges(f, emit, arg);
}

static void roots(void *arg, heap_edge_fn *emit, void *emit_arg)
{
    const struct vm *vm = arg;
    frame_roots(vm, emit, emit_arg);
    emit_root(emit, emit_arg, "sys.modules", vm->modules);
    emit_root(emit, emit_arg, "builtins", vm->builtins);
    emit_root(emit, emit_arg, "sys", vm->sys);
    emit_root(emit, emit_arg, "import machinery", vm->importlib);
    emit_root(emit, emit_arg, "exception under way", vm->thread->pending);
    emit_root(emit, emit_arg, "exception handled", vm->thread->handled);
    emit_root(emit, emit_arg, "hook of asynchronous generators",
              vm->thread->asyncgen_firstiter);
    emit_root(emit, emit_arg, "hook of asynchronous generators",
              vm->thread->asyncgen_finalizer);
}

static void set_hooks(struct vm *vm)
{
    const struct type_object *tuple = vm->types[TYPE_TUPLE];
    struct heap_hooks hooks = {
        .arg = vm,
        .weak_callback = weak_callback,
        .weak_gatherer = tuple ? &tuple->layout : NULL,
        .collect_start = collect_start,
        .collect_stop = collect_stop,
        .roots = roots,
        .place = site_place,
        .site = site_of_place,
        .busy = busy,
    };
    heap_set_hooks(vm->heap, &hooks);
}

/* ---- the hash key ------------------------------------------------------------------ */

/* The value of an environment variable in `block`, or NULL. */
static const char *find_variable(const char *block, size_t size,
                                 const char *name)
{
    size_t n = strlen(name);
    for (const char *at = block; at < block + size; at += strlen(at) + 1)
        if (strncmp(at, name, n) == 0 && at[n] == '=')
            return at + n + 1;
    return NULL;
}

char *vm_environment(const struct vm *vm, const char *name)
{
    const struct host *host = vm->host;
    int64_t size = host->environment(host->arg, NULL, 0);
    const char *value;
    char *block, *copy = NULL;
    if (size <= 0 || !(block = malloc((size_t)size + 1)))
        return NULL;
    size = host->environment(host->arg, block, (size_t)size);
    if (size > 0) {
        block[size] = '\0';
        value = find_variable(block, (size_t)size, name);
        copy = value ? strdup(value) : NULL;
    }
    free(block);
    return copy;
}

/* HEAPSTEP_QUARANTINE: bytes of freed cells that a sanitized build keeps from
 * being used again; 0 gives the addresses of a plain build. */
static void limit_quarantine(struct vm *vm)
{
    char *text = vm_environment(vm, "HEAPSTEP_QUARANTINE");
    if (text)
        heap_set_quarantine(vm->heap, strtoul(text, NULL, 10));
    free(text);
}

/* HEAPSTEP_SPECIALIZE=always or never. */
static void choose_ways(struct vm *vm)
{
    char *text = vm_environment(vm, "HEAPSTEP_SPECIALIZE");
    vm->specialize = !text                          ? SPECIALIZE_USUALLY
                     : strcmp(text, "always") == 0  ? SPECIALIZE_ALWAYS
                     : strcmp(text, "never") == 0   ? SPECIALIZE_NEVER
                                                    : SPECIALIZE_USUALLY;
    free(text);
}

/* PYTHONHASHSEED: a number seeds the generator CPython uses, 0 means no
 * randomness at all. */
static void seed_hash(struct vm *vm)
{
    bool ignored = vm->options.settings.ignore_environment;
    char *text = ignored ? NULL : vm_environment(vm, "PYTHONHASHSEED"), *end;
    unsigned long seed;
    uint32_t x;
    if (!text || !*text || strcmp(text, "random") == 0) {
        vm->host->random(vm->host->arg, vm->hash_key, sizeof vm->hash_key);
        free(text);
        return;
    }
    seed = strtoul(text, &end, 10);
    free(text);
    x = (uint32_t)seed;
    for (size_t k = 0; seed && k < sizeof vm->hash_key; k++) {
        x = x * 214013 + 2531011;
        vm->hash_key[k] = (uint8_t)(x >> 16);
    }
}

/* ---- making -------------------------------------------------------------------------- */

static bool make_everything(struct vm *vm)
{
    if (!types_begin(vm) || !text_init(vm) || !types_init(vm))
        return false;
    vm->no_memory = exception_new(vm, EXC_MEMORY_ERROR, vm->empty_tuple);
    return vm->no_memory && modules_init(vm);
}

/* What CPython's collector has done when the script's text is read, so that
 * the script's first collections come when they come there. */
static void resume_collector(struct vm *vm)
{
    static const int counts[HEAP_GENERATIONS] = {START_COUNT, 8, 0};
    static const struct heap_gc_stats stats[HEAP_GENERATIONS] = {
        {.collections = 8, .collected = 24}};
    heap_gc_resume(vm->heap, counts, stats);
    heap_gc_enable(vm->heap, true);
}

struct vm *vm_new(const struct vm_options *options, const struct host *host)
{
    struct heap_options heap_options = {.limit = options->heap_limit};
    struct vm *vm = calloc(1, sizeof *vm);
    if (!vm)
        return NULL;
    vm->options = *options;
    vm->host = host;
    vm->recursion_limit = RECURSION_LIMIT;
    vm->heap = heap_new(&heap_options);
    if (vm->heap)
        vm->type_table = heap_type_table(vm->heap);
    vm->thread = vm->heap ? vm_thread_new(vm) : NULL;
    if (!vm->thread) {
        vm_free(vm);
        return NULL;
    }
    set_hooks(vm);
    heap_gc_enable(vm->heap, false);
    settings_read_environment(vm);
    vm->switch_interval = 5000;
    seed_hash(vm);
    limit_quarantine(vm);
    choose_ways(vm);
    if (!make_everything(vm)) {
        vm_free(vm);
        return NULL;
    }
    if (vm->options.settings.digits_given)
        vm->int_max_str_digits = vm->options.settings.int_max_str_digits;
    set_hooks(vm); /* there are types now */
    resume_collector(vm);
    if (options->attached && !heap_attach(vm->heap, true)) {
        vm_free(vm);
        return NULL;
    }
    return vm;
}

bool vm_wants_census(const struct vm *vm)
{
    char *text = vm_environment(vm, "HEAPSTEP_CENSUS");
    bool wanted = text && *text;
    free(text);
    return wanted;
}

/* ---- freeing ------------------------------------------------------------------------ */

size_t vm_free(struct vm *vm)
{
    struct heap_totals totals = {0};
    size_t left;
    if (vm->thread) {
        heap_store(vm->heap, &vm->thread->pending, NULL);
        heap_store(vm->heap, &vm->thread->handled, NULL);
        heap_store(vm->heap, &vm->thread->asyncgen_firstiter, NULL);
        heap_store(vm->heap, &vm->thread->asyncgen_finalizer, NULL);
    }
    if (vm->heap) {
        heap_gc_enable(vm->heap, false);
        heap_gc_set_debug(vm->heap, 0, NULL, NULL);
        heap_store(vm->heap, &vm->modules, NULL);
        heap_store(vm->heap, &vm->importlib, NULL);
        heap_store(vm->heap, &vm->sys, NULL);
        heap_store(vm->heap, &vm->builtins, NULL);
        heap_store(vm->heap, &vm->no_memory, NULL);
        if (vm->types[TYPE_OBJECT])
            vm_teardown(vm, vm_wants_census(vm));
        types_done(vm);
        heap_totals(vm->heap, &totals);
        heap_free(vm->heap);
    }
    left = threads_free(vm);
    code_store_done(vm);
    if (vm->thread)
        vm_thread_free(vm->thread);
    free(vm);
    return left ? 0 : totals.objects; /* threads that run on hold theirs */
}
