/*
 * HEAPSTEP_FAIL: the program is run once for each request for memory that is
 * to fail, each run forked off here, where the interpreter has been made but
 * the program not yet read.
 */
#include "scripts/vm/faults.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "heap/alloc.h"
#include "scripts/vm/vm_internal.h"

enum {
    STATUS_NO_SUCH_REQUEST = 98, /* the program makes fewer */
    STATUS_FLUSH_FAILED = 120,   /* sys.stdout's, at the end */
    PATIENCE = 60,               /* seconds for a run */
};

struct numbers {
    unsigned long from, to, step;
};

struct results {
    unsigned long went_on, gave_up, bad;
};

/* "7", "1-500", "1-500/10"; false: not that. */
static bool read_numbers(const char *text, struct numbers *n)
{
    char *end;
    n->from = n->to = strtoul(text, &end, 10);
    n->step = 1;
    if (*end == '-')
        n->to = strtoul(end + 1, &end, 10);
    if (*end == '/')
        n->step = strtoul(end + 1, &end, 10);
    return !*end && n->from > 0 && n->step > 0 && n->to >= n->from;
}

__attribute__((format(printf, 3, 4)))
static void tell(struct vm *vm, int fd, const char *format, ...)
{
    char line[80];
    va_list values;
    va_start(values, format);
    vsnprintf(line, sizeof line, format, values);
    va_end(values);
    vm->host->write(vm->host->arg, fd, line, strlen(line));
}

static int64_t process(struct vm *vm, enum host_process_op op, int64_t a)
{
    return vm->host->process(vm->host->arg, op, a, 0);
}

/* A child whose nth request will fail, quietly. */
static void become_child(struct vm *vm, unsigned long number)
{
    const struct host *host = vm->host;
    int64_t fd = host->open(host->arg, "/dev/null", O_RDWR | O_CLOEXEC, 0);
    if (fd >= 0) {
        host->descriptor(host->arg, HOST_DUP2, (int)fd, 1);
        host->descriptor(host->arg, HOST_DUP2, (int)fd, 2);
    }
    process(vm, HOST_ALARM, PATIENCE);
    heap_fail_after(vm->heap, number);
}

/* Counts how a child ended; false: it made fewer requests than that. */
static bool judge(struct vm *vm, unsigned long number, int ended,
                  struct results *r)
{
    int status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
    if (status == STATUS_NO_SUCH_REQUEST)
        return false;
    if (status == 0) {
        r->went_on++;
    } else if (status == 1 || status == STATUS_FLUSH_FAILED) {
        r->gave_up++;
    } else {
        r->bad++;
        if (WIFSIGNALED(ended))
            tell(vm, 2, "request %lu: signal %d\n", number, WTERMSIG(ended));
        else
            tell(vm, 2, "request %lu: status %d\n", number, status);
    }
    return true;
}

/* False in a child. */
static bool fork_each(struct vm *vm, const struct numbers *n,
                      struct results *r)
{
    for (unsigned long i = n->from; i <= n->to; i += n->step) {
        int64_t child = process(vm, HOST_FORK, 0);
        if (child == 0) {
            become_child(vm, i);
            return false;
        }
        int64_t ended = child < 0 ? child : process(vm, HOST_WAIT, child);
        if (ended < 0) {
            tell(vm, 2, "heapstep: HEAPSTEP_FAIL: %s\n",
                 strerror((int)-ended));
            r->bad++;
            break;
        }
        if (!judge(vm, i, (int)ended, r))
            break;
    }
    return true;
}

enum faults_part faults_begin(struct vm *vm, int *status)
{
    char *text = vm_environment(vm, "HEAPSTEP_FAIL");
    struct results r = {0, 0, 0};
    struct numbers n;
    bool wanted = text && read_numbers(text, &n);
    free(text);
    if (!wanted)
        return FAULTS_NONE;
    if (n.from == n.to) {
        heap_fail_after(vm->heap, n.from);
        return FAULTS_CHILD;
    }
    if (!fork_each(vm, &n, &r))
        return FAULTS_CHILD;
    tell(vm, 1, "%lu went on, %lu gave up, %lu bad\n", r.went_on, r.gave_up,
         r.bad);
    *status = r.bad != 0;
    return FAULTS_PARENT;
}

bool faults_happened(const struct vm *vm)
{
    return heap_fails_in(vm->heap) == 0;
}

int faults_status(bool happened, int status)
{
    return happened ? status : STATUS_NO_SUCH_REQUEST;
}
