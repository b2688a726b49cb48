/*
 * Type objects: slots, specs of built-in types, classes made by scripts.
 */
#ifndef SCRIPTS_TYPES_TYPE_H
#define SCRIPTS_TYPES_TYPE_H

#include <stddef.h>

#include "heap/heap.h"

struct vm;
struct type_object;

/* A call's arguments: nargs positional, then one per name in kwnames (a
 * tuple of str, or NULL); all borrowed. */
typedef object *builtin_fn(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames);
typedef object *unary_fn(struct vm *vm, object *self);
typedef object *binary_fn(struct vm *vm, object *left, object *right);
typedef object *ternary_fn(struct vm *vm, object *a, object *b, object *c);

/* In the order of CPython's number slots and of opcodes.def. */
enum vm_binary {
    BINARY_ADD,
    BINARY_SUB,
    BINARY_MUL,
    BINARY_MATMUL,
    BINARY_TRUEDIV,
    BINARY_FLOORDIV,
    BINARY_MOD,
    BINARY_POW, /* binary part: `power` in the slots */
    BINARY_LSHIFT,
    BINARY_RSHIFT,
    BINARY_AND,
    BINARY_OR,
    BINARY_XOR,
    BINARY_DIVMOD,
    BINARY_COUNT
};

enum vm_compare {
    COMPARE_LT,
    COMPARE_LE,
    COMPARE_EQ,
    COMPARE_NE,
    COMPARE_GT,
    COMPARE_GE
};

/*
 * What a type does; the names and meanings are those of CPython's slots, an
 * absent slot is NULL.  Inherited slots are filled in when a type is made.
 * binary slots return vm->not_implemented (new) when they do not apply.
 */
struct type_slots {
    binary_fn *binary[BINARY_COUNT];
    binary_fn *inplace[BINARY_COUNT];
    ternary_fn *power, *inplace_power;
    unary_fn *negative, *positive, *invert, *absolute;
    unary_fn *to_int, *to_float, *to_index;
    int (*truth)(struct vm *vm, object *self); /* 1, 0, -1 error */

    ptrdiff_t (*length)(struct vm *vm, object *self); /* -1 error */
    binary_fn *subscript;                             /* mapping */
    bool (*assign_subscript)(struct vm *vm, object *self, object *key,
                             object *value); /* NULL value: delete */
    object *(*item)(struct vm *vm, object *self, ptrdiff_t index);
    bool (*assign_item)(struct vm *vm, object *self, ptrdiff_t index,
                        object *value);
    int (*contains)(struct vm *vm, object *self, object *item);
    binary_fn *concat, *inplace_concat;
    object *(*repeat)(struct vm *vm, object *self, ptrdiff_t count);
    object *(*inplace_repeat)(struct vm *vm, object *self, ptrdiff_t count);

    bool (*hash)(struct vm *vm, object *self, int64_t *out);
    object *(*compare)(struct vm *vm, object *self, object *other,
                       enum vm_compare op);
    unary_fn *repr, *str;
    builtin_fn *call;
    object *(*get_attr)(struct vm *vm, object *self, object *name);
    bool (*set_attr)(struct vm *vm, object *self, object *name, object *value);
    unary_fn *iter;
    unary_fn *next; /* NULL with nothing pending: exhausted */
    object *(*descr_get)(struct vm *vm, object *descr, object *instance,
                         object *type); /* either may be NULL */
    bool (*descr_set)(struct vm *vm, object *descr, object *instance,
                      object *value);
    object *(*new_)(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames);
    bool (*init)(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames);
    void (*finalize)(struct vm *vm, object *self); /* __del__ */
    unary_fn *await, *aiter, *anext;
};

enum method_kind { /* how arguments are checked, and words of its errors */
                   METHOD_NOARGS,
                   METHOD_ONE,  /* args[0] */
                   METHOD_ARGS, /* positional only, the function checks the
                                   number */
                   METHOD_KEYWORDS,
                   METHOD_CLASS = 16, /* or'ed: self is the class */
                   METHOD_STATIC = 32,
                   METHOD_TUPLE =
                       64, /* or'ed: CPython gathers the arguments in a tuple */
};

/* Tables end with a row whose name is NULL. */
struct method_def {
    const char *name;
    builtin_fn *fn;
    unsigned kind;
    const char *doc; /* "name($self, x, /)\n--\n\nText" as CPython's */
};

struct getset_def {
    const char *name;
    object *(*get)(struct vm *vm, object *self, const void *data);
    bool (*set)(struct vm *vm, object *self, object *value, const void *data);
    const char *doc;
    const void *data;
};

enum member_kind {
    MEMBER_OBJECT,
    MEMBER_OBJECT_EX,
    MEMBER_INT,
    MEMBER_BOOL,
    MEMBER_DOUBLE
};
struct member_def { /* a field of the object */
    const char *name;
    enum member_kind kind;
    uint32_t offset;
    bool read_only;
    const char *doc;
};

