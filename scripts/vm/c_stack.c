/*
 * C stacks in segments.
 *
 * Calls between scripts need no C stack, but an operator, a key function or a
 * finalizer is a script's code called by C code, which enters the loop anew.
 * Where such calls nest so deeply that the C stack grows short, the loop runs
 * on a segment of its own.  So the recursion limit alone says how deep a script
 * may go; C code that recurses with no script between stays on its segment and
 * is stopped by vm_enter().
 *
 * A segment is mapped with a page below it that faults.  One that is no longer
 * needed is kept for the next time.
 *
 * A thread has a stack of its own, a mapping of the same kind, but the main
 * thread, whose stack is the process's.
 */
#include "scripts/vm/c_stack.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <ucontext.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define TELLS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TELLS_SANITIZER 1
#endif
#endif
#ifdef TELLS_SANITIZER
#include <sanitizer/common_interface_defs.h>
enum { SEGMENT_SIZE = 16 * 1024 * 1024 };
#else
enum { SEGMENT_SIZE = 1024 * 1024 };
#endif

#define RESERVE_LARGEST ((size_t)512 * 1024)
#define C_STACK_DEFAULT ((size_t)8 * 1024 * 1024)

/* At the low end of its memory, above the page that faults. */
struct c_segment {
    ucontext_t inside, outside;
    struct vm *vm;
    c_stack_fn *execute;
    struct vm_frame *frame;
    enum frame_start start;
    object *result;
    const void *caller_bottom; /* for the sanitizer */
    size_t caller_size;
};

/* ---- what is left ------------------------------------------------------------ */

/* A reserve for what runs between two checks; a small stack keeps a third. */
static void set_end(struct vm_thread *t, const char *top, size_t size)
{
    t->c_stack_reserve = size / 3 < RESERVE_LARGEST ? size / 3
                                                    : RESERVE_LARGEST;
    t->c_stack_end = top - (size - t->c_stack_reserve);
}

void c_stack_find(struct vm_thread *t)
{
    struct rlimit limit;
    size_t size = C_STACK_DEFAULT;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 &&
        limit.rlim_cur != RLIM_INFINITY)
        size = limit.rlim_cur;
    set_end(t, __builtin_frame_address(0), size);
}

/* ---- mappings ----------------------------------------------------------------- */

