/*
 * Printing exceptions as CPython's top level does: traceback with source
 * lines and markers, chained exceptions, notes, syntax errors.
 *
 * Text is gathered in one builder and written to sys.stderr at once.
 */
#include "scripts/vm/traceback.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/modules.h"
#include "scripts/types/dict.h"
#include "scripts/syntax/source.h"
#include "scripts/types/bytes.h"
#include "scripts/types/codec.h"
#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/import.h"

#define RECURSION_CUTOFF 3
#define INDENT 4
#define DEFAULT_LIMIT 1000
#define GROUP_WIDTH 15
#define GROUP_DEPTH 10

static void put(struct printer *p, const char *text)
{
    str_builder_ascii(&p->out, text);
}

static void put_object(struct printer *p, object *text)
{
    str_builder_str(&p->out, text);
}

static void put_number(struct printer *p, int64_t n)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)n);
    put(p, text);
}

static void put_indent(struct printer *p)
{
    for (int k = 0; k < p->depth; k++)
        put(p, "  ");
}

/* The margin of an exception inside a group. */
static void put_margin(struct printer *p)
{
    put_indent(p);
    if (p->depth > 0)
        put(p, "| ");
}

/* ---- source lines ----------------------------------------------------------------------- */

/* The file's text as UTF-8, by the encoding that it declares; what cannot be
 * decoded is not shown. */
static void recode(struct printer *p)
{
    struct vm *vm = p->vm;
    const char *declared;
    size_t length;
    char *text = NULL;
    if (codec_utf8_valid((unsigned char *)p->bytes, p->size) == p->size &&
        syntax_find_encoding(p->bytes, p->size, &declared, &length) ==
            SYNTAX_UTF8)
        return;
    syntax_find_encoding(p->bytes, p->size, &declared, &length);
    char *name = strndup(declared ? declared : "utf-8",
                         declared ? length : strlen("utf-8"));
    object *encoding = name ? str_from(vm, name) : NULL;
    object *bytes = encoding ? bytes_new(vm, p->bytes, p->size) : NULL;
    object *decoded = bytes ? codec_decode(vm, bytes, encoding, NULL) : NULL;
    if (decoded)
        text = str_dup_utf8(vm, decoded);
    vm_pending_clear(vm);
    vm_release_maybe(vm, decoded);
    vm_release_maybe(vm, bytes);
    vm_release_maybe(vm, encoding);
    free(name);
    free(p->bytes);
    p->bytes = text;
    p->size = text ? strlen(text) : 0;
}

