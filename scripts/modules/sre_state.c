/*
 * The text that a pattern is matched with, and its parts.
 */
#include <stdlib.h>

#include "scripts/modules/sre.h"
#include "scripts/types/bytes.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static bool is_str(struct vm *vm, object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS;
}

bool sre_text(struct vm *vm, object *o, struct sre_state *s)
{
    if (is_str(vm, o)) {
        const struct str_object *text = (const struct str_object *)o;
        s->text = text->data;
        s->width = text->width;
        s->length = (ptrdiff_t)text->length;
        s->is_bytes = false;
        return true;
    }
    if (!buffer_check(vm, o)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "expected string or bytes-like object, got '%T'", o);
        return false;
    }
    s->is_bytes = true;
    s->width = 1;
    if (!buffer_get(vm, o, true, &s->buffer))
        return false;
    s->text = s->buffer.data;
    s->length = (ptrdiff_t)s->buffer.size;
    return true;
}

static bool kinds_fit(struct vm *vm, const struct sre_state *s,
                      const struct sre_pattern *p)
{
    if (p->is_bytes < 0 || s->is_bytes == (p->is_bytes > 0))
        return true;
    vm_raise(vm, EXC_TYPE_ERROR,
             s->is_bytes
                 ? "cannot use a string pattern on a bytes-like object"
                 : "cannot use a bytes pattern on a string-like object");
    return false;
}

static ptrdiff_t clip(ptrdiff_t n, ptrdiff_t length)
{
    return n < 0 ? 0 : n > length ? length : n;
}

/* While there is a state the string keeps its length. */
static bool hold(struct vm *vm, struct sre_state *s, object *string)
{
    object *type = type_as_object(vm->types[TYPE_MEMORYVIEW]);
    if (s->is_bytes && !vm_is(string, TYPE_BYTES))
        s->lock = vm_call1(vm, type, string);
    return !vm_pending(vm);
}

bool sre_state_init(struct vm *vm, struct sre_state *s, object *pattern,
                    object *string, ptrdiff_t pos, ptrdiff_t endpos)
{
    const struct sre_pattern *p = sre_pattern_of(pattern);
    *s = (struct sre_state){.vm = vm, .last_index = -1};
    s->string = heap_retain(string);
    if (!sre_text(vm, string, s) || !kinds_fit(vm, s, p) ||
        !hold(vm, s, string))
        return false;
    s->pos = s->start = s->at = clip(pos, s->length);
    s->length = clip(endpos, s->length);
    s->mark_count = 2 * (size_t)p->groups;
    if (s->mark_count)
        s->marks = malloc(s->mark_count * sizeof *s->marks);
    if (s->mark_count && !s->marks) {
        vm_raise_no_memory(vm);
        return false;
    }
    sre_state_reset(s);
    return true;
}

void sre_state_reset(struct sre_state *s)
{
    for (size_t k = 0; k < s->mark_count; k++)
        s->marks[k] = -1;
    s->last_index = -1;
}

void sre_state_done(struct sre_state *s)
{
    free(s->marks);
    free(s->stack);
    free(s->repeats);
    s->marks = NULL;
    s->stack = NULL;
    s->repeats = NULL;
    s->capacity = s->repeat_capacity = 0;
    buffer_done(s->vm, &s->buffer);
    heap_store(s->vm->heap, &s->lock, NULL);
    heap_store(s->vm->heap, &s->string, NULL);
}

static object *slice_bytes(struct vm *vm, object *string, ptrdiff_t from,
                           ptrdiff_t to)
{
    struct buffer b;
    if (!buffer_get(vm, string, false, &b))
        return NULL;
    to = clip(to, (ptrdiff_t)b.size);
    from = clip(from, to);
    object *part;
    if (vm_is(string, TYPE_BYTES) && to - from == (ptrdiff_t)b.size)
        part = heap_retain(string);
    else
        part = bytes_new(vm, b.data + from, (size_t)(to - from));
    buffer_done(vm, &b);
    return part;
}

object *sre_slice(struct vm *vm, object *string, ptrdiff_t from, ptrdiff_t to)
{
    if (!is_str(vm, string))
        return slice_bytes(vm, string, from, to);
    to = clip(to, (ptrdiff_t)str_length(string));
    from = clip(from, to);
    return str_slice(vm, string, (size_t)from, (size_t)to);
}

object *sre_state_group(struct sre_state *s, size_t group, bool empty)
{
    ptrdiff_t from = s->start, to = s->at;
    if (group > 0) {
        from = s->marks[2 * group - 2];
        to = s->marks[2 * group - 1];
    }
    if (from >= 0 && to >= 0)
        return sre_slice(s->vm, s->string, from, to);
    return empty ? sre_slice(s->vm, s->string, 0, 0) : vm_none(s->vm);
}
