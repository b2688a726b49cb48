/*
 * Faults on purpose: each is committed in a process of its own, which must
 * fail with the right report.  Prints TAP.  What only the address sanitizer
 * can see is in the list of a sanitized build only.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "heap/heap.h"
#include "heap/poison.h"

struct fault {
    const char *name;
    void (*commit)(heap *h, struct heap_type *type);
    const char *report;
};

static void release_twice(heap *h, struct heap_type *type)
{
    object *o = heap_alloc(h, type, 0);
    heap_release(h, o);
    heap_release(h, o);
}

/* The end of a program that is honest about what it leaves. */
static void census(const heap *h)
{
    struct heap_totals t;
    heap_totals(h, &t);
    if (t.objects || t.arrays) {
        fprintf(stderr, "census: %zu objects are left\n", t.objects);
        for (object *o = heap_next(h, NULL); o; o = heap_next(h, o))
            fprintf(stderr, "census: a %s, count %u\n",
                    heap_type_of(h, o)->name, heap_refs(o));
        exit(1);
    }
}

static void leak(heap *h, struct heap_type *type)
{
    object *o = heap_alloc(h, type, 0);
    heap_retain(o);
    heap_release(h, o);
    census(h);
}

#if HEAP_POISONS
static void read_freed(heap *h, struct heap_type *type)
{
    volatile char *o = (char *)heap_alloc(h, type, 24);
    heap_release(h, (object *)(void *)(uintptr_t)o);
    (void)o[20];
}

static void read_freed_after_others(heap *h, struct heap_type *type)
{
    volatile char *o = (char *)heap_alloc(h, type, 24);
    heap_release(h, (object *)(void *)(uintptr_t)o);
    for (int i = 0; i < 1000; i++)
        heap_release(h, heap_alloc(h, type, 24));
    (void)o[20];
}

static void overflow_object(heap *h, struct heap_type *type)
{
    volatile char *o = (char *)heap_alloc(h, type, 10);
    o[heap_object_size(h, (object *)(void *)(uintptr_t)o) - 1] = 1;
}

static void overflow_array(heap *h, struct heap_type *type)
{
    volatile char *a = heap_array_new(h, 48);
    (void)type;
    (void)heap_array_new(h, 48);
    a[48] = 1;
}

static void overflow_big_array(heap *h, struct heap_type *type)
{
    volatile char *a = heap_array_new(h, 300000);
    (void)type;
    a[300000] = 1;
}

static void use_freed_array(heap *h, struct heap_type *type)
{
    volatile char *a = heap_array_new(h, 48);
    (void)type;
    heap_array_free(h, (void *)(uintptr_t)a, 48);
    a[8] = 1;
}

static void retain_freed(heap *h, struct heap_type *type)
{
    object *o = heap_alloc(h, type, 0);
    heap_release(h, o);
    heap_retain(o);
}
#define POISON_OR(plain) "use-after-poison"
#else
#define POISON_OR(plain) plain
#endif

static const struct fault faults[] = {
#if HEAP_POISONS
    {"reading a freed object", read_freed, "use-after-poison"},
    {"reading it a thousand allocations later", read_freed_after_others,
     "use-after-poison"},
    {"retaining a freed object", retain_freed, "use-after-poison"},
    {"writing behind an object", overflow_object, "use-after-poison"},
    {"writing behind an array", overflow_array, "use-after-poison"},
    {"writing behind a big array", overflow_big_array, "use-after-poison"},
    {"writing to a freed array", use_freed_array, "use-after-poison"},
#endif
#if HEAP_POISONS || !defined(NDEBUG)
    {"releasing twice", release_twice,
     POISON_OR("released after it was freed")},
#endif
    {"forgetting a reference", leak, "census: 1 objects are left"},
};

static void commit(const struct fault *fault)
{
    static struct heap_type type = {.name = "thing", .size = 16};
    heap *h = heap_new(NULL);
    heap_type_add(h, &type);
    fault->commit(h, &type);
    heap_free(h);
    exit(0);
}

/* Runs a fault; its standard error goes to text.  Returns its wait status. */
static int run(const struct fault *fault, char *text, size_t size)
{
    int ends[2], status = 0;
    size_t length = 0;
    ssize_t n;
    pid_t child;
    if (pipe(ends) != 0 || (child = fork()) < 0)
        return 0;
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        commit(fault);
    }
    close(ends[1]);
    while (length + 1 < size &&
           (n = read(ends[0], text + length, size - 1 - length)) > 0)
        length += (size_t)n;
    text[length] = '\0';
    close(ends[0]);
    waitpid(child, &status, 0);
    return status;
}

int main(void)
{
    static char text[1 << 20];
    size_t count = sizeof faults / sizeof *faults;
    int failed = 0;
    printf("1..%zu\n", count);
    for (size_t i = 0; i < count; i++) {
        int status;
        fflush(stdout);
        status = run(&faults[i], text, sizeof text);
        if (status && strstr(text, faults[i].report)) {
            printf("ok %zu - %s is reported\n", i + 1, faults[i].name);
        } else {
            printf("not ok %zu - %s is reported\n# status %d: %.200s\n", i + 1,
                   faults[i].name, status, text);
            failed = 1;
        }
    }
    return failed;
}
