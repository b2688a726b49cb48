/*
 * What is asked of the host about signals, which go by the system's numbers.
 */
#ifndef SCRIPTS_VM_HOST_SIGNAL_H
#define SCRIPTS_VM_HOST_SIGNAL_H

#include <stdbool.h>
#include <stdint.h>

enum host_signal_op {
    HOST_SIGNAL_CATCH,   /* a: the signal; it is noted from now on */
    HOST_SIGNAL_IGNORE,  /* a */
    HOST_SIGNAL_DEFAULT, /* a */
    HOST_SIGNAL_HOW,     /* a; 0 by default, 1 ignored, 2 otherwise */
    HOST_SIGNAL_TAKE,    /* one that was noted, forgotten now; 0: none */
    HOST_SIGNAL_CAME,    /* 1: there is one to take */
    HOST_SIGNAL_RAISE,   /* a */
    HOST_SIGNAL_RESTART, /* a; b: a call goes on behind it, else it ends */
    HOST_SIGNAL_PAUSE,
    HOST_SIGNAL_MASK,    /* a: SIG_BLOCK...; set, which gets the old one */
    HOST_SIGNAL_PENDING, /* set gets them */
    HOST_SIGNAL_WAIT,    /* for one of set, a ns at most, -1: for ever; info */
    HOST_SIGNAL_TIMER,   /* a: ITIMER_REAL...; b: it is set; gets the old */
    HOST_SIGNAL_WAKEUP,  /* a: a descriptor that is told of each, -1: none */
};

struct host_signal {
    uint64_t set; /* bit n - 1: signal n */
    int64_t value_us, interval_us;
    int info[7]; /* si_signo, code, errno, pid, uid, status, band */
};

/* host_direct's. */
int64_t host_signal_do(void *arg, enum host_signal_op op, int64_t a, int64_t b,
                       struct host_signal *s);
void host_signal_flag(void *arg, volatile int *flag);

#endif
