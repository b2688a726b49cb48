/*
 * The builtins module: names of the built-in types, exceptions and constants,
 * and the functions of the other builtins_*.c files.
 */
#include "scripts/modules/builtins_internal.h"
#include "scripts/modules/modules.h"
#include "scripts/types/dict.h"
#include "scripts/types/module.h"

/* The types that have a name there. */
static const enum type_id types[] = {
    TYPE_OBJECT,   TYPE_TYPE,      TYPE_INT,         TYPE_BOOL,
    TYPE_FLOAT,    TYPE_COMPLEX,   TYPE_STR,         TYPE_BYTES,
    TYPE_BYTEARRAY, TYPE_TUPLE,    TYPE_LIST,        TYPE_DICT,
    TYPE_SET,      TYPE_FROZENSET, TYPE_SLICE,       TYPE_RANGE,
    TYPE_PROPERTY, TYPE_CLASSMETHOD, TYPE_STATICMETHOD, TYPE_SUPER,
    TYPE_ENUMERATE, TYPE_REVERSED, TYPE_ZIP,         TYPE_MAP,
    TYPE_FILTER,   TYPE_MEMORYVIEW,
};

static bool add(struct vm *vm, object *module, const char *name, object *o)
{
    return module_add_steal(vm, module, name, heap_retain(o));
}

static bool add_types(struct vm *vm, object *module)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct type_object *type = vm->types[types[i]];
        if (!add(vm, module, type_name(type), type_as_object(type)))
            return false;
    }
    for (int id = 0; id < EXC_COUNT; id++) {
        struct type_object *type = vm->exceptions[id];
        if (!add(vm, module, type_name(type), type_as_object(type)))
            return false;
    }
    object *os_error = type_as_object(vm->exceptions[EXC_OS_ERROR]);
    return add(vm, module, "EnvironmentError", os_error) &&
           add(vm, module, "IOError", os_error);
}

static bool add_constants(struct vm *vm, object *module)
{
    return add(vm, module, "None", vm->none) &&
           add(vm, module, "True", vm->true_) &&
           add(vm, module, "False", vm->false_) &&
           add(vm, module, "Ellipsis", vm->ellipsis) &&
           add(vm, module, "NotImplemented", vm->not_implemented) &&
           add(vm, module, "__debug__", vm->true_) &&
           module_add_str(vm, module, "__doc__",
                          "Built-in functions, exceptions, and other "
                          "objects.\n\nNoteworthy: None is the `nil' object; "
                          "Ellipsis represents `...' in slices.");
}

/* The order that scripts see the names in. */
static const char *const order[] = {
    "__build_class__", "__import__", "abs", "all", "any", "ascii", "bin",
    "breakpoint", "callable", "chr", "compile", "delattr", "dir", "divmod",
    "eval", "exec", "format", "getattr", "globals", "hasattr", "hash", "hex",
    "id", "input", "isinstance", "issubclass", "iter", "aiter", "len",
    "locals", "max", "min", "next", "anext", "oct", "ord", "pow", "print",
    "repr", "round", "setattr", "sorted", "sum", "vars", "None", "Ellipsis",
    "NotImplemented", "False", "True", "bool", "memoryview", "bytearray",
    "bytes", "classmethod", "complex", "dict", "enumerate", "filter", "float",
    "frozenset", "property", "int", "list", "map", "object", "range",
    "reversed", "set", "slice", "staticmethod", "str", "super", "tuple",
    "type", "zip", "__debug__", "BaseException", "BaseExceptionGroup",
    "Exception", "GeneratorExit", "KeyboardInterrupt", "SystemExit",
    "ArithmeticError", "AssertionError", "AttributeError", "BufferError",
    "EOFError", "ImportError", "LookupError", "MemoryError", "NameError",
    "OSError", "ReferenceError", "RuntimeError", "StopAsyncIteration",
    "StopIteration", "SyntaxError", "SystemError", "TypeError", "ValueError",
    "Warning", "FloatingPointError", "OverflowError", "ZeroDivisionError",
    "BytesWarning", "DeprecationWarning", "EncodingWarning", "FutureWarning",
    "ImportWarning", "PendingDeprecationWarning", "ResourceWarning",
    "RuntimeWarning", "SyntaxWarning", "UnicodeWarning", "UserWarning",
    "BlockingIOError", "ChildProcessError", "ConnectionError",
    "FileExistsError", "FileNotFoundError", "InterruptedError",
    "IsADirectoryError", "NotADirectoryError", "PermissionError",
    "ProcessLookupError", "TimeoutError", "IndentationError", "IndexError",
    "KeyError", "ModuleNotFoundError", "NotImplementedError", "RecursionError",
    "UnboundLocalError", "UnicodeError", "BrokenPipeError",
    "ConnectionAbortedError", "ConnectionRefusedError", "ConnectionResetError",
    "TabError", "UnicodeDecodeError", "UnicodeEncodeError",
    "UnicodeTranslateError", "ExceptionGroup", "EnvironmentError", "IOError",
    "open",
};

/* Makes room for each name in that order; values come by and by. */
static bool reserve(struct vm *vm, object *module)
{
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        if (!add(vm, module, order[k], vm->none))
            return false;
    return true;
}

bool builtins_fill(struct vm *vm, object *module)
{
    return reserve(vm, module) && add_constants(vm, module) && add_types(vm, module) &&
           module_add_functions(vm, module, builtins_class) &&
           module_add_functions(vm, module, builtins_code) &&
           module_add_functions(vm, module, builtins_io) &&
           module_add_functions(vm, module, builtins_number) &&
           module_add_functions(vm, module, builtins_object) &&
           module_add_functions(vm, module, builtins_sequence);
}
