/*
 * Traps: stepping, breakpoints, wishes from outside.
 */
#include "scripts/vm/trap.h"

#include <string.h>

#include "scripts/vm/code.h"
#include "scripts/vm/error.h"
#include "scripts/vm/loop.h"
#include "scripts/vm/vm.h"

static void switch_table(struct vm *vm)
{
    if (due_table(vm))
        vm->dispatch = due_table(vm);
}

void vm_trap_step(struct vm *vm, bool on)
{
    vm->trap.stepping = on;
    switch_table(vm);
}

void vm_trap_watch(struct vm *vm, struct vm_watch *watch)
{
    vm->trap.watch = watch;
    switch_table(vm);
}

void vm_trap_request(struct vm *vm)
{
    vm->poll = 1;
}

static bool keep_aside(struct vm *vm, struct code *code)
{
    size_t size = code->instr_count * sizeof *code->instrs;
    if (code->aside)
        return true;
    code->aside = heap_array_new(vm->heap, size);
    if (!code->aside)
        return false;
    memcpy(code->aside, code->instrs, size);
    return true;
}

bool vm_break_set(struct vm *vm, struct code *code, uint32_t instr)
{
    if (instr >= code->instr_count || !keep_aside(vm, code))
        return false;
    code->instrs[instr].op = OP_BREAK;
    return true;
}

void vm_break_clear(struct vm *vm, struct code *code, uint32_t instr)
{
    (void)vm;
    if (instr < code->instr_count && code->aside)
        code->instrs[instr].op = code->aside[instr].op;
}

int code_line_to_instr(const struct code *code, int line, int *found)
{
    int best = -1, best_line = 0;
    for (uint32_t k = 0; k < code->instr_count; k++) {
        int at = code->positions[k].line;
        if (!(code->instrs[k].flags & BEGINS_LINE) || at < line)
            continue;
        if (best < 0 || at < best_line) {
            best = (int)k;
            best_line = at;
        }
    }
    if (best >= 0 && found)
        *found = best_line;
    return best;
}
