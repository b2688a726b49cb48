/* Code objects as bytes and back: every kind of constant, who is whom, bytes
 * cut short or changed, no memory. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/types/dict.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/code_pack.h"
#include "scripts/vm/error.h"

TestSuite(code_pack, .init = fixture_open, .fini = fixture_close);

/* Says all it holds when it is run. */
static const char source[] =
    "def outer(a, /, b=(1, 2.5, 'some words', b'\\x00bytes'), *c, d=-0.0,\n"
    "          **e):\n"
    "    x = 1\n"
    "    def inner(y):\n"
    "        nonlocal x\n"
    "        x += y\n"
    "        return x in {1, 'two', 3.0, None}, ..., 1j, True, False\n"
    "    try:\n"
    "        return inner(a)\n"
    "    except ZeroDivisionError as z:\n"
    "        raise\n"
    "    finally:\n"
    "        x = 123456789012345678901234567890\n"
    "big, small = -2 ** 200, 2 ** 62\n"
    "text = 'caf\\xe9', '\\u20ac', '\\U0001f40d', '\\ud800', ''\n"
    "said = repr((outer(1), outer.__defaults__, outer.__kwdefaults__, big,\n"
    "    small, text, outer.__code__.co_consts, outer.__code__.co_varnames,\n"
    "    outer.__code__.co_cellvars, outer.__code__.co_flags,\n"
    "    list(outer.__code__.co_positions()), outer.__qualname__)\n"
    "    ).replace(hex(id(outer.__code__.co_consts[2])), '')\n"
    "words = 'some words'\n"
    "same = words is outer.__defaults__[0][2], type(text).__name__\n";

struct packed {
    unsigned char *bytes;
    size_t size;
};

static struct packed pack_source(const char *text)
{
    struct packed p;
    object *code = fixture_code(text, SYNTAX_EXEC);
    cr_assert(code_pack(the_vm, code, &p.bytes, &p.size));
    vm_release(the_vm, code);
    return p;
}

static object *unpack(const struct packed *p)
{
    object *name = str_from(the_vm, "<test>");
    object *code = name ? code_unpack(the_vm, p->bytes, p->size, name) : NULL;
    vm_release_maybe(the_vm, name);
    return code;
}

/* What is in a variable when the code has run; new. */
static object *run_for(object *code, const char *variable)
{
    object *dict = dict_new(the_vm), *said;
    object *builtins = heap_retain(the_vm->builtins);
    cr_assert(dict_set_c(the_vm, dict, "__builtins__", builtins));
    vm_release(the_vm, builtins);
    object *result = vm_run_code(the_vm, code, dict, dict, NULL);
    cr_assert_not_null(result);
    said = heap_retain(dict_get_c_peek(the_vm, dict, variable));
    vm_release(the_vm, result);
    vm_release(the_vm, dict);
    return said;
}

Test(code_pack, unpacked_code_runs_as_the_packed_one)
{
    static const char *const variables[] = {"said", "same"};
    for (int i = 0; i < 2; i++) {
        struct packed p = pack_source(source);
        object *first = fixture_code(source, SYNTAX_EXEC);
        object *second = unpack(&p), *a, *b;
        cr_assert_not_null(second);
        a = run_for(first, variables[i]);
        b = run_for(second, variables[i]);
        cr_expect_eq(vm_equal(the_vm, a, b), 1, "%s differs", variables[i]);
        vm_release(the_vm, a);
        vm_release(the_vm, b);
        vm_release(the_vm, first);
        vm_release(the_vm, second);
        free(p.bytes);
    }
}

Test(code_pack, bytes_cut_short_are_no_code)
{
    struct packed p = pack_source(source);
    size_t whole = p.size;
    for (p.size = 0; p.size < whole; p.size++) {
        /* At its true size, for the sanitizer to see what is read behind. */
        struct packed cut = {malloc(p.size + 1), p.size};
        memcpy(cut.bytes, p.bytes, cut.size);
        cr_assert_null(unpack(&cut), "%zu of %zu bytes", p.size, whole);
        cr_assert_not(vm_pending(the_vm));
        free(cut.bytes);
    }
    free(p.bytes);
}

Test(code_pack, more_bytes_are_no_code)
{
    struct packed p = pack_source("x = 1");
    p.bytes = realloc(p.bytes, p.size + 1);
    p.bytes[p.size++] = 0;
    cr_expect_null(unpack(&p));
    free(p.bytes);
}

Test(code_pack, tuples_in_tuples_are_packed)
{
    char text[512] = "x = ";
    int depth = 90;
    for (int i = 0; i < depth; i++)
        strcat(text, "(");
    strcat(text, "1");
    for (int i = 0; i < depth; i++)
        strcat(text, ",)");
    struct packed p = pack_source(text);
    object *code = unpack(&p), *first = fixture_code(text, SYNTAX_EXEC), *x, *y;
    cr_assert_not_null(code);
    x = run_for(first, "x");
    y = run_for(code, "x");
    cr_expect_eq(vm_equal(the_vm, x, y), 1);
    vm_release(the_vm, x);
    vm_release(the_vm, y);
    vm_release(the_vm, first);
    vm_release(the_vm, code);
    free(p.bytes);
}

Test(code_pack, without_memory_it_says_so)
{
    struct packed p = pack_source(source);
    object *code = NULL;
    for (uint64_t n = 1; !code; n++) {
        heap_fail_after(the_vm->heap, n);
        code = unpack(&p);
        heap_fail_after(the_vm->heap, 0);
        cr_assert(code || vm_pending_is(the_vm, EXC_MEMORY_ERROR));
        vm_pending_clear(the_vm);
    }
    vm_release(the_vm, code);
    free(p.bytes);
}
