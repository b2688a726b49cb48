/*
 * The interpreter as a whole: everything that is not one line of execution.
 *
 * References follow heap/heap.h's words.  A function that returns an object
 * returns a new reference, or NULL with an exception pending; one that returns
 * bool returns false with an exception pending.
 */
#ifndef SCRIPTS_VM_VM_H
#define SCRIPTS_VM_VM_H

#include "heap/heap.h"
#include "scripts/vm/host.h"
#include "scripts/vm/settings.h"
#include "scripts/vm/thread.h"
#include "scripts/vm/trap.h"

struct type_object;

/* An object whose repr is being made: types/sequence.c. */
struct repr_mark {
    struct repr_mark *outer;
    object *object;
};

/* Fixed type indices, in the order of types.def; 0 is no type. */
enum type_id {
    TYPE_NO_TYPE,
#define TYPE(id, spec) TYPE_##id,
#include "scripts/types/types.def"
#undef TYPE
    TYPE_COUNT
};

enum exception_id {
#define EXCEPTION(id, name, base, layout, doc) EXC_##id,
#include "scripts/types/exceptions.def"
#undef EXCEPTION
    EXC_COUNT
};

/* Interned names the interpreter itself uses: vm->name[NAME_dunder_init]. */
enum vm_name {
#define NAME(id, text) NAME_##id,
#include "scripts/vm/names.def"
#undef NAME
    NAME_COUNT
};

#define SMALL_INT_MIN (-5)
#define SMALL_INT_MAX 256

/* CPython 3.11 has these letters twice: as the string of one character and,
 * interned, as the name that its own code uses. */
#define LETTERS "BCLST_abcdefhiklmnopqrstvwxy"
#define VM_LETTERS (sizeof LETTERS - 1)

struct vm_options {
    size_t heap_limit;    /* bytes, 0: no limit but the range */
    bool attached;        /* a debugger looks on: ordinals and sites */
    int argc;             /* sys.orig_argv */
    const char *const *argv;
    struct vm_settings settings;
    const char *stdlib;   /* directory of the Python library, may be NULL */
    const char *executable;
};

#define VM_PARSERS 512

/* HEAPSTEP_SPECIALIZE: whether the loop does in place what it can, and asks
 * the caches. */
enum vm_specialize {
    SPECIALIZE_USUALLY, /* caches that miss too often are left alone */
    SPECIALIZE_ALWAYS,  /* they are not */
    SPECIALIZE_NEVER,   /* each instruction does all it may have to do */
};

enum vm_dispatch {
    DISPATCH_RUNNING,
    DISPATCH_STEPPING,
    DISPATCH_WATCHING,
    DISPATCHES
};

struct vm {
    heap *heap;
    const struct heap_type_entry *type_table; /* the heap's */
    const struct host *host;
    struct vm_thread *thread; /* the one that runs */
    struct threads *threads;  /* threads.c's, NULL while there is one only */
    struct vm_trap trap;
    uint32_t dict_versions; /* given so far: dict_keys_version() */
    volatile int poll; /* set asynchronously; see trap.h */
    struct signals *signals; /* signals.c's, or NULL */

    object *none, *true_, *false_, *ellipsis, *not_implemented;
    object *empty_tuple, *empty_str, *empty_bytes;
    object *no_memory; /* the MemoryError that needs no memory */
    object *small_ints[SMALL_INT_MAX - SMALL_INT_MIN + 1];
    object *latin1[256]; /* one-character strings */
    object *letters[VM_LETTERS]; /* the interned ones of some letters */
    object *bytes1[256]; /* one-byte bytes */
    object *name[NAME_COUNT];
    struct type_object *types[TYPE_COUNT];
    struct type_object *exceptions[EXC_COUNT];

    struct intern_table *interned; /* str.c's */
    object *builtins;              /* dict of the builtins module */
    object *modules;               /* sys.modules, a dict */
    object *sys;                   /* dict of the sys module */
    object *importlib;    /* _frozen_importlib, NULL until it is asked for */
    bool site_waits;      /* files *.pth have code that has not run */
    bool has_site_names;  /* builtins has exit, help... */
    bool importlib_ready; /* every import goes through it */
    struct import_running *importing; /* innermost first, import.c's */
    struct type_cache *type_cache; /* of type lookups, types/type.c's */
    uint32_t next_type_version;
    uint64_t abc_version; /* of registrations, modules/abc.c's */
    uint8_t hash_key[16];          /* SipHash-1-3 key, PYTHONHASHSEED */
    int recursion_limit;
    int origin_depth; /* sys.set_coroutine_origin_tracking_depth */
    int int_max_str_digits;        /* sys.set_int_max_str_digits; 0: none */
    uint64_t switch_interval;      /* sys.setswitchinterval, microseconds */
    struct repr_mark *repr_marks;  /* innermost first */
    bool repr_begun;               /* there has been one */
    const void *parsers[VM_PARSERS]; /* of arguments that were used: a hash
                                        table, see gather_names() */
    uint32_t next_code_id;
    uint64_t next_frame_id;
    struct vm_options options;
    enum vm_specialize specialize;
    const void *const *dispatch;      /* the loop's table in use */
    const void *const *dispatches[DISPATCHES];
    void *modules_state; /* builtin modules' own, see modules/ */
    struct site_table *sites; /* allocation sites, site.c's */
    struct code_store *code_store; /* code_store.c's, or NULL */
    size_t compile_warnings; /* issued so far */
};

/* The value of an environment variable, malloc'ed; NULL when unset. */
char *vm_environment(const struct vm *vm, const char *name);

/* A vm on its own heap with builtins and sys ready; NULL out of memory. */
struct vm *vm_new(const struct vm_options *options, const struct host *host);

/* Finalizes as Py_FinalizeEx does (atexit, modules in CPython's order, a last
 * collection, flush) and frees everything; returns false when flushing
 * sys.stdout failed (exit status 120). */
bool vm_finalize(struct vm *vm);
/* Frees the vm; objects still alive are counted first (census). */
size_t vm_free(struct vm *vm);

static inline struct type_object *vm_type_of(const struct vm *vm,
                                             const object *o);

/* Exact type test with a constant: vm_is(o, TYPE_INT). */
static inline bool vm_is(const object *o, enum type_id id)
{
    return heap_type_index(o) == (uint32_t)id;
}

/* Any fixed singleton, retained: return vm_new_ref(vm->none). */
static inline object *vm_none(struct vm *vm)
{
    return heap_retain(vm->none);
}

static inline object *vm_bool(struct vm *vm, bool b)
{
    return heap_retain(b ? vm->true_ : vm->false_);
}

static inline void vm_release(struct vm *vm, object *o)
{
    heap_release(vm->heap, o);
}

static inline void vm_release_maybe(struct vm *vm, object *o)
{
    heap_release_maybe(vm->heap, o);
}

#include "scripts/types/type.h"

static inline struct type_object *vm_type_of(const struct vm *vm,
                                             const object *o)
{
    return type_of_layout(vm->type_table[heap_type_index(o)].type);
}

#endif
