/*
 * Which registers of a frame are live: what holds a reference at a stop.
 */
#include "scripts/vm/code.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/loop.h"

/* How many registers from a on an instruction consumes (besides its sources
 * of kind TEMP): `fixed`, and per unit of b. */
static const struct {
    uint8_t fixed, times;
} consumption[OP_COUNT] = {
    [OP_POP] = {1, 0},
    [OP_JUMP_IF_FALSE_OR_POP] = {1, 0},
    [OP_JUMP_IF_TRUE_OR_POP] = {1, 0},
    [OP_CALL] = {2, 1},
    [OP_CALL_EX] = {3, 1},
    [OP_BUILD_TUPLE] = {0, 1},
    [OP_BUILD_LIST] = {0, 1},
    [OP_BUILD_SET] = {0, 1},
    [OP_BUILD_MAP] = {0, 2},
    [OP_BUILD_CONST_KEY_MAP] = {0, 1},
    [OP_BUILD_STRING] = {0, 1},
    [OP_BUILD_SLICE] = {0, 1},
    [OP_LIST_TO_TUPLE] = {1, 0},
    [OP_UNPACK_SEQUENCE] = {1, 0},
    [OP_UNPACK_EX] = {1, 0},
    [OP_SEND] = {2, 0},
    [OP_END_ASYNC_FOR] = {2, 0},
    [OP_ASYNC_GEN_WRAP] = {1, 0},
    [OP_PUSH_EXC_INFO] = {1, 0},
    [OP_POP_EXCEPT] = {1, 0},
    [OP_CHECK_EG_MATCH] = {2, 0},
    [OP_PREP_RERAISE_STAR] = {2, 0},
    [OP_RERAISE] = {1, 0},
    [OP_RAISE] = {0, 1},
    [OP_BEFORE_WITH] = {1, 0},
    [OP_BEFORE_ASYNC_WITH] = {1, 0},
    [OP_IMPORT_NAME] = {2, 0},
    [OP_IMPORT_STAR] = {1, 0},
    [OP_PRINT_EXPR] = {1, 0},
    [OP_MATCH_CLASS] = {3, 0},
};

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* One past the last register that the instruction's sources name. */
static size_t sources_end(const struct instr *i, enum vm_opcode op)
{
    size_t end = 0;
    if (kind_of(i, OPERAND_A) == KIND_TEMP)
        end = (size_t)i->a + 1;
    if (op == OP_LOAD_CONST || op == OP_JUMP || op == OP_JUMP_BACK ||
        op == OP_JUMP_BACK_COLD || op == OP_FOR_ITER || op == OP_SEND)
        return end;
    if (kind_of(i, OPERAND_B) == KIND_TEMP)
        end = larger(end, (size_t)i->b + 1);
    if (kind_of(i, OPERAND_C) == KIND_TEMP)
        end = larger(end, (size_t)i->c + 1);
    return end;
}

static size_t consumed_end(const struct instr *i, enum vm_opcode op)
{
    size_t run = consumption[op].fixed, end = sources_end(i, op);
    if (op == OP_MAKE_FUNCTION)
        run = 1 + (size_t)__builtin_popcount(i->b & 15);
    else
        run += (size_t)consumption[op].times * i->b;
    if (run > 0)
        end = larger(end, i->a + run);
    if (op == OP_MAP_ADD || (op == OP_FORMAT_VALUE && i->c & FORMAT_SPEC))
        end = larger(end, (size_t)i->b + 2);
    return end;
}

size_t vm_frame_live_registers(const struct vm_frame *frame)
{
    const struct code *code = frame->code;
    uint32_t at = frame_instr(frame);
    size_t live = code->localsplus_count + code->depth[at];
    if (frame->vm->thread->stopped != frame ||
        frame->vm->thread->frame != frame)
        return live;
    return larger(live, consumed_end(frame->pc, instr_op(code, frame->pc)));
}
