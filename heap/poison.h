/*
 * What the address sanitizer is told of cells: nothing in a plain build.
 * Free cells are poisoned, so the few readers of their words say RAW.
 */
#ifndef HEAP_POISON_H
#define HEAP_POISON_H

#include <stddef.h>

#if defined(__SANITIZE_ADDRESS__)
#define HEAP_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEAP_POISONS 1
#endif
#endif
#ifndef HEAP_POISONS
#define HEAP_POISONS 0
#endif

#if HEAP_POISONS
#include <sanitizer/asan_interface.h>
/* gcc would else let a caller read for them what their argument points at. */
#ifdef __clang__
#define RAW __attribute__((no_sanitize_address, noinline))
#else
#define RAW __attribute__((no_sanitize_address, noipa))
#endif
enum { REDZONE = 16, QUARANTINE = 1 << 20 };

static inline void poison(const void *p, size_t size)
{
    __asan_poison_memory_region(p, size);
}

static inline void unpoison(const void *p, size_t size)
{
    __asan_unpoison_memory_region(p, size);
}
#else
#define RAW
enum { REDZONE = 0, QUARANTINE = 0 };

static inline void poison(const void *p, size_t size)
{
    (void)p;
    (void)size;
}

static inline void unpoison(const void *p, size_t size)
{
    (void)p;
    (void)size;
}
#endif

#endif
