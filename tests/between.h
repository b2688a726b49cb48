/*
 * A test between two functions. Criterion does not count what fails in a
 * .fini, so that a census there would find nothing: here it is part of the
 * test.
 */
#ifndef TESTS_BETWEEN_H
#define TESTS_BETWEEN_H

#include <criterion/criterion.h>

#define TEST_BETWEEN(before, after, suite, name)                              \
    static void suite##_##name(void);                                         \
    Test(suite, name)                                                         \
    {                                                                         \
        before();                                                             \
        suite##_##name();                                                     \
        after();                                                              \
    }                                                                         \
    static void suite##_##name(void)

#endif
