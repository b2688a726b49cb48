/*
 * Signals and the script's functions that handle them.
 */
#ifndef SCRIPTS_VM_SIGNALS_H
#define SCRIPTS_VM_SIGNALS_H

#include "scripts/vm/vm.h"

#define SIGNALS_END 65 /* one more than the highest */

/* From now on SIGINT raises KeyboardInterrupt, SIGPIPE and SIGXFSZ are left to
 * the calls that fail: what a program that runs scripts begins with. */
bool signals_begin(struct vm *vm);
/* Forgets the script's handlers, at the end. */
void signals_done(struct vm *vm);

/* The place of a signal's handler, which is owned and NULL for one that no
 * script has set; NULL: pending. */
object **signals_handler(struct vm *vm, int number);

/* Calls the handlers of signals that have come; false: one has raised. */
bool signals_run(struct vm *vm);

/* vm->poll was set, or a host call was interrupted: lets a debugger and
 * signals speak.  False: an exception is pending. */
bool signals_poll(struct vm *vm);

/* signal.default_int_handler. */
builtin_fn signals_default_int;

#endif
