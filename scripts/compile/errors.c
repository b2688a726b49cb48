/*
 * SyntaxError and its like, with the fields CPython gives them.
 */
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/compile/unit.h"
#include "scripts/modules/warnings.h"
#include "scripts/types/bytes.h"
#include "scripts/types/codec.h"
#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

static enum exception_id class_of(enum syntax_error_kind kind)
{
    switch (kind) {
    case SYNTAX_INDENTATION_ERROR:
        return EXC_INDENTATION_ERROR;
    case SYNTAX_TAB_ERROR:
        return EXC_TAB_ERROR;
    case SYNTAX_VALUE_ERROR:
        return EXC_VALUE_ERROR;
    case SYNTAX_MEMORY_ERROR:
        return EXC_MEMORY_ERROR;
    case SYNTAX_OVERFLOW_ERROR:
        return EXC_OVERFLOW_ERROR;
    default:
        return EXC_SYNTAX_ERROR;
    }
}

/* A line of the source, in which bytes may be that are no UTF-8; new. */
static object *line_text(struct vm *vm, const char *line)
{
    object *bytes = bytes_new(vm, line, strlen(line));
    object *errors = bytes ? str_from(vm, "replace") : NULL;
    object *text = errors ? codec_decode(vm, bytes, NULL, errors) : NULL;
    vm_release_maybe(vm, errors);
    vm_release_maybe(vm, bytes);
    return text;
}

object *details_at_start(struct vm *vm, object *filename)
{
    object *parts[4] = {heap_retain(filename), int_new(vm, 0), int_new(vm, -1),
                        vm_none(vm)};
    if (parts[1] && parts[2])
        return tuple_from_steal(vm, parts, 4);
    for (int i = 0; i < 4; i++)
        vm_release_maybe(vm, parts[i]);
    return NULL;
}

/* (filename, line, offset, text, end_line, end_offset); new. */
static object *details(struct vm *vm, object *filename,
                       const struct syntax_error *e)
{
    if (e->at_start)
        return details_at_start(vm, filename);
    object *parts[6] = {heap_retain(filename),
                        int_new(vm, e->line),
                        int_new(vm, e->col),
                        e->text ? line_text(vm, e->text) : vm_none(vm),
                        int_new(vm, e->end_line),
                        e->end_col == INT_MIN ? vm_none(vm)
                                       : int_new(vm, e->end_col)};
    bool ok = true;
    for (int i = 0; i < 6; i++)
        ok = ok && parts[i];
    if (ok)
        return tuple_from_steal(vm, parts, 6);
    for (int i = 0; i < 6; i++)
        vm_release_maybe(vm, parts[i]);
    return NULL;
}

/* Its args are the message alone, its attributes stay. */
static bool strip_args(struct vm *vm, object *exception, object *message)
{
    object *args = tuple_pack(vm, 1, message), *name = str_intern(vm, "args");
    bool ok = args && name && vm_setattr(vm, exception, name, args);
    vm_release_maybe(vm, args);
    vm_release_maybe(vm, name);
    return ok;
}

void syntax_raise(struct vm *vm, object *filename,
                  const struct syntax_error *e)
{
    enum exception_id id = class_of(e->kind);
    bool plain = id == EXC_VALUE_ERROR || id == EXC_MEMORY_ERROR ||
                 id == EXC_OVERFLOW_ERROR;
    if (plain) {
        if (id == EXC_MEMORY_ERROR && !*e->message)
            vm_raise_no_memory(vm);
        else
            vm_raise(vm, id, "%s", e->message);
        return;
    }
    object *message = str_from(vm, e->message), *args = NULL;
    object *where =
        message && !e->no_position ? details(vm, filename, e) : NULL;
    if (where)
        args = tuple_pack(vm, 2, message, where);
    else if (message && !vm_pending(vm))
        args = tuple_pack(vm, 1, message);
    object *exception = args ? exception_new(vm, id, args) : NULL;
    if (exception && e->bare_args && !strip_args(vm, exception, message))
        heap_store(vm->heap, &exception, NULL);
    if (exception)
        vm_raise_steal(vm, exception);
    vm_release_maybe(vm, args);
    vm_release_maybe(vm, where);
    vm_release_maybe(vm, message);
}

/* Line n of the source, borrowed from it; *length with its newline. */
static const char *source_line(const struct compiler *c, int n, size_t *length)
{
    const char *p = c->bytes ? c->bytes : "", *end = p + c->size;
    for (int line = 1; p < end && line < n; line++) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        p = newline ? newline + 1 : end;
    }
    const char *newline = memchr(p, '\n', (size_t)(end - p));
    *length = (size_t)((newline ? newline + 1 : end) - p);
    return p;
}

