/*
 * Engine processes: forked with one socket and nothing else.  Invariant: an
 * engine dies with its session, and is always waited for.
 */
#include "scripts/debug/engine.h"
#include "scripts/debug/session_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* A sanitizer's report must be seen. */
#if defined __SANITIZE_ADDRESS__
enum { SILENCED = 2 };
#else
enum { SILENCED = 3 };
#endif

/* Leaves the one descriptor open, as 3; 0 to 2 lead nowhere. */
static int keep_only(int fd)
{
    int null = open("/dev/null", O_RDWR);
    int kept = fcntl(fd, F_DUPFD, 10);
    for (int i = 0; i < SILENCED && null >= 0; i++)
        dup2(null, i);
    dup2(kept, 3);
    close_range(4, ~0u, 0);
    return 3;
}

static void default_signals(void)
{
    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_DFL);
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGTSTP, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
}

static _Noreturn void be_engine(int fd, pid_t session)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != session)
        _exit(0);
    default_signals();
    engine_main(keep_only(fd));
    _exit(0);
}

bool engine_spawn(struct debug *d)
{
    int ends[2];
    pid_t session = getpid();
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return false;
    pid_t pid = fork();
    if (pid == 0)
        be_engine(ends[1], session);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return false;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    channel_init(&d->engine, ends[0]);
    d->pid = pid;
    return true;
}

int engine_reap(struct debug *d)
{
    int status = 0;
    pid_t ended = 0;
    if (!d->pid)
        return 0;
    /* Its socket closes a moment before it can be waited for. */
    for (int i = 0; i < 50 && d->engine.broken && ended == 0; i++) {
        ended = waitpid(d->pid, &status, WNOHANG);
        if (ended == 0)
            usleep(2000);
    }
    if (ended == 0) {
        kill(d->pid, SIGKILL);
        while (waitpid(d->pid, &status, 0) < 0 && errno == EINTR)
            ;
    }
    d->pid = 0;
    if (ended == 0)
        return -1;
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}
