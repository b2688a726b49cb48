/*
 * _tokenize: the parser's own tokens, one at a time.
 *
 * A token is (text, type, line, end line, column, end column, line's text),
 * columns in bytes; the line's text begins where the line does in which the
 * token began.  The end of the text is the end of the iterator.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/compile/compile.h"
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/syntax/token.h"
#include "scripts/types/int.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* What does not move with the object. */
struct reading {
    struct arena arena;
    struct syntax_report report;
    struct tokenizer tokenizer;
    char *text;
};

struct iterator {
    object base;
    struct reading *reading; /* malloc'ed, or NULL */
};

static struct iterator *iterator_of(object *o)
{
    return (struct iterator *)o;
}

/* The module token's number of a kind; what is not here is a NAME: keywords. */
static int number_of(enum token_kind kind)
{
    static const unsigned char numbers[TOKEN_COUNT] = {
        [TOKEN_NUMBER] = 2,
        [TOKEN_STRING] = 3,
        [TOKEN_NEWLINE] = 4,
        [TOKEN_INDENT] = 5,
        [TOKEN_DEDENT] = 6,
        [TOKEN_LPAR] = 7,
        [TOKEN_RPAR] = 8,
        [TOKEN_LSQB] = 9,
        [TOKEN_RSQB] = 10,
        [TOKEN_COLON] = 11,
        [TOKEN_COMMA] = 12,
        [TOKEN_SEMI] = 13,
        [TOKEN_PLUS] = 14,
        [TOKEN_MINUS] = 15,
        [TOKEN_STAR] = 16,
        [TOKEN_SLASH] = 17,
        [TOKEN_VBAR] = 18,
        [TOKEN_AMPER] = 19,
        [TOKEN_LESS] = 20,
        [TOKEN_GREATER] = 21,
        [TOKEN_EQUAL] = 22,
        [TOKEN_DOT] = 23,
        [TOKEN_PERCENT] = 24,
        [TOKEN_LBRACE] = 25,
        [TOKEN_RBRACE] = 26,
        [TOKEN_EQEQUAL] = 27,
        [TOKEN_NOTEQUAL] = 28,
        [TOKEN_LESSGREATER] = 28,
        [TOKEN_LESSEQUAL] = 29,
        [TOKEN_GREATEREQUAL] = 30,
        [TOKEN_TILDE] = 31,
        [TOKEN_CIRCUMFLEX] = 32,
        [TOKEN_LEFTSHIFT] = 33,
        [TOKEN_RIGHTSHIFT] = 34,
        [TOKEN_DOUBLESTAR] = 35,
        [TOKEN_PLUSEQUAL] = 36,
        [TOKEN_MINEQUAL] = 37,
        [TOKEN_STAREQUAL] = 38,
        [TOKEN_SLASHEQUAL] = 39,
        [TOKEN_PERCENTEQUAL] = 40,
        [TOKEN_AMPEREQUAL] = 41,
        [TOKEN_VBAREQUAL] = 42,
        [TOKEN_CIRCUMFLEXEQUAL] = 43,
        [TOKEN_LEFTSHIFTEQUAL] = 44,
        [TOKEN_RIGHTSHIFTEQUAL] = 45,
        [TOKEN_DOUBLESTAREQUAL] = 46,
        [TOKEN_DOUBLESLASH] = 47,
        [TOKEN_DOUBLESLASHEQUAL] = 48,
        [TOKEN_AT] = 49,
        [TOKEN_ATEQUAL] = 50,
        [TOKEN_RARROW] = 51,
        [TOKEN_ELLIPSIS] = 52,
        [TOKEN_COLONEQUAL] = 53,
        [TOKEN_AWAIT] = 55,
        [TOKEN_ASYNC] = 56,
        [TOKEN_UNKNOWN] = 54,
    };
    return numbers[kind] ? numbers[kind] : 1;
}

static void reading_free(struct reading *r)
{
    if (!r)
        return;
    arena_done(&r->arena);
    free(r->text);
    free(r);
}

