/*
 * Instructions and code objects: what the compiler makes and the loop runs.
 */
#ifndef SCRIPTS_VM_CODE_H
#define SCRIPTS_VM_CODE_H

#include "heap/heap.h"

struct vm;

enum vm_opcode {
#define OP(name, format, doc) OP_##name,
#include "scripts/vm/opcodes.def"
#undef OP
    OP_COUNT
};

struct instr {
    uint8_t op, flags;
    uint16_t a;
    union {
        struct {
            uint16_t b, c;
        };
        int32_t d;
    };
};

/* instr.flags: kinds of the sources a, b, c; see README.md. */
enum instr_flags {
    KIND_LOCAL = 0,
    KIND_TEMP = 1,
    KIND_CONST = 2,
    KIND_A_SHIFT = 0,
    KIND_B_SHIFT = 2,
    KIND_C_SHIFT = 4,
    INTO_LOCAL = 1 << 6, /* destination a is a local */
    BEGINS_LINE = 1 << 7,
};

enum make_function_bits { /* MAKE_FUNCTION's b, CPython's values */
    MAKE_DEFAULTS = 1,
    MAKE_KWDEFAULTS = 2,
    MAKE_ANNOTATIONS = 4,
    MAKE_CLOSURE = 8,
};

enum format_bits { /* FORMAT_VALUE's c */
    FORMAT_NONE = 0,
    FORMAT_STR = 1,
    FORMAT_REPR = 2,
    FORMAT_ASCII = 3,
    FORMAT_SPEC = 4,
};

struct position {
    int32_t line, end_line; /* line -1: artificial */
    int32_t col, end_col;   /* UTF-8 bytes from 0; -1 unknown */
};

struct handler {
    uint32_t start, end, target; /* instructions, end exclusive */
    uint16_t depth;              /* temporaries kept */
    bool lasti;
};

enum code_flags { /* CPython's values */
    CODE_OPTIMIZED = 1,
    CODE_NEWLOCALS = 2,
    CODE_VARARGS = 4,
    CODE_VARKEYWORDS = 8,
    CODE_NESTED = 16,
    CODE_GENERATOR = 32,
    CODE_COROUTINE = 128,
    CODE_ITERABLE_COROUTINE = 256,
    CODE_ASYNC_GENERATOR = 512,
    CODE_FUTURE_ANNOTATIONS = 0x1000000,
};

enum local_kind { LOCAL_PLAIN = 1, LOCAL_CELL = 2, LOCAL_FREE = 4 };

/* A code object; all arrays are heap arrays it owns. */
/* After so many CPython puts specialized instructions in place, one of which
 * calls str() without a tuple of the argument. */
#define CODE_WARM 8

struct code {
    object base;
    uint32_t flags;
    uint32_t argcount, posonly, kwonly; /* as co_argcount and so on */
    uint32_t local_count;               /* nlocals: parameters and plain */
    uint32_t register_count;            /* localsplus and temporaries */
    uint32_t localsplus_count, free_count;
    uint32_t first_line;
    uint32_t instr_count, const_count, name_count, handler_count;
    struct instr *instrs;
    uint16_t *depth;            /* see README.md; instr_count of them */
    struct position *positions; /* instr_count of them */
    struct handler *handlers;   /* innermost first for each instruction */
    object **consts;
    object **names;
    object **localsplus_names; /* localsplus_count strings */
    uint8_t *localsplus_kinds; /* enum local_kind bits */
    object *filename, *name, *qualname;
    struct instr *aside; /* originals while breakpoints are set, or NULL */
    uint32_t id; /* never reused in a vm; debugger's handle */
    uint32_t places; /* while a debugger is attached: its first, or 0: site.c */
    uint32_t warmth; /* entries and loops, up to CODE_WARM */
    void *cache; /* inline caches, the loop's own */
};

/* What the compiler hands over; every object is borrowed and retained,
 * arrays are copied. */
struct code_parts {
    uint32_t flags, argcount, posonly, kwonly;
    uint32_t local_count, localsplus_count, free_count, register_count;
    uint32_t first_line;
    const struct instr *instrs;
    const uint16_t *depth;
    const struct position *positions;
    uint32_t instr_count;
    const struct handler *handlers;
    uint32_t handler_count;
    object *const *consts;
    uint32_t const_count;
    object *const *names;
    uint32_t name_count;
    object *const *localsplus_names;
    const uint8_t *localsplus_kinds;
    object *filename, *name, *qualname;
};

/* A new code object, or NULL with MemoryError pending. */
object *code_new(struct vm *vm, const struct code_parts *parts);

/* Prints the instructions of a code object, one a line, into buffer. */
size_t code_disassemble(const struct code *code, char *buffer, size_t size);

#endif
