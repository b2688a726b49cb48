/*
 * Work in a throw-away fork: it sees everything as it is now, may change what
 * it likes, and leaves nothing behind but its answer.  The engine meanwhile
 * listens to the session, ends the fork when it is told to or when a bound is
 * passed, and tells how far the work has come.
 * Neighbours: evaluate.c and the questions are what is done here.
 */
#include "scripts/debug/engine_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_MS = 50, TELL_MS = 1000 };

/* Shared with the fork; a phase is a string of the program's own, at the same
 * address in both. */
struct helper_progress {
    const char *volatile phase;
    volatile size_t done, of;
};

static bool note_progress(void *arg, const char *phase, size_t done, size_t of)
{
    struct helper_progress *p = arg;
    if (p) {
        p->phase = phase;
        p->done = done;
        p->of = of;
    }
    return true;
}

struct heap_progress helper_progress(const struct engine *e)
{
    return (struct heap_progress){note_progress, e->progress};
}

/* Without memory for it nothing is told. */
static void share_progress(struct engine *e)
{
    void *page = e->progress;
    if (!page)
        page = mmap(NULL, sizeof *e->progress, PROT_READ | PROT_WRITE,
                    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    e->progress = page == MAP_FAILED ? NULL : page;
    if (e->progress)
        e->progress->phase = NULL;
}

/* ---- in the fork ------------------------------------------------------- */

static _Noreturn void be_helper(struct engine *e, int to,
                                const struct helper *helper,
                                const struct view_question *q)
{
    struct view_answer answer = {0};
    struct wire_out out = {0};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(e->channel.fd);
    e->evaluating = true;
    helper->work(e, q, &answer);
    wire_encode(&out, schema_answer(), &answer);
    for (size_t at = 0; at < out.length;) {
        ssize_t n = write(to, out.at + at, out.length - at);
        if (n < 0 && errno != EINTR)
            break;
        at += n > 0 ? (size_t)n : 0;
    }
    _exit(0);
}

/* ---- beside the fork --------------------------------------------------- */

struct watch {
    const struct helper *helper;
    pid_t pid;
    long start, told; /* milliseconds */
    size_t before;    /* what the engine had of memory */
};

static long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static size_t resident(pid_t pid)
{
    char path[40];
    size_t total = 0, pages = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    if (fscanf(file, "%zu %zu", &total, &pages) != 2)
        pages = 0;
    fclose(file);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void tell_progress(struct engine *e, struct watch *w)
{
    const struct helper_progress *p = e->progress;
    struct view_answer told = {.ok = true};
    if (!p || !p->phase || now_ms() < w->told + TELL_MS)
        return;
    w->told = now_ms();
    record_textf(&told.text, "%s: %zu %%", p->phase,
                 p->of ? p->done / (p->of / 100 + 1) : 0);
    channel_send(&e->channel, MESSAGE_PROGRESS, 0, &told);
    record_clear(schema_answer(), &told);
}

/* Why the fork must be given up now; NULL: it need not. */
static const char *reason_to_end(struct engine *e, const struct watch *w)
{
    engine_attend(e);
    if (e->cancelled || e->want_pause)
        return w->helper->cancelled;
    if (w->helper->wait_ms && now_ms() > w->start + w->helper->wait_ms)
        return "it takes too long: given up";
    if (resident(w->pid) > w->before + w->helper->memory)
        return "it takes too much memory: given up";
    return NULL;
}

static const char *gather(struct engine *e, struct watch *w, int from,
                          struct wire_out *bytes)
{
    char buffer[4096];
    const char *reason = NULL;
    struct pollfd fds[] = {{from, POLLIN, 0}, {e->channel.fd, POLLIN, 0}};
    for (;;) {
        if (poll(fds, 2, LOOK_MS) > 0 && fds[0].revents) {
            ssize_t n = read(from, buffer, sizeof buffer);
            if (n > 0)
                wire_put(bytes, buffer, (size_t)n);
            else if (n == 0 || errno != EINTR)
                return NULL;
        }
        if ((reason = reason_to_end(e, w)))
            return reason;
        tell_progress(e, w);
    }
}

static const char *watch_helper(struct engine *e, const struct helper *helper,
                                pid_t pid, int from, struct wire_out *bytes)
{
    struct watch w = {.helper = helper, .pid = pid};
    w.start = w.told = now_ms();
    w.before = resident(getpid());
    const char *reason = gather(e, &w, from, bytes);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    return reason;
}

void helper_ask(struct engine *e, const struct helper *helper,
                const struct view_question *q, struct view_answer *answer)
{
    int ends[2];
    struct wire_out bytes = {0};
    if (pipe2(ends, O_CLOEXEC) < 0) {
        record_text(&answer->text, "no pipe for the answer");
        return;
    }
    e->cancelled = false;
    share_progress(e);
    pid_t pid = fork();
    if (pid == 0)
        be_helper(e, ends[1], helper, q);
    close(ends[1]);
    const char *reason = "no process can be made to find the answer";
    if (pid > 0)
        reason = watch_helper(e, helper, pid, ends[0], &bytes);
    close(ends[0]);
    if (!reason &&
        !wire_decode(bytes.at, bytes.length, schema_answer(), answer))
        reason = helper->died;
    if (reason)
        record_text(&answer->text, reason);
    free(bytes.at);
}
