/*
 * compile(): text to code or to a tree of _ast, such a tree to code.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/compile/compile.h"
#include "scripts/modules/ast_module.h"
#include "scripts/modules/builtins_internal.h"
#include "scripts/modules/posix.h"
#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/codec.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/code.h"
#include "scripts/vm/error.h"
#include "scripts/vm/frame.h"

/* ---- sources ------------------------------------------------------------- */

bool builtins_source(struct vm *vm, object *o, const char *function,
                     const char *what, struct source *s)
{
    const unsigned char *data;
    *s = (struct source){0};
    if (vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS) {
        object *bytes = codec_encode(vm, o, NULL, NULL); /* no surrogates */
        vm_release_maybe(vm, bytes);
        s->owned = bytes ? str_dup_utf8(vm, o) : NULL;
        s->bytes = s->owned;
        s->size = str_to_utf8(o, NULL, 0);
        s->flags = COMPILE_FROM_STR;
    } else if (bytes_view(vm, o, &data, &s->size)) {
        s->bytes = (const char *)data;
    } else {
        vm_pending_clear(vm);
        vm_raise(vm, EXC_TYPE_ERROR, "%s() arg 1 must be a %s object",
                 function, what);
        return false;
    }
    if (!s->bytes)
        return false;
    if (!memchr(s->bytes, 0, s->size))
        return true;
    vm_raise(vm, EXC_VALUE_ERROR, "source code string cannot contain null "
                                  "bytes");
    free(s->owned);
    return false;
}

unsigned builtins_inherited(struct vm *vm)
{
    const struct vm_frame *frame = vm->thread->frame;
    return frame && (frame->code->flags & CODE_FUTURE_ANNOTATIONS)
               ? COMPILE_FUTURE_ANNOTATIONS
               : 0;
}

/* ---- arguments ----------------------------------------------------------- */

enum { MODE_FUNC_TYPE = 3, KNOWN_FLAGS = 0x1fe7610 };

static const struct {
    int given;        /* PyCF_..., CO_FUTURE_... */
    unsigned request; /* what it means to the compiler */
} flag_rows[] = {
    {0x200, SYNTAX_NO_IMPLIED_DEDENT},
    {AST_FLAG_TYPE_COMMENTS, SYNTAX_TYPE_COMMENTS},
    {AST_FLAG_TOP_LEVEL_AWAIT, COMPILE_TOP_LEVEL_AWAIT},
    {0x4000, SYNTAX_ALLOW_INCOMPLETE},
    {0x400000, SYNTAX_FLUFL},
    {0x1000000, COMPILE_FUTURE_ANNOTATIONS},
};

static unsigned request_flags(int given)
{
    unsigned flags = 0;
    for (size_t k = 0; k < sizeof flag_rows / sizeof *flag_rows; k++)
        if (given & flag_rows[k].given)
            flags |= flag_rows[k].request;
    return flags;
}

/* An optional int argument; false: pending. */
static bool int_argument(struct vm *vm, object *o, int *out)
{
    int64_t value;
    if (!o)
        return true;
    object *index = vm_index(vm, o);
    bool ok = index && int_as_i64(vm, index, &value);
    vm_release_maybe(vm, index);
    if (ok && value != (int)value)
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "Python int too large to convert to C int");
    if (ok)
        *out = (int)value;
    return ok && value == (int)value;
}

static bool mode_of(struct vm *vm, object *mode, int flags, int *out)
{
    static const char *const names[] = {"exec", "eval", "single",
                                        "func_type"};
    bool tree = flags & AST_FLAG_ONLY_AST;
    for (*out = 0; *out < 4; ++*out)
        if (str_equal_ascii(mode, names[*out]))
            break;
    if (*out < MODE_FUNC_TYPE || (*out == MODE_FUNC_TYPE && tree))
        return true;
    vm_raise(vm, EXC_VALUE_ERROR, "%s",
             *out == MODE_FUNC_TYPE
                 ? "compile() mode 'func_type' requires flag PyCF_ONLY_AST"
             : tree ? "compile() mode must be 'exec', 'eval', 'single' or "
                      "'func_type'"
                    : "compile() mode must be 'exec', 'eval' or 'single'");
    return false;
}

/* A str of a path in any of its forms; new. */
static object *filename_of(struct vm *vm, object *o)
{
    const unsigned char *data;
    size_t size;
    object *path = posix_fspath(vm, o), *text = path;
    if (path && !(vm_type_of(vm, path)->flags & TYPE_STR_SUBCLASS)) {
        text = bytes_view(vm, path, &data, &size)
                   ? posix_name(vm, (const char *)data, size, false)
                   : NULL;
        vm_release(vm, path);
    }
    for (size_t k = 0; text && k < str_length(text); k++)
        if (str_at(text, k) == 0) {
            vm_release(vm, text);
            return vm_raise(vm, EXC_VALUE_ERROR, "embedded null character");
        }
    return text;
}

