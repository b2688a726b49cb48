/*
 * The modules written in C: each can be made, and keeps its promises to C.
 */
#include "../vm/fixture.h"

#include <string.h>

#include "scripts/modules/modules.h"
#include "scripts/types/dict.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"

VM_TEST(modules, every_row_makes_a_module_of_its_name)
{
    for (const struct builtin_module *row = builtin_modules; row->name;
         row++) {
        object *name = str_from(the_vm, row->name);
        object *module = import_module(the_vm, name), *own;
        cr_assert(module && vm_is(module, TYPE_MODULE), "%s", row->name);
        own = dict_get_c_peek(the_vm, module_dict(module), "__name__");
        cr_assert(own && str_equal(own, name), "%s", row->name);
        cr_assert_eq(builtin_module_find(row->name), row);
        vm_release(the_vm, module);
        vm_release(the_vm, name);
    }
}

VM_TEST(modules, an_unknown_name_has_no_row)
{
    cr_assert_null(builtin_module_find("no_such_module"));
}

VM_TEST(modules, an_import_is_made_once)
{
    cr_assert(fixture_run("import math as a, math as b"));
    fixture_expect("a is b", "True");
}

VM_TEST(modules, importing_what_is_not_there_says_so)
{
    fixture_expect_error("import no_such_module", EXC_MODULE_NOT_FOUND_ERROR,
                         "No module named 'no_such_module'");
}

VM_TEST(modules, counts_seen_by_a_script_include_the_argument)
{
    cr_assert(fixture_run("import sys\nx = []\ny = x\n"));
    fixture_expect("sys.getrefcount(x)", "3");
}

VM_TEST(modules, a_collection_finds_a_cycle_and_counts_it)
{
    cr_assert(fixture_run("import gc\ngc.collect()\n"
                          "a = []; a.append(a); del a\n"));
    fixture_expect("gc.collect()", "1");
    fixture_expect("gc.collect()", "0");
}

VM_TEST(modules, flushing_streams_that_are_gone_is_no_error)
{
    cr_assert(fixture_run("import sys\nsys.stdout = None\n"));
    cr_assert(sys_flush(the_vm));
}
