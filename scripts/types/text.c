/*
 * The vm's shared numbers, strings and bytes.
 */
#include "scripts/types/text.h"

#include <string.h>

#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/str_intern.h"
#include "scripts/types/str_internal.h"

static const char *const names[] = {
#define NAME(id, text) text,
#include "scripts/vm/names.def"
#undef NAME
};

static object *boolean(struct vm *vm, int64_t value)
{
    object *o = heap_alloc(vm->heap, &vm->types[TYPE_BOOL]->layout, 0);
    if (o)
        ((struct int_object *)o)->value = value;
    return o;
}

static bool numbers(struct vm *vm)
{
    vm->false_ = boolean(vm, 0);
    vm->true_ = boolean(vm, 1);
    for (int i = SMALL_INT_MIN; i <= SMALL_INT_MAX; i++) {
        object *o = int_new(vm, i);
        if (!o)
            return false;
        vm->small_ints[i - SMALL_INT_MIN] = o;
    }
    return vm->false_ && vm->true_;
}

static object *character(struct vm *vm, unsigned char c)
{
    object *o = str_alloc(vm, vm->types[TYPE_STR], 1, c);
    if (o)
        str_of(o)->data[0] = c;
    return o;
}

static bool strings(struct vm *vm)
{
    vm->empty_str = str_alloc(vm, vm->types[TYPE_STR], 0, 0);
    if (!vm->empty_str)
        return false;
    for (size_t i = 0; i < VM_LETTERS; i++) {
        if (!(vm->letters[i] = character(vm, (unsigned char)LETTERS[i])))
            return false;
        str_intern_in_place(vm, &vm->letters[i]);
    }
    for (uint32_t i = 0; i < 256; i++) {
        if (!(vm->latin1[i] = character(vm, (unsigned char)i)))
            return false;
        if (!i || !strchr(LETTERS, (int)i))
            str_intern_in_place(vm, &vm->latin1[i]);
    }
    str_intern_in_place(vm, &vm->empty_str);
    return true;
}

static bool bytes(struct vm *vm)
{
    vm->empty_bytes = bytes_alloc(vm, vm->types[TYPE_BYTES], 0);
    if (!vm->empty_bytes)
        return false;
    for (int i = 0; i < 256; i++) {
        object *o = bytes_alloc(vm, vm->types[TYPE_BYTES], 1);
        if (!o)
            return false;
        bytes_data(o)[0] = (unsigned char)i;
        vm->bytes1[i] = o;
    }
    return true;
}

bool text_init(struct vm *vm)
{
    vm->int_max_str_digits = 4300;
    if (!str_intern_begin(vm) || !numbers(vm) || !strings(vm) || !bytes(vm))
        return false;
    for (size_t i = 0; i < NAME_COUNT; i++)
        if (!(vm->name[i] = str_intern(vm, names[i])))
            return false;
    return true;
}

static void drop(struct vm *vm, object **table, size_t count)
{
    for (size_t i = 0; i < count; i++)
        heap_store(vm->heap, &table[i], NULL);
}

void text_done(struct vm *vm)
{
    drop(vm, vm->name, NAME_COUNT);
    drop(vm, vm->latin1, 256);
    drop(vm, vm->letters, VM_LETTERS);
    drop(vm, vm->bytes1, 256);
    drop(vm, vm->small_ints, SMALL_INT_MAX - SMALL_INT_MIN + 1);
    drop(vm, &vm->empty_str, 1);
    drop(vm, &vm->empty_bytes, 1);
    drop(vm, &vm->true_, 1);
    drop(vm, &vm->false_, 1);
    str_intern_done(vm);
}