/* Bytes to characters, both from 0, within a line; of a tree without text, the
 * bytes are all there is. */
static int character_of(const struct compiler *c, const char *line,
                        size_t length, int bytes)
{
    int characters = c->bytes ? 0 : bytes;
    for (int i = 0; i < bytes && (size_t)i < length; i++)
        characters += (line[i] & 0xc0) != 0x80;
    return characters;
}

static void fail_va(struct compiler *c, const struct ast_node *where,
                    const char *format, va_list args)
{
    struct vm *vm = c->vm;
    size_t length, end_length;
    object *message = str_format_va(vm, format, args);
    char *text = message ? str_dup_utf8(vm, message) : NULL;
    const char *line = source_line(c, where->line, &length);
    const char *last = source_line(c, where->end_line, &end_length);
    struct syntax_error e = {
        .message = text,
        .line = where->line,
        .col = character_of(c, line, length, where->col) + 1,
        .end_line = where->end_line,
        .end_col = where->end_col == INT_MIN
                       ? INT_MIN
                       : character_of(c, last, end_length, where->end_col) + 1,
        .bare_args = c->in_scopes,
        .text = c->on_disk && c->bytes ? arena_copy(c->arena, line, length) : NULL,
    };
    if (text)
        syntax_raise(vm, c->filename, &e);
    free(text);
    vm_release_maybe(vm, message);
}

void syntax_fail(struct compiler *c, const struct ast_node *where,
                 const char *format, ...)
{
    va_list args;
    if (c->failed)
        return;
    c->failed = true;
    va_start(args, format);
    fail_va(c, where, format, args);
    va_end(args);
}

void syntax_fail_here(struct compiler *c, const char *format, ...)
{
    const struct position *at = &c->unit->at;
    struct ast_node where = {.line = at->line,
                             .end_line = at->end_line,
                             .col = at->col,
                             .end_col = at->end_col};
    va_list args;
    if (c->failed)
        return;
    c->failed = true;
    va_start(args, format);
    fail_va(c, &where, format, args);
    va_end(args);
}

/* An error about a feature ends nowhere. */
void syntax_fail_start(struct compiler *c, const struct ast_node *n,
                       const char *format, ...)
{
    va_list args;
    struct ast_node where = *n;
    where.end_line = n->line;
    where.end_col = INT_MIN;
    if (c->failed)
        return;
    c->failed = c->in_scopes = true;
    va_start(args, format);
    fail_va(c, &where, format, args);
    va_end(args);
}

void too_deep(struct compiler *c)
{
    vm_pending_clear(c->vm);
    vm_raise(c->vm, EXC_RECURSION_ERROR,
             "maximum recursion depth exceeded during compilation");
    c->failed = true;
}

void out_of_memory(struct compiler *c)
{
    if (!c->failed)
        vm_raise_no_memory(c->vm);
    c->failed = true;
}

/* Warns of line; where: what an error is about that the filters make of it.
 * Steals message. */
static void issue_warning(struct compiler *c, enum exception_id category,
                          int line, const struct ast_node *where,
                          object *message)
{
    struct vm *vm = c->vm;
    struct warning w = {
        .category = type_as_object(vm->exceptions[category]),
        .message = message,
        .file = c->filename,
        .line = line,
    };
    bool ok = message && warnings_explicit(vm, &w);
    vm->compile_warnings++;
    if (!ok && message && where && vm_pending_is(vm, category)) {
        vm_pending_clear(vm);
        syntax_fail(c, where, "%U", message);
    }
    c->failed |= !ok;
    vm_release_maybe(vm, message);
}

void syntax_warn(struct compiler *c, const struct ast_node *where,
                 const char *format, ...)
{
    va_list args;
    if (c->failed)
        return;
    va_start(args, format);
    object *message = str_format_va(c->vm, format, args);
    va_end(args);
    issue_warning(c, EXC_SYNTAX_WARNING, where->line, where, message);
}

void syntax_warn_of_text(struct compiler *c, const struct syntax_report *report)
{
    for (struct syntax_warning *w = report->warnings; w && !c->failed;
         w = w->next) {
        enum exception_id category = w->kind == SYNTAX_SYNTAX_WARNING
                                   ? EXC_SYNTAX_WARNING
                                   : EXC_DEPRECATION_WARNING;
        issue_warning(c, category, w->line, NULL,
                      str_from(c->vm, w->message));
        if (c->failed && vm_pending_is(c->vm, category)) {
            vm_pending_clear(c->vm);
            syntax_raise(c->vm, c->filename, &w->as_error);
        }
    }
}
