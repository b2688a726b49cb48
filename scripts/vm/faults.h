/*
 * Failing requests for memory, one after the other, for tests.
 */
#ifndef SCRIPTS_VM_FAULTS_H
#define SCRIPTS_VM_FAULTS_H

#include "scripts/vm/vm.h"

struct faults {
    struct vm *vm;
    const struct host *host; /* outlives the vm */
    enum {
        FAULTS_NONE,   /* no request is to fail */
        FAULTS_ONE,    /* one will, or did, in this process */
        FAULTS_PARENT, /* in processes forked off this one, each */
        FAULTS_CHILD,  /* this is one of those, and it did */
    } part;
    unsigned long request, to, step; /* the next to fail; as HEAPSTEP_FAIL says */
    size_t malloced; /* bytes before there was a vm, as the sanitizer counts */
    unsigned long went_on, gave_up, bad; /* how those ended */
};

/* To be called before the vm is made. */
void faults_mark(struct faults *f);

/*
 * As HEAPSTEP_FAIL=FROM[-TO[/STEP]] says: the heap's request number FROM,
 * counted from here, fails.  Where there is a TO, this process goes on without
 * and each request up to that, or every STEPth, fails in a process forked off
 * when it is made, which goes on from there with its output thrown away.  It
 * must end by itself with status 0, 1 or 120; others are named on standard
 * error.
 */
void faults_begin(struct faults *f, struct vm *vm);

/* To be called before the heap goes: none fails from here on. */
void faults_stop(struct faults *f);
/* To be called when the vm is gone.  The exit status of a process that would
 * end with `status`; prints how the forked ones ended.  A forked one ends here,
 * unless malloc's memory is not all back: a leak checker may see what is left.
 */
int faults_end(const struct faults *f, int status);

#endif
