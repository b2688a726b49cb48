/*
 * A vm for one test, freed at its end with nothing left in the heap.
 */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/compile/compile.h"
#include "scripts/run.h"
#include "scripts/types/dict.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct vm *the_vm;

static struct vm *new_vm(void)
{
    static const struct vm_options options = {.executable = "heapstep"};
    static const struct run_program nothing = {.kind = RUN_COMMAND,
                                               .text = ""};
    struct vm *vm = vm_new(&options, &host_direct);
    object *code;
    cr_assert_not_null(vm);
    code = run_prepare(vm, &nothing);
    cr_assert(code && run_code(vm, code));
    vm_release(vm, code);
    return vm;
}

static size_t census(struct vm *vm)
{
    vm_pending_clear(vm);
    cr_assert(vm_finalize(vm));
    return vm_free(vm);
}

void fixture_open(void)
{
    the_vm = new_vm();
}

void fixture_close(void)
{
    size_t left = census(the_vm);
    the_vm = NULL;
    cr_assert_eq(left, 0, "%zu objects left", left);
}

object *fixture_code(const char *text, enum syntax_mode mode)
{
    object *name = str_from(the_vm, "<test>");
    object *code =
        compile_source(the_vm, text, strlen(text), name, mode, 0);
    vm_release(the_vm, name);
    cr_assert_not_null(code, "does not compile: %s", text);
    return code;
}

static object *run(const char *text, enum syntax_mode mode)
{
    object *main_dict = run_main_dict(the_vm);
    object *code = fixture_code(text, mode);
    object *result =
        vm_run_code(the_vm, code, main_dict, main_dict, NULL);
    vm_release(the_vm, code);
    return result;
}

bool fixture_run(const char *text)
{
    object *result = run(text, SYNTAX_EXEC);
    vm_release_maybe(the_vm, result);
    return result != NULL;
}

object *fixture_value(const char *text)
{
    return run(text, SYNTAX_EVAL);
}

/* str(o) or repr(o), malloc'ed; consumes o. */
static char *text_of(object *o, object *(*as_text)(struct vm *, object *))
{
    object *text = as_text(the_vm, o);
    char *out = text ? str_dup_utf8(the_vm, text) : NULL;
    vm_release_maybe(the_vm, text);
    vm_release(the_vm, o);
    cr_assert_not_null(out);
    return out;
}

void fixture_expect_steal(object *o, const char *repr)
{
    char *got;
    cr_assert_not_null(o);
    got = text_of(o, vm_repr);
    cr_assert_str_eq(got, repr);
    free(got);
}

void fixture_expect(const char *text, const char *repr)
{
    object *value = fixture_value(text);
    cr_assert_not_null(value, "raises: %s", text);
    fixture_expect_steal(value, repr);
}

void fixture_expect_error(const char *text, enum exception_id id,
                          const char *message)
{
    char *got;
    cr_assert_not(fixture_run(text), "raises nothing: %s", text);
    cr_assert(vm_pending_is(the_vm, id), "another exception: %s", text);
    got = text_of(vm_pending_take(the_vm), vm_str);
    cr_assert_str_eq(got, message);
    free(got);
}
