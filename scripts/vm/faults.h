/*
 * Failing requests for memory, one after the other, for tests.
 */
#ifndef SCRIPTS_VM_FAULTS_H
#define SCRIPTS_VM_FAULTS_H

#include "scripts/vm/vm.h"

enum faults_part {
    FAULTS_NONE,   /* nothing is to fail */
    FAULTS_CHILD,  /* this process is to run the program, a request will fail */
    FAULTS_PARENT, /* it has been run each time; *status is the exit status */
};

/*
 * As HEAPSTEP_FAIL=FROM[-TO[/STEP]] says: one run of the program for each
 * request of the heap's from number FROM to TO, counted from here, which fails.
 * Each run is a process of its own with its output thrown away, but for a
 * single number.  It must end by itself with status 0, 1 or 120; others are
 * named on standard error.  The runs end when one makes no more requests.
 */
enum faults_part faults_begin(struct vm *vm, int *status);

/* Has the request failed?  To be asked before the heap goes. */
bool faults_happened(const struct vm *vm);
/* The exit status of a child that would end with `status`. */
int faults_status(bool happened, int status);

#endif