static size_t guard_size(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

/* Memory for a stack, whose owner's struct is at its low end; or NULL. */
static void *map_stack(void)
{
    char *base = mmap(NULL, SEGMENT_SIZE, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK,
                      -1, 0);
    if (base == MAP_FAILED)
        return NULL;
    mprotect(base, guard_size(), PROT_NONE);
    return base + guard_size();
}

static void unmap_stack(void *low)
{
    munmap((char *)low - guard_size(), SEGMENT_SIZE);
}

/* ---- segments ----------------------------------------------------------------- */

static struct c_segment *segment_take(struct vm_thread *t)
{
    struct c_segment *s = t->c_segment;
    t->c_segment = NULL;
    return s ? s : map_stack();
}

static void segment_give(struct vm_thread *t, struct c_segment *s)
{
    if (t->c_segment)
        unmap_stack(s);
    else
        t->c_segment = s;
}

void c_stack_free(struct vm_thread *t)
{
    if (t->c_segment)
        unmap_stack(t->c_segment);
    t->c_segment = NULL;
}

static char *stack_low(struct c_segment *s)
{
    return (char *)(s + 1);
}

static size_t stack_size(struct c_segment *s)
{
    return SEGMENT_SIZE - guard_size() - sizeof *s;
}

/* ---- switching ---------------------------------------------------------------- */

/* Tells the sanitizer that the stack is about to be [low, low + size). */
static void leave_stack(void **fake, const void *low, size_t size)
{
#ifdef TELLS_SANITIZER
    __sanitizer_start_switch_fiber(fake, low, size);
#else
    (void)fake, (void)low, (void)size;
#endif
}

static void enter_stack(void *fake, const void **old_low, size_t *old_size)
{
#ifdef TELLS_SANITIZER
    __sanitizer_finish_switch_fiber(fake, old_low, old_size);
#else
    (void)fake, (void)old_low, (void)old_size;
#endif
}

/* makecontext() hands over ints: the segment's address comes in two. */
static void run_segment(unsigned high, unsigned low)
{
    struct c_segment *s = (struct c_segment *)((uintptr_t)high << 32 | low);
    enter_stack(NULL, &s->caller_bottom, &s->caller_size);
    s->result = s->execute(s->vm, s->frame, s->start);
    leave_stack(NULL, s->caller_bottom, s->caller_size);
    setcontext(&s->outside);
}

static void switch_to(struct c_segment *s)
{
    void *fake = NULL;
    getcontext(&s->inside);
    s->inside.uc_stack.ss_sp = stack_low(s);
    s->inside.uc_stack.ss_size = stack_size(s);
    s->inside.uc_link = NULL;
    makecontext(&s->inside, (void (*)(void))run_segment, 2,
                (unsigned)((uintptr_t)s >> 32), (unsigned)(uintptr_t)s);
    leave_stack(&fake, stack_low(s), stack_size(s));
    swapcontext(&s->outside, &s->inside);
    enter_stack(fake, NULL, NULL);
}

object *c_stack_extend(struct vm *vm, c_stack_fn *execute,
                       struct vm_frame *frame, enum frame_start start)
{
    struct vm_thread *t = vm->thread;
    const char *end = t->c_stack_end;
    size_t reserve = t->c_stack_reserve;
    struct c_segment *s = segment_take(t);
    object *result;
    if (!s)
        return execute(vm, frame, start);
    s->vm = vm;
    s->execute = execute;
    s->frame = frame;
    s->start = start;
    set_end(t, stack_low(s) + stack_size(s), stack_size(s));
    switch_to(s);
    result = s->result;
    t->c_stack_end = end;
    t->c_stack_reserve = reserve;
    segment_give(t, s);
    return result;
}

/* ---- stacks of threads -------------------------------------------------------- */

struct c_stack {
    ucontext_t context;
    struct c_stack *from; /* who switched here last */
    void (*run)(void *arg);
    void *arg;
    bool mapped;
    const void *low; /* for the sanitizer: of the part in use */
    size_t size;
    void *fake;
};

static void run_stack(unsigned high, unsigned low)
{
    struct c_stack *s = (struct c_stack *)((uintptr_t)high << 32 | low);
    enter_stack(NULL, &s->from->low, &s->from->size);
    s->run(s->arg);
    abort(); /* run() has to leave for another stack */
}

struct c_stack *c_stack_new(void (*run)(void *arg), void *arg,
                            struct vm_thread *t)
{
    struct c_stack *s = map_stack();
    if (!s)
        return NULL;
    *s = (struct c_stack){.run = run, .arg = arg, .mapped = true};
    s->low = s + 1;
    s->size = SEGMENT_SIZE - guard_size() - sizeof *s;
    set_end(t, (const char *)s->low + s->size, s->size);
    getcontext(&s->context);
    s->context.uc_stack.ss_sp = s + 1;
    s->context.uc_stack.ss_size = s->size;
    s->context.uc_link = NULL;
    makecontext(&s->context, (void (*)(void))run_stack, 2,
                (unsigned)((uintptr_t)s >> 32), (unsigned)(uintptr_t)s);
    return s;
}

struct c_stack *c_stack_of_process(void)
{
    return calloc(1, sizeof(struct c_stack));
}

void c_stack_delete(struct c_stack *s)
{
    if (s && s->mapped)
        unmap_stack(s);
    else
        free(s);
}

void c_stack_switch(struct c_stack *from, struct c_stack *to)
{
    to->from = from;
    leave_stack(&from->fake, to->low, to->size);
    swapcontext(&from->context, &to->context);
    enter_stack(from->fake, &from->from->low, &from->from->size);
}

_Noreturn void c_stack_leave(struct c_stack *from, struct c_stack *to)
{
    to->from = from;
    leave_stack(NULL, to->low, to->size);
    setcontext(&to->context);
    abort();
}
