/*
 * Allocation sites: numbers for (code, line), given while a debugger is
 * attached.
 */
#ifndef SCRIPTS_VM_SITE_H
#define SCRIPTS_VM_SITE_H

#include "scripts/vm/vm.h"

/* The site of the innermost frame; heap_hooks.site, arg is the vm. */
uint32_t site_here(void *arg);
void site_done(struct vm *vm);

#endif
