/*
 * Running code, and what C code sees of it.
 */
#include "fixture.h"

#include "scripts/run.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static object *global(const char *name)
{
    object *o = dict_get_c_peek(the_vm, run_main_dict(the_vm), name);
    cr_assert_not_null(o);
    return o;
}

VM_TEST(run, statements_leave_their_names_in_main)
{
    cr_assert(fixture_run("x = 6\ny = x * 7\n"));
    fixture_expect("(x, y)", "(6, 42)");
}

VM_TEST(run, a_function_is_called_from_c_with_keywords)
{
    object *args[2], *names, *b = str_intern(the_vm, "b");
    cr_assert(fixture_run("def f(a, *, b=1): return a - b\n"));
    args[0] = int_new(the_vm, 500);
    args[1] = int_new(the_vm, 300);
    names = tuple_pack(the_vm, 1, b);
    vm_release(the_vm, b);
    fixture_expect_steal(vm_call(the_vm, global("f"), args, 1, names), "200");
    vm_release(the_vm, names);
    vm_release(the_vm, args[0]);
    vm_release(the_vm, args[1]);
}

VM_TEST(run, a_call_borrows_its_arguments)
{
    object *number = int_new(the_vm, 1000);
    cr_assert(fixture_run("def keep(a): global kept; kept = a\n"));
    vm_release(the_vm, vm_call1(the_vm, global("keep"), number));
    cr_assert_eq(heap_refs(number), 2);
    cr_assert(fixture_run("del kept"));
    cr_assert_eq(heap_refs(number), 1);
    vm_release(the_vm, number);
}

VM_TEST(run, an_exception_of_the_script_is_pending_in_c)
{
    fixture_expect_error("1 // 0", EXC_ZERO_DIVISION_ERROR,
                         "integer division or modulo by zero");
    cr_assert_not(vm_pending(the_vm));
}

VM_TEST(run, a_generator_suspended_is_freed_with_its_locals)
{
    cr_assert(fixture_run("def g():\n"
                          "    x = [1]\n"
                          "    yield x\n"
                          "it = g(); first = next(it)\n"
                          "del it\n"));
    fixture_expect("first", "[1]");
    cr_assert_eq(heap_refs(global("first")), 1);
}

VM_TEST(run, recursion_ends_in_an_error_not_in_a_crash)
{
    fixture_expect_error("def f(): f()\nf()", EXC_RECURSION_ERROR,
                         "maximum recursion depth exceeded");
}

VM_TEST(run, recursion_of_reprs_ends_in_an_error)
{
    fixture_expect_error("x = []\n"
                         "for i in range(100000): x = [x]\n"
                         "repr(x)\n",
                         EXC_RECURSION_ERROR,
                         "maximum recursion depth exceeded while getting the "
                         "repr of an object");
}

VM_TEST(run, a_finally_clause_runs_on_the_way_out)
{
    fixture_expect_error("log = []\n"
                         "try:\n"
                         "    try: raise KeyError('k')\n"
                         "    finally: log.append(1)\n"
                         "finally: log.append(2)\n",
                         EXC_KEY_ERROR, "'k'");
    fixture_expect("log", "[1, 2]");
}

VM_TEST(run, a_chained_exception_knows_its_context)
{
    cr_assert(fixture_run("try:\n"
                          "    try: 1 / 0\n"
                          "    except ZeroDivisionError: {}['x']\n"
                          "except KeyError as e:\n"
                          "    context = repr(e.__context__)\n"));
    fixture_expect("context", "\"ZeroDivisionError('division by zero')\"");
}

VM_TEST(run, an_expression_reads_the_names_of_main)
{
    object *value;
    cr_assert(fixture_run("n = 4"));
    value = run_in_frame(the_vm, NULL, "n + 1", 1, false);
    fixture_expect_steal(value, "5");
}