enum type_flags {
    TYPE_BASE = 1 << 0,       /* may be subclassed */
    TYPE_READY = 1 << 1,
    TYPE_IMMUTABLE = 1 << 2,  /* built in: attributes cannot be set */
    TYPE_SEQUENCE = 1 << 3,   /* for match */
    TYPE_MAPPING = 1 << 4,
    TYPE_ABSTRACT = 1 << 5,
    TYPE_METHOD_LIKE = 1 << 6, /* LOAD_METHOD may keep it unbound */
    TYPE_DISALLOW_NEW = 1 << 7,
    TYPE_SELF_MATCH = 1 << 8,  /* one positional pattern matches itself */
    TYPE_HAS_SHAPE = 1 << 9,   /* instances: shape and inline values */
    TYPE_VECTORCALL = 1 << 10, /* calls gather no arguments: vm/gather.h */
    TYPE_NATIVE = 1 << 11, /* made of a spec, whose texts and fields it uses */
    /* fast subclass tests, inherited */
    TYPE_INT_SUBCLASS = 1 << 16,
    TYPE_STR_SUBCLASS = 1 << 17,
    TYPE_BYTES_SUBCLASS = 1 << 18,
    TYPE_TUPLE_SUBCLASS = 1 << 19,
    TYPE_LIST_SUBCLASS = 1 << 20,
    TYPE_DICT_SUBCLASS = 1 << 21,
    TYPE_EXCEPTION_SUBCLASS = 1 << 22,
    TYPE_TYPE_SUBCLASS = 1 << 23,
};

struct type_spec {
    const char *name; /* "int", or "module.name" */
    int base;         /* enum type_id; 0: object */
    unsigned flags;
    struct heap_type layout; /* name, owner and index filled in */
    uint32_t dict_offset;    /* of an `object *dict` field; 0: none */
    bool weakly;             /* instances may be weakly referenced */
    struct type_slots slots;
    const struct method_def *methods;
    const struct getset_def *getsets;
    const struct member_def *members;
    const char *doc;
};

struct type_object {
    struct heap_node node;
    struct heap_type layout; /* of its instances */
    struct type_slots slots;
    unsigned flags;
    uint32_t dict_offset; /* in instances; 0: none or by shape */
    bool weakly;
    uint32_t version;     /* changes with anything looked up through it; 0: do
                             not cache */
    object *name;         /* __name__, str */
    object *qualname;
    object *module;       /* or NULL: in dict */
    object *dict;         /* a dict */
    struct type_object *base;
    object *bases, *mro;  /* tuples; mro NULL while being made */
    object *subclasses;   /* dict id -> weak reference, or NULL */
    object *slot_names;   /* __slots__ members, or NULL */
    const struct type_spec *spec;
    struct vm *vm;        /* for callbacks that get the heap only */
    struct shape *shape;  /* root of its instances' shapes, or NULL */
    struct heap_field *fields; /* layout.fields when owned: heap array */
    size_t fields_size;
    void *rows; /* descriptors' rows made with the type: heap array */
    size_t rows_size;
    uint32_t inline_hint; /* inline values to plan for */
    uint32_t slot_count, slot_offset;
    const char *c_name;   /* UTF-8 of tp_name, owned by the object */
};

/* Bytes at the end of an instance's cell that are the heap's. */
static inline size_t type_annex_bytes(const struct type_object *type)
{
    return type->layout.flags & HEAP_ANNEX ? sizeof(struct heap_node) : 0;
}

static inline struct type_object *
type_of_layout(const struct heap_type *layout)
{
    return (struct type_object *)((char *)(uintptr_t)layout -
                                  offsetof(struct type_object, layout));
}

/*
 * A vm's types are made in two steps.  types_begin allocates vm->types, whose
 * layouts then suffice to make plain objects (str, tuple, dict, int, the
 * singletons); nothing may be looked up on them yet.  types_init, once
 * vm->name, none, true_, empty_tuple and so on are there, gives them names,
 * bases, dicts and inherited slots, and makes vm->exceptions.
 */
bool types_begin(struct vm *vm) HEAP_MUST_CHECK;
bool types_init(struct vm *vm) HEAP_MUST_CHECK;
/* Drops what the types hold, when the vm is freed; the heap goes next. */
void types_done(struct vm *vm);

static inline struct type_object *type_object_of(object *o)
{
    return (struct type_object *)o;
}

static inline object *type_as_object(const struct type_object *t)
{
    return (object *)(uintptr_t)&t->node.base;
}

/* Call after any change of type->dict made past type's set_attr. */
void type_changed(struct vm *vm, struct type_object *type);

/* A new type from a spec, not among the fixed ones. */
struct type_object *type_from_spec(struct vm *vm,
                                   const struct type_spec *spec);

/* Is a the same type as b or derived from it? (by mro, no script code) */
/* No keywords for the constructor of the built-in type `id`, nor for those
 * that derive from it and have no __init__ of their own; false: TypeError. */
bool type_no_keywords(struct vm *vm, struct type_object *type,
                      uint32_t id, object *kwnames);
bool type_is_subtype(const struct type_object *a, const struct type_object *b);

/* The attribute found along the mro, borrowed; NULL when there is none
 * (nothing pending). */
object *type_lookup_peek(struct vm *vm, struct type_object *type,
                         object *name);

/* The method of a dunder looked up on the type, bound when *bound; for a plain
 * function *bound is false and self must be passed.  NULL: none (nothing
 * pending) or error (pending). */
object *type_lookup_special(struct vm *vm, object *self, object *name,
                            bool *unbound);

/* Attributes of classes; find: NULL with nothing pending when not there. */
object *type_get_attr(struct vm *vm, object *self, object *name);
object *type_find_attr(struct vm *vm, object *self, object *name);

/* Allocates an instance (count 1, tracked when a container). */
object *type_alloc(struct vm *vm, struct type_object *type, size_t extra);
/* The new_ slot of object: type_alloc() and nothing else. */
object *object_new(struct vm *vm, struct type_object *type,
                   object *const *args, size_t nargs, object *kwnames);

/* "int", "module.Name": as CPython's %T-less messages name it (tp_name). */
const char *type_name(const struct type_object *type);
/* Of an object. */
const char *type_name_of(struct vm *vm, const object *o);

#endif
