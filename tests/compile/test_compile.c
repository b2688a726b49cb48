/*
 * Source text to code: what the machine is given to run.
 */
#include "../vm/fixture.h"

#include <string.h>

#include "scripts/compile/compile.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/code.h"
#include "scripts/vm/error.h"

static const struct code *code_of(object *o)
{
    return (const struct code *)o;
}

static bool is_binary(uint8_t op)
{
    return op >= OP_ADD && op <= OP_XOR;
}

/* How many instructions compute something at run time. */
static size_t count_binary(const struct code *code)
{
    size_t n = 0;
    for (size_t k = 0; k < code->instr_count; k++)
        n += is_binary(code->instrs[k].op);
    return n;
}

/* The code object of the first function in a module's constants. */
static const struct code *inner(object *module)
{
    const struct code *code = code_of(module);
    for (size_t k = 0; k < code->const_count; k++)
        if (vm_is(code->consts[k], TYPE_CODE))
            return code_of(code->consts[k]);
    cr_assert_fail("no function");
    return NULL;
}

VM_TEST(compile, constant_arithmetic_is_folded)
{
    object *code = fixture_code("2 * 3 + 4", SYNTAX_EVAL);
    cr_assert_eq(count_binary(code_of(code)), 0);
    vm_release(the_vm, code);
    fixture_expect("2 * 3 + 4", "10");
}

VM_TEST(compile, folding_leaves_errors_to_the_run)
{
    object *code = fixture_code("1 // 0", SYNTAX_EVAL);
    cr_assert_eq(count_binary(code_of(code)), 1);
    vm_release(the_vm, code);
}

VM_TEST(compile, folding_makes_no_huge_constants)
{
    object *code = fixture_code("'x' * 100000", SYNTAX_EVAL);
    cr_assert_eq(count_binary(code_of(code)), 1);
    vm_release(the_vm, code);
}

VM_TEST(compile, equal_constants_of_different_types_stay_apart)
{
    fixture_expect("[1, 1.0, True, 1j, '1', b'1']",
                   "[1, 1.0, True, 1j, '1', b'1']");
    fixture_expect("[0.0, -0.0]", "[0.0, -0.0]");
}

VM_TEST(compile, parameters_come_first_among_the_locals)
{
    object *module = fixture_code("def f(a, b=1, *c, d, **e):\n"
                                  "    x = 1\n",
                                  SYNTAX_EXEC);
    const struct code *code = inner(module);
    cr_assert_eq(code->argcount, 2);
    cr_assert_eq(code->kwonly, 1);
    cr_assert_eq(code->local_count, 6);
    cr_assert(str_equal_ascii(code->localsplus_names[2], "d"));
    cr_assert(str_equal_ascii(code->localsplus_names[5], "x"));
    cr_assert_eq(code->flags & (CODE_VARARGS | CODE_VARKEYWORDS),
                 CODE_VARARGS | CODE_VARKEYWORDS);
    vm_release(the_vm, module);
}

VM_TEST(compile, a_captured_parameter_keeps_its_register)
{
    object *module = fixture_code("def f(a, b):\n"
                                  "    return lambda: b\n",
                                  SYNTAX_EXEC);
    const struct code *code = inner(module);
    cr_assert_eq(code->localsplus_count, 2);
    cr_assert(code->localsplus_kinds[1] & LOCAL_CELL);
    cr_assert_not(code->localsplus_kinds[0] & LOCAL_CELL);
    vm_release(the_vm, module);
}

VM_TEST(compile, every_line_of_code_begins_at_an_instruction)
{
    object *module = fixture_code("a = 1\n\nb = (2 +\n  a)\nc = 3\n",
                                  SYNTAX_EXEC);
    const struct code *code = code_of(module);
    bool seen[6] = {false};
    for (size_t k = 0; k < code->instr_count; k++)
        if (code->instrs[k].flags & BEGINS_LINE &&
            code->positions[k].line < 6)
            seen[code->positions[k].line] = true;
    cr_assert(seen[1] && seen[3] && seen[5] && !seen[2]);
    vm_release(the_vm, module);
}

VM_TEST(compile, a_position_spans_its_expression)
{
    object *module = fixture_code("x = 1\ny = x + 22\n", SYNTAX_EXEC);
    const struct code *code = code_of(module);
    for (size_t k = 0; k < code->instr_count; k++)
        if (is_binary(code->instrs[k].op)) {
            cr_assert_eq(code->positions[k].line, 2);
            cr_assert_eq(code->positions[k].col, 4);
            cr_assert_eq(code->positions[k].end_col, 10);
        }
    cr_assert_eq(count_binary(code), 1);
    vm_release(the_vm, module);
}

VM_TEST(compile, temporaries_are_within_the_frame)
{
    object *module = fixture_code("f(1, g(2, [3, *h, {4: 5}]), k=6)\n",
                                  SYNTAX_EXEC);
    const struct code *code = code_of(module);
    for (size_t k = 0; k < code->instr_count; k++)
        cr_assert_leq(code->localsplus_count + code->depth[k],
                      code->register_count);
    vm_release(the_vm, module);
}

VM_TEST(compile, handlers_lie_within_the_code)
{
    object *module = fixture_code("try:\n    f()\nexcept A:\n    g()\n"
                                  "finally:\n    h()\n",
                                  SYNTAX_EXEC);
    const struct code *code = code_of(module);
    cr_assert_gt(code->handler_count, 0);
    for (size_t k = 0; k < code->handler_count; k++) {
        cr_assert_lt(code->handlers[k].start, code->handlers[k].end);
        cr_assert_leq(code->handlers[k].end, code->instr_count);
        cr_assert_lt(code->handlers[k].target, code->instr_count);
    }
    vm_release(the_vm, module);
}

VM_TEST(compile, names_in_classes_are_mangled)
{
    cr_assert(fixture_run("class A:\n    __x = 1\nnames = [n for n in "
                          "vars(A) if n.endswith('x')]"));
    fixture_expect("names", "['_A__x']");
}

static void expect_syntax_error(const char *text, const char *message)
{
    object *name = str_from(the_vm, "<test>"), *code, *e, *got;
    code = compile_source(the_vm, text, strlen(text), name, SYNTAX_EXEC, 0);
    vm_release(the_vm, name);
    cr_assert_null(code, "compiles: %s", text);
    cr_assert(vm_pending_is(the_vm, EXC_SYNTAX_ERROR));
    e = vm_pending_take(the_vm);
    got = vm_getattr_str(the_vm, e, "msg");
    cr_assert(got && str_equal_ascii(got, message), "%s", text);
    vm_release(the_vm, got);
    vm_release(the_vm, e);
}

VM_TEST(compile, errors_of_scopes_have_pythons_words)
{
    expect_syntax_error("def f(a, a): pass",
                        "duplicate argument 'a' in function definition");
    expect_syntax_error("def f():\n    x = 1\n    global x",
                        "name 'x' is assigned to before global declaration");
    expect_syntax_error("nonlocal x",
                        "nonlocal declaration not allowed at module level");
    expect_syntax_error("return 1", "'return' outside function");
    expect_syntax_error("break", "'break' outside loop");
    expect_syntax_error("*a, *b = c",
                        "multiple starred expressions in assignment");
}
