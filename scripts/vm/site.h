/*
 * Allocation sites, while a debugger is attached: at each allocation the
 * heap notes a place, of which a site, a file and line, is made when asked.
 */
#ifndef SCRIPTS_VM_SITE_H
#define SCRIPTS_VM_SITE_H

#include "scripts/vm/code.h"
#include "scripts/vm/vm.h"

/* Gives a new code object its places. */
void site_place_code(struct vm *vm, struct code *code);

/* The place where the innermost frame is; there is one.  Code that got no
 * places, for want of memory, tells numbers that no place has. */
static inline uint32_t site_place_now(const struct vm *vm)
{
    const struct vm_frame *f = vm->thread->frame;
    return f->code->places + (uint32_t)(f->pc - f->code->instrs);
}

/* The same, and the site of a place, as heap_hooks have them; arg is the vm. */
uint32_t site_place(void *arg);
uint32_t site_of_place(void *arg, uint32_t place);

void site_done(struct vm *vm);

#endif
