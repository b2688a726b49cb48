/*
 * HEAPSTEP_FAIL: a process is forked off at each request for memory, in which
 * that request fails.  What led there is not run again, so that trying them
 * all costs what comes after each.
 */
#include "scripts/vm/faults.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "heap/alloc.h"
#include "heap/poison.h"
#include "scripts/vm/vm_internal.h"

#if HEAP_POISONS
/* gcc brings the function without the header. */
extern size_t __sanitizer_get_current_allocated_bytes(void);
#endif

enum {
    STATUS_NO_SUCH_REQUEST = 98, /* the program makes fewer */
    STATUS_FLUSH_FAILED = 120,   /* sys.stdout's, at the end */
    PATIENCE = 60,               /* seconds for a run */
};

/* Bytes that malloc gave and has not got back; 0 where nobody counts. */
static size_t malloced(void)
{
#if HEAP_POISONS
    return __sanitizer_get_current_allocated_bytes();
#else
    return 0;
#endif
}

/* "7", "1-500", "1-500/10"; false: not that. */
static bool read_numbers(const char *text, struct faults *f)
{
    char *end;
    f->request = f->to = strtoul(text, &end, 10);
    f->step = 1;
    f->part = FAULTS_ONE;
    if (*end == '-') {
        f->to = strtoul(end + 1, &end, 10);
        f->part = FAULTS_PARENT;
    }
    if (*end == '/')
        f->step = strtoul(end + 1, &end, 10);
    return !*end && f->request > 0 && f->step > 0 && f->to >= f->request;
}

__attribute__((format(printf, 3, 4)))
static void tell(const struct faults *f, int fd, const char *format, ...)
{
    char line[80];
    va_list values;
    va_start(values, format);
    vsnprintf(line, sizeof line, format, values);
    va_end(values);
    f->host->write(f->host->arg, fd, line, strlen(line));
}

static int64_t process(const struct faults *f, enum host_process_op op,
                       int64_t a)
{
    return f->host->process(f->host->arg, op, a, 0);
}

/* What is left of the program runs quietly, and not for ever. */
static void become_child(struct faults *f)
{
    const struct host *host = f->host;
    int64_t fd = host->open(host->arg, "/dev/null", O_RDWR | O_CLOEXEC, 0);
    f->part = FAULTS_CHILD;
    if (fd >= 0) {
        host->descriptor(host->arg, HOST_DUP2, (int)fd, 1);
        host->descriptor(host->arg, HOST_DUP2, (int)fd, 2);
    }
    process(f, HOST_ALARM, PATIENCE);
}

/* Counts how a child ended. */
static void judge(struct faults *f, int ended)
{
    int status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
    if (status == 0) {
        f->went_on++;
        return;
    }
    if (status == 1 || status == STATUS_FLUSH_FAILED) {
        f->gave_up++;
        return;
    }
    f->bad++;
    if (WIFSIGNALED(ended))
        tell(f, 2, "request %lu: signal %d\n", f->request, WTERMSIG(ended));
    else
        tell(f, 2, "request %lu: status %d\n", f->request, status);
}

/* Has the next one asked for, if there is one. */
static void next(struct faults *f)
{
    f->request += f->step;
    if (f->request <= f->to)
        heap_fail_after(f->vm->heap, f->step);
}

/* Does the request that is being made fail?  In the child it does. */
static bool fork_child(void *arg)
{
    struct faults *f = arg;
    int64_t ended, child = process(f, HOST_FORK, 0);
    if (child == 0) {
        become_child(f);
        return true;
    }
    ended = child < 0 ? child : process(f, HOST_WAIT, child);
    if (ended < 0) {
        tell(f, 2, "heapstep: HEAPSTEP_FAIL: %s\n", strerror((int)-ended));
        f->bad++;
        return false;
    }
    judge(f, (int)ended);
    next(f);
    return false;
}

void faults_mark(struct faults *f)
{
    *f = (struct faults){.malloced = malloced()};
}

void faults_begin(struct faults *f, struct vm *vm)
{
    char *text = vm_environment(vm, "HEAPSTEP_FAIL");
    f->vm = vm;
    f->host = vm->host;
    if (!text || !read_numbers(text, f))
        f->part = FAULTS_NONE;
    free(text);
    if (f->part == FAULTS_PARENT)
        heap_fail_if(vm->heap, fork_child, f);
    if (f->part != FAULTS_NONE)
        heap_fail_after(vm->heap, f->request);
}

void faults_stop(struct faults *f)
{
    if (f->part == FAULTS_ONE && heap_fails_in(f->vm->heap) > 0)
        f->request = 0;
    heap_fail_after(f->vm->heap, 0);
    f->vm = NULL;
}

int faults_end(const struct faults *f, int status)
{
    if (f->part == FAULTS_ONE)
        return f->request > 0 ? status : STATUS_NO_SUCH_REQUEST;
    if (f->part == FAULTS_CHILD && malloced() == f->malloced)
        process(f, HOST_EXIT, status);
    if (f->part != FAULTS_PARENT)
        return status;
    tell(f, 1, "%lu went on, %lu gave up, %lu bad\n", f->went_on, f->gave_up,
         f->bad);
    return f->bad != 0 ? 1 : status;
}
