/*
 * Running a program: `heapstep run`, and its pieces for a debug session.
 */
#ifndef SCRIPTS_RUN_H
#define SCRIPTS_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "scripts/vm/vm.h"

enum run_kind { RUN_FILE, RUN_MODULE, RUN_COMMAND, RUN_STDIN };

struct run_program {
    enum run_kind kind;
    const char *text; /* path, module name or source */
    int argc;         /* arguments behind it */
    const char *const *argv;
    size_t heap_limit; /* bytes, 0: all of the heap's range */
    bool no_leaks;     /* fails when it leaves garbage in cycles */
    size_t max_heap;   /* a heap_limit whose passing has a status of its own */
    bool eager_copies; /* no copy shares its array (heap/share.h) */
    struct vm_settings settings;
};

/* Runs what the words behind argv[0..first-1] ("heapstep run") say; the exit
 * status. */
int run_main(int argc, char **argv, int first);

/*
 * Sets up __main__, sys.argv and sys.path[0], and compiles the program.  NULL:
 * an exception is pending, for run_report.
 */
object *run_prepare(struct vm *vm, const struct run_program *program);
/* Runs the code in __main__; false: an exception is pending. */
bool run_code(struct vm *vm, object *code);
/* Tells the pending exception (if any) on sys.stderr as python does, or obeys
 * SystemExit; the exit status. */
int run_report(struct vm *vm);

/* The namespace of __main__, borrowed. */
object *run_main_dict(struct vm *vm);

/* Source text in a frame's names: mode 0 exec, 1 eval, 2 single.  The value,
 * None but for eval; NULL: an exception is pending.  Writes changed locals
 * back when write is set. */
object *run_in_frame(struct vm *vm, struct vm_frame *frame, const char *text,
                     int mode, bool write);

#endif