/* Newlines are '\n', and there is one at the end. */
static size_t normalize(char *text, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < size; i++) {
        bool pair = text[i] == '\r' && i + 1 < size && text[i + 1] == '\n';
        if (!pair)
            text[n++] = text[i] == '\r' ? '\n' : text[i];
    }
    if (n == 0 || text[n - 1] != '\n')
        text[n++] = '\n';
    return n;
}

/* malloc'ed; NULL: pending. */
static struct reading *reading_new(struct vm *vm, object *source)
{
    size_t size = str_to_utf8(source, NULL, 0);
    struct reading *r = calloc(1, sizeof *r);
    if (!r || !(r->text = malloc(size + 2))) {
        free(r);
        vm_raise_no_memory(vm);
        return NULL;
    }
    str_to_utf8(source, r->text, size);
    arena_init(&r->arena);
    size = normalize(r->text, size);
    tokenizer_init(&r->tokenizer, &r->arena, r->text, size, &r->report);
    return r;
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    if (kwnames && tuple_length(kwnames))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "tokenizeriter() takes no keyword arguments");
    if (nargs == 0)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "tokenizeriter() missing required argument 'source' "
                        "(pos 1)");
    if (nargs > 1)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "tokenizeriter() takes at most 1 argument (%zu given)",
                        nargs);
    if (!(vm_type_of(vm, args[0])->flags & TYPE_STR_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "tokenizeriter() argument 'source' must be str, not "
                        "%T",
                        args[0]);
    struct reading *r = reading_new(vm, args[0]);
    object *o = r ? type_alloc(vm, type, 0) : NULL;
    if (o)
        iterator_of(o)->reading = r;
    else
        reading_free(r);
    return o;
}

/* CPython's parser finds the words for wrong indentation and for a text that
 * ends too soon; here it ends. */
static object *raise_error(struct vm *vm, const struct reading *r)
{
    enum syntax_error_kind kind = r->report.error.kind;
    if (kind == SYNTAX_INDENTATION_ERROR || kind == SYNTAX_TAB_ERROR ||
        r->tokenizer.hit_end)
        return NULL;
    object *name = str_from(vm, "<string>");
    if (name)
        syntax_raise(vm, name, &r->report.error);
    vm_release_maybe(vm, name);
    return NULL;
}

/* The lines that were read since a token began at the start of one. */
static object *line_text(struct vm *vm, const struct tokenizer *t)
{
    const char *end = t->line_end > t->buffer ? t->line_end : t->buffer;
    return str_new(vm, t->buffer, (size_t)(end - t->buffer));
}

static object *describe(struct vm *vm, const struct tokenizer *t,
                        const struct token *token)
{
    bool empty = !token->text || token->kind == TOKEN_NEWLINE;
    object *parts[] = {
        str_new(vm, empty ? "" : token->text,
                empty ? 0 : (size_t)token->length),
        int_new(vm, number_of(token->kind)),
        int_new(vm, token->line),
        int_new(vm, token->end_line),
        int_new(vm, token->col),
        int_new(vm, token->end_col),
        line_text(vm, t),
    };
    enum { PARTS = sizeof parts / sizeof *parts };
    bool whole = true;
    for (int i = 0; i < PARTS; i++)
        whole = whole && parts[i];
    object *tuple = whole ? tuple_from(vm, parts, PARTS) : NULL;
    for (int i = 0; i < PARTS; i++)
        vm_release_maybe(vm, parts[i]);
    return tuple;
}

static object *next(struct vm *vm, object *self)
{
    struct reading *r = iterator_of(self)->reading;
    struct token token;
    if (!tokenizer_next(&r->tokenizer, &token))
        return raise_error(vm, r);
    return token.kind == TOKEN_END ? NULL
                                   : describe(vm, &r->tokenizer, &token);
}

static void destroy(heap *h, object *self)
{
    (void)h;
    reading_free(iterator_of(self)->reading);
}

static const struct type_spec iterator_spec = {
    .name = "_tokenize.TokenizerIter",
    .layout = {.size = sizeof(struct iterator), .destroy = destroy},
    .slots = {.new_ = new_, .iter = sequence_self, .next = next},
    .doc = "The tokens of a source.",
};

bool tokenize_fill(struct vm *vm, object *module)
{
    static const struct type_spec *const types[] = {&iterator_spec, NULL};
    return native_add_types(vm, module, types);
}
