/*
 * A vm for one test: made before it, freed after it, with a census.
 */
#ifndef TESTS_VM_FIXTURE_H
#define TESTS_VM_FIXTURE_H

#include "../between.h"
#include "scripts/syntax/parse.h"
#include "scripts/vm/vm.h"

/* The vm of the running test. */
extern struct vm *the_vm;

/* Around every test; the second finds every object that it has left behind. */
void fixture_open(void);
void fixture_close(void);

#define VM_TEST(suite, name)                                                  \
    TEST_BETWEEN(fixture_open, fixture_close, suite, name)

/* A new code object of the text; fails the test when it does not compile. */
object *fixture_code(const char *text, enum syntax_mode mode);
/* Runs statements in __main__; false: an exception is pending. */
bool fixture_run(const char *text);
/* The value of an expression in __main__; new, NULL: exception pending. */
object *fixture_value(const char *text);
/* repr() of an expression's value must be this. */
void fixture_expect(const char *text, const char *repr);
/* Running the statements must raise this, str() of it included. */
void fixture_expect_error(const char *text, enum exception_id id,
                          const char *message);
/* repr(o) must be this; the object is released. */
void fixture_expect_steal(object *o, const char *repr);

#endif
