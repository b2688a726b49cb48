/*
 * Signals by plain libc calls, for host_direct.  A signal handler has no
 * argument of its own, so what it notes is one of the few things here that
 * belong to the process: which signals came, and whom to tell.
 */
#include "scripts/vm/host_signal.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { SIGNALS = 65 };

static struct {
    volatile sig_atomic_t came[SIGNALS];
    volatile int *volatile flag; /* set to 1 with each */
    volatile sig_atomic_t wakeup; /* a descriptor + 1; 0: none */
} noted;

static void note(int number)
{
    int error = errno;
    noted.came[number] = 1;
    if (noted.flag)
        *noted.flag = 1;
    if (noted.wakeup) {
        unsigned char byte = (unsigned char)number;
        ssize_t written = write(noted.wakeup - 1, &byte, 1);
        (void)written; /* a full pipe is readable already */
    }
    errno = error;
}

static int64_t result(int64_t returned)
{
    return returned < 0 ? -errno : returned;
}

void host_signal_flag(void *arg, volatile int *flag)
{
    (void)arg;
    noted.flag = flag;
}

static int64_t act(int number, void (*how)(int))
{
    struct sigaction action = {.sa_handler = how, .sa_flags = SA_ONSTACK};
    return result(sigaction(number, &action, NULL));
}

static int64_t how_now(int number)
{
    struct sigaction now;
    if (sigaction(number, NULL, &now) < 0)
        return -errno;
    return now.sa_handler == SIG_DFL ? 0 : now.sa_handler == SIG_IGN ? 1 : 2;
}

static int64_t take(void)
{
    for (int i = 1; i < SIGNALS; i++)
        if (noted.came[i]) {
            noted.came[i] = 0;
            return i;
        }
    return 0;
}

static int64_t has_come(void)
{
    for (int i = 1; i < SIGNALS; i++)
        if (noted.came[i])
            return 1;
    return 0;
}

static int64_t restart(int number, bool restarts)
{
    struct sigaction action;
    if (sigaction(number, NULL, &action) < 0)
        return -errno;
    action.sa_flags &= ~SA_RESTART;
    action.sa_flags |= restarts ? SA_RESTART : 0;
    return result(sigaction(number, &action, NULL));
}

/* ---- sets ---- */

static void to_set(uint64_t bits, sigset_t *set)
{
    sigemptyset(set);
    for (int i = 1; i < SIGNALS; i++)
        if (bits >> (i - 1) & 1)
            sigaddset(set, i);
}

static uint64_t from_set(const sigset_t *set)
{
    uint64_t bits = 0;
    for (int i = 1; i < SIGNALS; i++)
        if (sigismember(set, i) == 1)
            bits |= UINT64_C(1) << (i - 1);
    return bits;
}

static int64_t mask(int how, struct host_signal *s)
{
    sigset_t set, old;
    to_set(s->set, &set);
    int error = pthread_sigmask(how, &set, &old);
    if (!error)
        s->set = from_set(&old);
    return -error;
}

static int64_t pending(struct host_signal *s)
{
    sigset_t set;
    if (sigpending(&set) < 0)
        return -errno;
    s->set = from_set(&set);
    return 0;
}

static int64_t wait_for(int64_t ns, struct host_signal *s)
{
    struct timespec time = {ns / 1000000000, ns % 1000000000};
    sigset_t set;
    siginfo_t info;
    memset(&info, 0, sizeof info);
    to_set(s->set, &set);
    int number = sigtimedwait(&set, &info, ns < 0 ? NULL : &time);
    if (number < 0)
        return -errno;
    int values[] = {info.si_signo,    info.si_code,   info.si_errno,
                    (int)info.si_pid, (int)info.si_uid, info.si_status,
                    (int)info.si_band};
    memcpy(s->info, values, sizeof values);
    return number;
}

/* ---- timers ---- */

static struct timeval to_time(int64_t us)
{
    return (struct timeval){us / 1000000, us % 1000000};
}

static int64_t timer(int which, bool set, struct host_signal *s)
{
    struct itimerval old, new = {.it_interval = to_time(s->interval_us),
                                 .it_value = to_time(s->value_us)};
    if ((set ? setitimer(which, &new, &old) : getitimer(which, &old)) < 0)
        return -errno;
    s->value_us = old.it_value.tv_sec * INT64_C(1000000) + old.it_value.tv_usec;
    s->interval_us =
        old.it_interval.tv_sec * INT64_C(1000000) + old.it_interval.tv_usec;
    return 0;
}

static int64_t pause_(void)
{
    pause();
    return -errno;
}

int64_t host_signal_do(void *arg, enum host_signal_op op, int64_t a, int64_t b,
                       struct host_signal *s)
{
    int n = (int)a;
    (void)arg;
    switch (op) {
    case HOST_SIGNAL_CATCH:
        return act(n, note);
    case HOST_SIGNAL_IGNORE:
        return act(n, SIG_IGN);
    case HOST_SIGNAL_DEFAULT:
        return act(n, SIG_DFL);
    case HOST_SIGNAL_HOW:
        return how_now(n);
    case HOST_SIGNAL_TAKE:
        return take();
    case HOST_SIGNAL_CAME:
        return has_come();
    case HOST_SIGNAL_RAISE:
        return result(raise(n));
    case HOST_SIGNAL_RESTART:
        return restart(n, b);
    case HOST_SIGNAL_PAUSE:
        return pause_();
    case HOST_SIGNAL_MASK:
        return mask(n, s);
    case HOST_SIGNAL_PENDING:
        return pending(s);
    case HOST_SIGNAL_WAIT:
        return wait_for(a, s);
    case HOST_SIGNAL_TIMER:
        return timer(n, b, s);
    case HOST_SIGNAL_WAKEUP:
        noted.wakeup = n + 1;
        return 0;
    }
    return -EINVAL;
}
