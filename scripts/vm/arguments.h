/*
 * The command line of `heapstep run`.
 */
#ifndef SCRIPTS_VM_ARGUMENTS_H
#define SCRIPTS_VM_ARGUMENTS_H

#include "scripts/run.h"

/* Reads the words behind `run`.  The status to end with at once, or -1 to go
 * on; settings_done(&p->settings) either way. */
int arguments_read(int argc, char **argv, struct run_program *p);

#endif