/* ---- compile ------------------------------------------------------------- */

struct arguments {
    int flags, optimize, feature_version, mode;
    bool alone; /* dont_inherit */
};

static bool read_arguments(struct vm *vm, object *const *bound,
                           struct arguments *a)
{
    *a = (struct arguments){0, -1, -1, 0, false};
    if (!(vm_type_of(vm, bound[2])->flags & TYPE_STR_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "compile() argument 'mode' must be str, not %B", bound[2]);
        return false;
    }
    int alone = 0;
    if (!int_argument(vm, bound[3], &a->flags) ||
        (bound[4] && (alone = vm_truth(vm, bound[4])) < 0) ||
        !int_argument(vm, bound[5], &a->optimize) ||
        !int_argument(vm, bound[6], &a->feature_version))
        return false;
    a->alone = alone;
    if (a->flags & ~KNOWN_FLAGS)
        vm_raise(vm, EXC_VALUE_ERROR, "compile(): unrecognised flags");
    else if (a->optimize < -1 || a->optimize > 2)
        vm_raise(vm, EXC_VALUE_ERROR, "compile(): invalid optimize value");
    else
        return mode_of(vm, bound[2], a->flags, &a->mode);
    return false;
}

static object *compile_objects(struct vm *vm, object *o,
                               const struct compile_request *r)
{
    static const enum ast_kind roots[] = {AST_Module, AST_Expression,
                                          AST_Interactive};
    struct arena arena;
    object *kept, *code = NULL;
    arena_init(&arena);
    const struct ast_node *tree =
        ast_from_object(vm, &arena, o, roots[r->mode], &kept);
    if (tree)
        code = compile_tree(vm, &arena, tree, r);
    arena_done(&arena);
    vm_release_maybe(vm, kept);
    return code;
}

static object *parse_to_objects(struct vm *vm,
                                const struct compile_request *r)
{
    struct compile_request decoded = *r;
    struct arena arena;
    char *text;
    if (!compile_decode(vm, &decoded, &text))
        return NULL;
    arena_init(&arena);
    const struct ast_node *tree = compile_parse(vm, &arena, &decoded);
    object *result = tree ? ast_to_object(vm, tree) : NULL;
    arena_done(&arena);
    free(text);
    return result;
}

static object *compile_text(struct vm *vm, object *source, bool tree,
                            struct compile_request *r)
{
    struct source s;
    if (!builtins_source(vm, source, "compile", "string, bytes or AST", &s))
        return NULL;
    r->bytes = s.bytes;
    r->size = s.size;
    r->flags |= s.flags;
    object *result = tree ? parse_to_objects(vm, r) : compile_request(vm, r);
    free(s.owned);
    return result;
}

/* 0: of today; a version of before all that is asked about is as good as 1. */
static int feature_version(const struct arguments *a)
{
    if (!(a->flags & AST_FLAG_ONLY_AST) || a->feature_version < 0)
        return 0;
    return a->feature_version ? a->feature_version : 1;
}

static object *compile_any(struct vm *vm, object *source, object *filename,
                           const struct arguments *a)
{
    bool tree = a->flags & AST_FLAG_ONLY_AST;
    struct compile_request r = {
        .filename = filename,
        .mode = (enum syntax_mode)a->mode,
        .flags = request_flags(a->flags) |
                 (a->alone ? 0 : builtins_inherited(vm)),
        .optimize = a->optimize >= 0 ? a->optimize
                                     : vm->options.settings.optimize,
        .feature_version = feature_version(a),
    };
    int is_tree = ast_is_tree(vm, source);
    if (is_tree < 0)
        return NULL;
    if (is_tree && tree)
        return heap_retain(source);
    if (is_tree)
        return compile_objects(vm, source, &r);
    return compile_text(vm, source, tree, &r);
}

object *builtins_compile(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    static const char *const names[] = {"source",       "filename", "mode",
                                        "flags",        "dont_inherit",
                                        "optimize",     "_feature_version",
                                        NULL};
    static const struct arg_spec spec = {"compile", names, 0, 6, 3};
    object *bound[7];
    struct arguments a;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound))
        return NULL;
    object *filename = filename_of(vm, bound[1]), *result = NULL;
    if (filename && read_arguments(vm, bound, &a))
        result = compile_any(vm, bound[0], filename, &a);
    vm_release_maybe(vm, filename);
    return result;
}
