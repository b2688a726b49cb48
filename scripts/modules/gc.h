/*
 * The part of gc that the heap's hooks call.
 */
#ifndef SCRIPTS_MODULES_GC_H
#define SCRIPTS_MODULES_GC_H

#include "scripts/vm/vm.h"

/* Calls gc.callbacks with phase ("start", "stop"); errors are reported. */
void gc_callbacks(struct vm *vm, const char *phase, int generation,
                  size_t collected, size_t uncollectable);

#endif