/* Line `line` of a file as UTF-8 without its end; malloc'ed or NULL. */
static char *source_line(struct printer *p, object *filename, int line)
{
    struct vm *vm = p->vm;
    if (p->file != filename) {
        free(p->bytes);
        p->bytes = NULL;
        p->file = filename;
        if (!source_read(vm, filename, &p->bytes, &p->size)) {
            vm_pending_clear(vm);
            p->bytes = NULL;
        }
        if (p->bytes)
            recode(p);
    }
    const char *at = p->bytes, *end = p->bytes ? p->bytes + p->size : NULL;
    for (int k = 1; at && k < line; k++) {
        at = memchr(at, '\n', (size_t)(end - at));
        at = at ? at + 1 : NULL;
    }
    if (!at || at >= end)
        return NULL;
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    if (!stop)
        stop = end;
    if (stop > at && stop[-1] == '\r')
        stop--;
    return strndup(at, (size_t)(stop - at));
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

/* Code points in the first n bytes. */
static int characters(const char *text, int n)
{
    int count = 0;
    for (int k = 0; k < n && text[k]; k++)
        count += ((unsigned char)text[k] & 0xc0) != 0x80;
    return count;
}

static void put_carets(struct printer *p, int indent, const struct markers *m)
{
    put_margin(p);
    for (int at = indent - INDENT + 1; at <= m->end; at++) {
        if (at <= m->start)
            put(p, " ");
        else if (m->left >= 0 && m->left < at && at <= m->right)
            put(p, "^");
        else
            put(p, m->left >= 0 ? "~" : "^");
    }
    put(p, "\n");
}

/* Marks what the instruction's position covers, unless that is the line. */
static void mark(struct printer *p, const char *line, int indent,
                 const struct position *at)
{
    struct markers m = {.left = -1, .right = -1};
    int length = (int)strlen(line);
    if (at->line < 0 || at->end_line < 0 || at->col < 0 || at->end_col < 0)
        return;
    m.start = characters(line, at->col);
    if (at->line == at->end_line) {
        m.end = characters(line, at->end_col);
        markers_find_anchors(line, at->col,
                             at->end_col < length ? at->end_col : length, &m);
    } else {
        int last = length;
        while (last > 0 && (is_blank(line[last - 1])))
            last--;
        m.end = characters(line, last);
    }
    if (m.end - m.start == characters(line, length) - indent && m.left < 0)
        return;
    put_carets(p, indent, &m);
}

static void put_source(struct printer *p, object *filename, int number,
                       const struct position *at)
{
    char *line = source_line(p, filename, number);
    int indent = 0;
    if (!line)
        return;
    while (is_blank(line[indent]))
        indent++;
    put_margin(p);
    put(p, "    ");
    str_builder_utf8(&p->out, line + indent, strlen(line + indent));
    put(p, "\n");
    if (at)
        mark(p, line, indent, at);
    free(line);
}

/* ---- tracebacks --------------------------------------------------------------------------- */

static void put_repeats(struct printer *p, long count)
{
    count -= RECURSION_CUTOFF;
    if (count <= 0)
        return;
    put_margin(p);
    put(p, "  [Previous line repeated ");
    put_number(p, count);
    put(p, count > 1 ? " more times]\n" : " more time]\n");
}

static void put_entry(struct printer *p, const struct traceback_object *tb)
{
    const struct code *code = tb->frame->frame->code;
    if (!code)
        return;
    put_margin(p);
    put(p, "  File \"");
    put_object(p, code->filename);
    put(p, "\", line ");
    put_number(p, tb->line);
    put(p, ", in ");
    put_object(p, code->name);
    put(p, "\n");
    put_source(p, code->filename, tb->line,
               tb->last / 2 < code->instr_count ? &code->positions[tb->last / 2]
                                             : NULL);
}

static long traceback_limit(struct vm *vm)
{
    object *limit =
        vm->sys ? dict_get_c_peek(vm, vm->sys, "tracebacklimit") : NULL;
    int64_t n;
    if (!limit || !vm_is(limit, TYPE_INT))
        return DEFAULT_LIMIT;
    if (!int_fits_i64(limit, &n))
        return int_sign(limit) > 0 ? DEFAULT_LIMIT * 1000 : 0;
    return n < 0 ? 0 : (long)n;
}

static bool same_place(const struct traceback_object *a,
                       const struct traceback_object *b)
{
    const struct code *x = a->frame->frame->code, *y = b->frame->frame->code;
    return x && y && a->line == b->line &&
           str_equal(x->filename, y->filename) && str_equal(x->name, y->name);
}

static void put_traceback(struct printer *p, object *traceback, bool group)
{
    const struct traceback_object *tb, *last = NULL;
    long limit = traceback_limit(p->vm), depth = 0, same = 0;
    if (limit <= 0)
        return;
    if (group && p->depth == 1) {
        put_indent(p);
        put(p, "+ ");
    } else {
        put_margin(p);
    }
    put(p, group ? "Exception Group Traceback (most recent call last):\n"
                 : "Traceback (most recent call last):\n");
    for (tb = (void *)traceback; tb; tb = tb->next)
        depth++;
    tb = (void *)traceback;
    for (; depth > limit; depth--)
        tb = tb->next;
    for (; tb; last = tb, tb = tb->next) {
        if (!last || !same_place(last, tb)) {
            put_repeats(p, same);
            same = 0;
        }
        if (++same <= RECURSION_CUTOFF)
            put_entry(p, tb);
    }
    put_repeats(p, same);
}

/* ---- the exception itself ------------------------------------------------------------------- */

static void put_class(struct printer *p, object *exception)
{
    struct type_object *type = vm_type_of(p->vm, exception);
    object *module = NULL;
    vm_lookup_attr(p->vm, type_as_object(type),
                   p->vm->name[NAME_dunder_module], &module);
    vm_pending_clear(p->vm);
    if (!module || !vm_is(module, TYPE_STR)) {
        put(p, "<unknown>.");
    } else if (!str_equal_ascii(module, "builtins") &&
               !str_equal_ascii(module, "__main__")) {
        put_object(p, module);
        put(p, ".");
    }
    vm_release_maybe(p->vm, module);
    put_object(p, type->qualname);
}

static void put_message(struct printer *p, object *exception)
{
    object *text = vm_str(p->vm, exception), *hint;
    if (!text) {
        vm_pending_clear(p->vm);
        put(p, ": <exception str() failed>");
    } else if (str_length(text) > 0) {
        put(p, ": ");
        put_object(p, text);
    }
    vm_release_maybe(p->vm, text);
    hint = suggest_name(p->vm, exception);
    if (hint) {
        put(p, ". Did you mean: '");
        put_object(p, hint);
        put(p, "'?");
        vm_release(p->vm, hint);
    }
}

/* A text's lines, each behind the margin, and a newline. */
static void put_lines(struct printer *p, object *text)
{
    size_t n = str_length(text);
    for (size_t k = 0; k < n; k++) {
        if (k == 0 || str_at(text, k - 1) == '\n')
            put_margin(p);
        str_builder_char(&p->out, str_at(text, k));
    }
    put(p, "\n");
}

static bool is_sequence(const struct vm *vm, object *o)
{
    const struct type_object *type = vm_type_of(vm, o);
    return type->slots.item && !(type->flags & TYPE_DICT_SUBCLASS);
}

static void put_note(struct printer *p, object *note)
{
    object *text = vm_str(p->vm, note);
    vm_pending_clear(p->vm);
    if (text)
        put_lines(p, text);
    else
        put(p, "<note str() failed>\n");
    vm_release_maybe(p->vm, text);
}

/* The notes if they are no sequence: as they are, without an end. */
static void put_odd_notes(struct printer *p, object *notes)
{
    object *text = vm_repr(p->vm, notes);
    put_margin(p);
    if (text)
        put_object(p, text);
    else
        put(p, "<__notes__ repr() failed>");
    vm_release_maybe(p->vm, text);
}

static void put_notes(struct printer *p, object *exception)
{
    struct vm *vm = p->vm;
    object *notes = NULL, *note, *number;
    ptrdiff_t n;
    vm_lookup_attr(vm, exception, vm->name[NAME_dunder_notes], &notes);
    vm_pending_clear(vm);
    if (!notes)
        return;
    if (!is_sequence(vm, notes)) {
        put_odd_notes(p, notes);
    } else {
        n = vm_length(vm, notes);
        for (ptrdiff_t k = 0; k < n; k++) {
            number = int_new(vm, k);
            note = number ? vm_getitem(vm, notes, number) : NULL;
            vm_release_maybe(vm, number);
            if (!note)
                break;
            put_note(p, note);
            vm_release(vm, note);
        }
    }
    vm_pending_clear(vm);
    vm_release(vm, notes);
}

/* ---- syntax errors ----------------------------------------------------------------------------- */

/* A field as a number; none or absent: otherwise.  False: it is no number. */
static bool number_of(struct vm *vm, object *o, int64_t otherwise, int64_t *n)
{
    *n = otherwise;
    return !o || o == vm->none ||
           (vm_type_of(vm, o)->flags & TYPE_INT_SUBCLASS &&
            int_fits_i64(o, n));
}

/* The offending line, and carets below columns offset .. end_offset. */
static void put_syntax_text(struct printer *p, object *text, int64_t offset,
                            int64_t end_offset)
{
    size_t from = 0, to = str_length(text);
    if (to > 0 && str_at(text, to - 1) == '\n')
        to--;
    int64_t most = (int64_t)str_length(text) + 1;
    offset = offset < most ? offset : most;
    end_offset = end_offset < most ? end_offset : most;
    int64_t carets = end_offset > 0 && end_offset > offset
                         ? end_offset - offset
                         : 1;
    offset--;
    for (size_t k = 0; k < to; k++)
        if (str_at(text, k) == '\n' && (int64_t)(k - from) < offset) {
            offset -= (int64_t)(k + 1 - from);
            from = k + 1;
        }
    while (from < to && str_at(text, from) < 128 &&
           is_blank((char)str_at(text, from))) {
        from++;
        offset--;
    }
    put_margin(p);
    put(p, "    ");
    for (size_t k = from; k < to; k++)
        str_builder_char(&p->out, str_at(text, k));
    put(p, "\n");
    if (offset < 0)
        return;
    put_margin(p);
    put(p, "    ");
    while (offset-- > 0)
        put(p, " ");
    while (carets-- > 0)
        put(p, "^");
    put(p, "\n");
}

/* Where a SyntaxError says it is, if its fields say so. */
struct syntax_place {
    int64_t line, end_line, offset, end_offset;
};

static bool syntax_place_of(struct vm *vm, object *exception,
                            struct syntax_place *at)
{
    struct syntax_error_object *e = (struct syntax_error_object *)exception;
    return e->lineno && e->lineno != vm->none &&
           number_of(vm, e->lineno, 0, &at->line) &&
           number_of(vm, e->offset, -1, &at->offset) &&
           number_of(vm, e->end_lineno, at->line, &at->end_line) &&
           number_of(vm, e->end_offset, -1, &at->end_offset);
}

static void put_syntax_file(struct printer *p, object *filename)
{
    object *text = filename && filename != p->vm->none
                       ? vm_str(p->vm, filename)
                       : NULL;
    vm_pending_clear(p->vm);
    if (text)
        put_object(p, text);
    else
        put(p, "<string>");
    vm_release_maybe(p->vm, text);
}

static void put_syntax_place(struct printer *p, object *exception,
                             const struct syntax_place *at)
{
    struct syntax_error_object *e = (struct syntax_error_object *)exception;
    object *text = e->text;
    int64_t end = at->end_offset;
    put_margin(p);
    put(p, "  File \"");
    put_syntax_file(p, e->filename);
    put(p, "\", line ");
    put_number(p, at->line);
    put(p, "\n");
    if (!text || text == p->vm->none || !vm_is(text, TYPE_STR))
        return;
    if (at->end_line > at->line)
        end = (int64_t)str_length(text);
    /* Only SyntaxError itself shows a range; its subclasses one caret. */
    if (vm_type_of(p->vm, exception) != p->vm->exceptions[EXC_SYNTAX_ERROR])
        end = -1;
    put_syntax_text(p, text, at->offset, end);
}

/* The line of a syntax error is its message alone. */
static void put_syntax_message(struct printer *p, object *exception)
{
    struct syntax_error_object *e = (struct syntax_error_object *)exception;
    object *text = e->msg ? vm_str(p->vm, e->msg) : NULL;
    vm_pending_clear(p->vm);
    if (text && str_length(text) > 0) {
        put(p, ": ");
        put_object(p, text);
    }
    vm_release_maybe(p->vm, text);
}

/* ---- chains ---------------------------------------------------------------------------------------- */

static bool is_a(struct vm *vm, object *o, enum exception_id id)
{
    return type_is_subtype(vm_type_of(vm, o), vm->exceptions[id]);
}

static void put_chain(struct printer *p, object *exception);

/* Without what hangs on it. */
static void put_exception(struct printer *p, object *exception)
{
    struct exception_object *e = exception_of(exception);
    struct syntax_place at;
    bool syntax = is_a(p->vm, exception, EXC_SYNTAX_ERROR) &&
                  syntax_place_of(p->vm, exception, &at);
    if (e->traceback)
        put_traceback(p, e->traceback,
                      is_a(p->vm, exception, EXC_BASE_EXCEPTION_GROUP));
    if (syntax)
        put_syntax_place(p, exception, &at);
    put_margin(p);
    put_class(p, exception);
    if (syntax)
        put_syntax_message(p, exception);
    else
        put_message(p, exception);
    put(p, "\n");
    put_notes(p, exception);
}

static void put_ruler(struct printer *p, const char *begin, size_t number)
{
    char label[32];
    if (number > GROUP_WIDTH)
        snprintf(label, sizeof label, "...");
    else
        snprintf(label, sizeof label, "%zu", number);
    put_indent(p);
    put(p, begin);
    put(p, "+---------------- ");
    put(p, label);
    put(p, " ----------------\n");
}

static void put_member(struct printer *p, object *members, size_t k)
{
    size_t n = tuple_length(members);
    bool last = k + 1 == n || k == GROUP_WIDTH;
    if (last)
        p->need_close = true;
    put_ruler(p, k == 0 ? "+-" : "  ", k + 1);
    p->depth++;
    if (k < GROUP_WIDTH) {
        put_chain(p, tuple_items(members)[k]);
    } else {
        put_margin(p);
        put(p, "and ");
        put_number(p, (int64_t)(n - GROUP_WIDTH));
        put(p, n - GROUP_WIDTH > 1 ? " more exceptions\n"
                                   : " more exception\n");
    }
    if (last && p->need_close) {
        put_indent(p);
        put(p, "+------------------------------------\n");
        p->need_close = false;
    }
    p->depth--;
}

static void put_group(struct printer *p, object *exception)
{
    object *members = vm_getattr_str(p->vm, exception, "exceptions");
    bool outermost = p->depth == 0;
    if (p->depth > GROUP_DEPTH) {
        put_margin(p);
        put(p, "... (max_group_depth is ");
        put_number(p, GROUP_DEPTH);
        put(p, ")\n");
        vm_release_maybe(p->vm, members);
        return;
    }
    p->depth += outermost;
    put_exception(p, exception);
    p->need_close = false;
    if (members && vm_is(members, TYPE_TUPLE))
        for (size_t k = 0; k < tuple_length(members) && k <= GROUP_WIDTH; k++)
            put_member(p, members, k);
    vm_pending_clear(p->vm);
    vm_release_maybe(p->vm, members);
    p->depth -= outermost;
}

static void put_one(struct printer *p, object *exception)
{
    if (!is_a(p->vm, exception, EXC_BASE_EXCEPTION_GROUP)) {
        put_exception(p, exception);
    } else if (vm_enter(p->vm, "")) {
        put_group(p, exception);
        vm_leave(p->vm);
    }
    vm_pending_clear(p->vm);
}

static bool was_seen(const struct printer *p, const object *exception)
{
    for (size_t k = 0; k < list_length(p->seen); k++)
        if (list_items(p->seen)[k] == exception)
            return true;
    return false;
}

/* What the exception was raised from or while handling, if that is shown. */
static object *before(const struct printer *p, object *exception)
{
    const struct exception_object *e = exception_of(exception);
    object *o = e->cause ? e->cause
                : e->suppress_context ? NULL
                                      : e->context;
    return o && !was_seen(p, o) ? o : NULL;
}

/* The oldest of a chain first; no recursion along it. */
static void put_chain(struct printer *p, object *exception)
{
    size_t first = list_length(p->seen);
    object *o;
    for (o = exception; o; o = before(p, o))
        if (!list_append(p->vm, p->seen, o)) {
            vm_pending_clear(p->vm);
            break;
        }
    for (size_t k = list_length(p->seen); k-- > first;) {
        o = heap_retain(list_items(p->seen)[k]);
        put_one(p, o);
        if (k > first) {
            object *next = list_items(p->seen)[k - 1];
            put_margin(p);
            put(p, "\n");
            put_margin(p);
            put(p, exception_of(next)->cause == o
                       ? "The above exception was the direct cause of the "
                         "following exception:\n"
                       : "During handling of the above exception, another "
                         "exception occurred:\n");
            put_margin(p);
            put(p, "\n");
        }
        vm_release(p->vm, o);
    }
}

/* ---- the top level ------------------------------------------------------------------------------- */

object *traceback_text(struct vm *vm, object *exception)
{
    struct printer p = {.vm = vm};
    object *text = NULL;
    p.seen = list_new(vm, 0);
    str_builder_init(&p.out, vm);
    if (p.seen) {
        put_chain(&p, exception);
        text = str_builder_finish(&p.out);
    }
    vm_release_maybe(vm, p.seen);
    free(p.bytes);
    return text;
}

void traceback_print(struct vm *vm, object *exception)
{
    object *text = traceback_text(vm, exception);
    if (text)
        sys_write_stderr(vm, text);
    else
        vm_pending_clear(vm);
    vm_release_maybe(vm, text);
}

/* sys.last_type and its like, which keep the frames alive. */
static void remember(struct vm *vm, object *exception)
{
    object *traceback = exception_of(exception)->traceback;
    dict_set_c(vm, vm->sys, "last_type",
               type_as_object(vm_type_of(vm, exception)));
    dict_set_c(vm, vm->sys, "last_value", exception);
    dict_set_c(vm, vm->sys, "last_traceback",
               traceback ? traceback : vm->none);
    vm_pending_clear(vm);
}

static void write_words(struct vm *vm, const char *words)
{
    object *text = str_from(vm, words);
    if (text)
        sys_write_stderr(vm, text);
    vm_release_maybe(vm, text);
}

/* The script's own hook has failed. */
static void print_both(struct vm *vm, object *exception)
{
    object *second = vm_pending_take(vm);
    write_words(vm, "Error in sys.excepthook:\n");
    traceback_print(vm, second);
    vm_release(vm, second);
    write_words(vm, "\nOriginal exception was:\n");
    traceback_print(vm, exception);
}

void vm_print_exception(struct vm *vm)
{
    object *exception = vm_pending_take(vm), *hook, *result = NULL;
    object *traceback = exception_of(exception)->traceback;
    remember(vm, exception);
    hook = heap_retain_maybe(sys_get_peek(vm, NAME_excepthook));
    if (!hook)
        write_words(vm, "sys.excepthook is missing\n");
    if (!hook || vm_is(hook, TYPE_BUILTIN_FUNCTION)) {
        traceback_print(vm, exception);
    } else {
        object *args[] = {type_as_object(vm_type_of(vm, exception)),
                          exception, traceback ? traceback : vm->none};
        result = vm_call(vm, hook, args, 3, NULL);
        if (!result && vm_pending(vm) && !vm_pending_is(vm, EXC_SYSTEM_EXIT))
            print_both(vm, exception);
        vm_release_maybe(vm, result);
    }
    vm_release_maybe(vm, hook);
    vm_release(vm, exception);
}

/* ---- errors nobody can get ------------------------------------------------------------------------- */

void traceback_unraisable(struct vm *vm, object *exception, object *where,
                          const char *title)
{
    object *repr = NULL, *text;
    struct printer p = {.vm = vm};
    p.seen = list_new(vm, 0);
    str_builder_init(&p.out, vm);
    if (where && where != vm->none) {
        repr = vm_repr(vm, where);
        put(&p, title);
        put(&p, ": ");
        if (repr)
            put_object(&p, repr);
        else
            put(&p, "<object repr() failed>");
        put(&p, "\n");
    }
    vm_pending_clear(vm);
    if (p.seen)
        put_exception(&p, exception);
    text = str_builder_finish(&p.out);
    if (text)
        sys_write_stderr(vm, text);
    vm_pending_clear(vm);
    vm_release_maybe(vm, text);
    vm_release_maybe(vm, repr);
    vm_release_maybe(vm, p.seen);
    free(p.bytes);
}

void vm_unraisable(struct vm *vm, object *where)
{
    vm_unraisable_in(vm, NULL, where);
}

void vm_unraisable_in(struct vm *vm, const char *message, object *where)
{
    object *exception = vm_pending_take(vm);
    struct vm_frame *f = vm->thread->frame;
    if (!exception)
        return;
    if (!vm->sys) { /* nobody is left to tell */
        vm_release(vm, exception);
        return;
    }
    if (!exception_of(exception)->traceback && f && f->code &&
        !vm_traceback_here(vm, exception, f))
        vm_pending_clear(vm);
    if (!sys_unraisable(vm, exception, message, where)) {
        char title[80];
        snprintf(title, sizeof title, "Exception ignored %s",
                 message ? message : "in");
        traceback_unraisable(vm, exception, where, title);
    }
    vm_release(vm, exception);
}
