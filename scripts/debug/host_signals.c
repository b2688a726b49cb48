/*
 * Signals as a debugged script has them.  The engine takes none from outside,
 * since a replay could not bring them at the same place: what the script
 * raises itself is noted and comes at once, timers and waiting are refused.
 */
#include "scripts/debug/engine_internal.h"

#include <errno.h>
#include <signal.h>

static uint64_t bit(int64_t number)
{
    return number > 0 && number < 65 ? UINT64_C(1) << (number - 1) : 0;
}

/* The lowest signal that is noted and not blocked; 0: none. */
static int64_t take(struct signals_noted *s)
{
    uint64_t ready = s->noted & ~s->blocked;
    for (int64_t i = 1; ready && i < 65; i++)
        if (ready & bit(i)) {
            s->noted &= ~bit(i);
            return i;
        }
    return 0;
}

static int64_t handle_by(struct signals_noted *s, int64_t number, bool catch,
                         bool ignore)
{
    if (!bit(number) || number == SIGKILL || number == SIGSTOP)
        return -EINVAL;
    s->caught = (s->caught & ~bit(number)) | (catch ? bit(number) : 0);
    s->ignored = (s->ignored & ~bit(number)) | (ignore ? bit(number) : 0);
    return 0;
}

/* What it does by default, ending the process, is not done. */
static int64_t raise_one(struct signals_noted *s, int64_t number)
{
    if (!bit(number))
        return -EINVAL;
    if (s->ignored & bit(number))
        return 0;
    if (!(s->caught & bit(number)))
        return -ENOSYS;
    s->noted |= bit(number);
    if (s->flag)
        *s->flag = 1;
    return 0;
}

static int64_t mask(struct signals_noted *s, int64_t how,
                    struct host_signal *io)
{
    uint64_t old = s->blocked;
    if (how != SIG_BLOCK && how != SIG_UNBLOCK && how != SIG_SETMASK)
        return -EINVAL;
    s->blocked = how == SIG_BLOCK     ? old | io->set
                 : how == SIG_UNBLOCK ? old & ~io->set
                                      : io->set;
    io->set = old;
    if (s->flag && s->noted & ~s->blocked)
        *s->flag = 1;
    return 0;
}

int64_t host_session_signal(void *arg, enum host_signal_op op, int64_t a,
                            int64_t b, struct host_signal *io)
{
    struct signals_noted *s = &((struct engine *)arg)->signals;
    (void)b;
    switch (op) {
    case HOST_SIGNAL_CATCH:
        return handle_by(s, a, true, false);
    case HOST_SIGNAL_IGNORE:
        return handle_by(s, a, false, true);
    case HOST_SIGNAL_DEFAULT:
        return handle_by(s, a, false, false);
    case HOST_SIGNAL_HOW:
        return s->caught & bit(a) ? 2 : (s->ignored & bit(a)) != 0;
    case HOST_SIGNAL_TAKE:
        return take(s);
    case HOST_SIGNAL_RAISE:
        return raise_one(s, a);
    case HOST_SIGNAL_RESTART:
        return 0;
    case HOST_SIGNAL_MASK:
        return mask(s, a, io);
    case HOST_SIGNAL_PENDING:
        io->set = s->noted & s->blocked;
        return 0;
    default:
        return -ENOSYS;
    }
}

void host_session_signal_flag(void *arg, volatile int *flag)
{
    ((struct engine *)arg)->signals.flag = flag;
}
