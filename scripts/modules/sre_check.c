/*
 * Checks a pattern's code before the engine trusts it: a script may hand
 * _sre.compile any list of numbers.
 *
 * Accepted is what re._compiler makes and what has its structure: every jump
 * stays inside, every repeat ends at its own UNTIL, every group exists.
 */
#include "scripts/modules/sre.h"

#define NESTING_MAX 5000

struct checker {
    size_t groups;
    unsigned depth;
};

static const uint32_t *sequence(struct checker *c, const uint32_t *pc,
                                const uint32_t *end);

/* The end of what the skip at `at` jumps over; NULL: outside. */
static const uint32_t *skip_end(const uint32_t *at, const uint32_t *end)
{
    if (at >= end || *at == 0 || *at > (size_t)(end - at))
        return NULL;
    return at + *at;
}

/* Is [pc, end) code that runs to its end? */
static bool whole(struct checker *c, const uint32_t *pc, const uint32_t *end)
{
    return sequence(c, pc, end) == end;
}

/* ... that ends with SUCCESS? */
static bool closed(struct checker *c, const uint32_t *pc, const uint32_t *end)
{
    return pc < end && end[-1] == SRE_SUCCESS && whole(c, pc, end - 1);
}

/* ---- sets ---------------------------------------------------------------- */

/* Are the block numbers of a big set below its block count? */
static bool big_set(const uint32_t *set, size_t left)
{
    const unsigned char *numbers = (const unsigned char *)(set + 1);
    if (left < 65 || set[0] > 256 || left < 65 + set[0] * 8)
        return false;
    for (int k = 0; k < 256; k++)
        if (numbers[k] >= set[0])
            return false;
    return true;
}

/* Words of one member of a set; 0: bad. */
static size_t set_member(const uint32_t *set, size_t left)
{
    switch (set[0]) {
    case SRE_NEGATE:
        return 1;
    case SRE_LITERAL:
        return 2;
    case SRE_CATEGORY:
        return left > 1 && set[1] < SRE_CATEGORY_COUNT ? 2 : 0;
    case SRE_CHARSET:
        return 9;
    case SRE_RANGE:
    case SRE_RANGE_UNI_IGNORE:
        return 3;
    case SRE_BIGCHARSET:
        return left > 1 && big_set(set + 1, left - 1) ? 66 + set[1] * 8 : 0;
    default:
        return 0;
    }
}

static bool set(const uint32_t *at, const uint32_t *end)
{
    while (at < end && *at != SRE_FAILURE) {
        size_t n = set_member(at, (size_t)(end - at));
        if (n == 0 || n > (size_t)(end - at))
            return false;
        at += n;
    }
    return at < end;
}

/* ---- operators ----------------------------------------------------------- */

static const uint32_t *set_op(const uint32_t *pc, const uint32_t *end)
{
    const uint32_t *after = skip_end(pc + 1, end);
    return after && set(pc + 2, after) ? after : NULL;
}

static const uint32_t *info(const uint32_t *pc, const uint32_t *end)
{
    const uint32_t *after = skip_end(pc + 1, end);
    if (!after || after - pc < 5)
        return NULL;
    if (pc[2] & SRE_INFO_PREFIX)
        return after - pc >= 8 && pc[5] > 0 ? after : NULL;
    if (pc[2] & SRE_INFO_CHARSET)
        return set(pc + 5, after) ? after : NULL;
    return after;
}

static const uint32_t *branch(struct checker *c, const uint32_t *pc,
                              const uint32_t *end)
{
    const uint32_t *at = pc + 1, *target = NULL;
    while (at < end && *at) {
        const uint32_t *next = skip_end(at, end), *jump;
        if (!next || next - at < 3 || next[-2] != SRE_JUMP ||
            !whole(c, at + 1, next - 2))
            return NULL;
        jump = skip_end(next - 1, end + 1);
        if (!jump || (target && jump != target))
            return NULL;
        target = jump;
        at = next;
    }
    return at < end && target == at + 1 ? target : NULL;
}

/* A repeat of single characters. */
static const uint32_t *repeat_one(const uint32_t *pc, const uint32_t *end,
                                  struct checker *c)
{
    const uint32_t *after = skip_end(pc + 1, end);
    if (!after || after - pc < 6 || pc[2] > pc[3] ||
        !closed(c, pc + 4, after))
        return NULL;
    switch (pc[4]) {
    case SRE_ANY:
    case SRE_ANY_ALL:
        return after - pc == 6 ? after : NULL;
    case SRE_IN:
    case SRE_IN_IGNORE:
    case SRE_IN_LOC_IGNORE:
    case SRE_IN_UNI_IGNORE:
        return pc + 5 + pc[5] + 1 == after ? after : NULL;
    case SRE_LITERAL:
    case SRE_NOT_LITERAL:
    case SRE_CATEGORY:
    case SRE_LITERAL_IGNORE:
    case SRE_NOT_LITERAL_IGNORE:
    case SRE_LITERAL_LOC_IGNORE:
    case SRE_NOT_LITERAL_LOC_IGNORE:
    case SRE_LITERAL_UNI_IGNORE:
    case SRE_NOT_LITERAL_UNI_IGNORE:
        return after - pc == 7 ? after : NULL;
    default:
        return NULL;
    }
}

static const uint32_t *repeat(struct checker *c, const uint32_t *pc,
                              const uint32_t *end)
{
    const uint32_t *until = skip_end(pc + 1, end);
    if (!until || until - pc < 4 || until >= end || pc[2] > pc[3] ||
        !whole(c, pc + 4, until))
        return NULL;
    bool fits = pc[0] == SRE_POSSESSIVE_REPEAT
                    ? *until == SRE_SUCCESS
                    : *until == SRE_MAX_UNTIL || *until == SRE_MIN_UNTIL;
    return fits ? until + 1 : NULL;
}

static const uint32_t *conditional(struct checker *c, const uint32_t *pc,
                                   const uint32_t *end)
{
    const uint32_t *other, *stop, *after;
    if (end - pc < 3 || pc[1] >= c->groups || pc[2] < 2 ||
        pc[2] > (size_t)(end - pc - 1))
        return NULL;
    other = pc + 1 + pc[2];
    stop = sequence(c, pc + 3, other);
    if (stop == other)
        return other;
    if (!stop || other - stop != 2)
        return NULL;
    after = skip_end(stop + 1, end + 1);
    return after && after >= other && after <= end && whole(c, other, after)
               ? after
               : NULL;
}

static const uint32_t *sub(struct checker *c, const uint32_t *pc,
                           const uint32_t *end, size_t header)
{
    const uint32_t *after = skip_end(pc + 1, end);
    return after && (size_t)(after - pc) > header &&
                   closed(c, pc + header, after)
               ? after
               : NULL;
}

/* An operator with one operand below a bound. */
static const uint32_t *operand(const uint32_t *pc, const uint32_t *end,
                               size_t bound)
{
    return end - pc >= 2 && pc[1] < bound ? pc + 2 : NULL;
}

/* Behind the operator at pc; NULL: it is malformed. */
static const uint32_t *operator_(struct checker *c, const uint32_t *pc,
                                 const uint32_t *end)
{
    switch (pc[0]) {
    case SRE_FAILURE:
    case SRE_SUCCESS:
    case SRE_ANY:
    case SRE_ANY_ALL:
        return pc + 1;
    case SRE_AT:
        return operand(pc, end, SRE_AT_COUNT);
    case SRE_CATEGORY:
        return operand(pc, end, SRE_CATEGORY_COUNT);
    case SRE_MARK:
        return operand(pc, end, 2 * c->groups);
    case SRE_GROUPREF:
    case SRE_GROUPREF_IGNORE:
    case SRE_GROUPREF_LOC_IGNORE:
    case SRE_GROUPREF_UNI_IGNORE:
        return operand(pc, end, c->groups);
    case SRE_LITERAL:
    case SRE_NOT_LITERAL:
    case SRE_LITERAL_IGNORE:
    case SRE_NOT_LITERAL_IGNORE:
    case SRE_LITERAL_LOC_IGNORE:
    case SRE_NOT_LITERAL_LOC_IGNORE:
    case SRE_LITERAL_UNI_IGNORE:
    case SRE_NOT_LITERAL_UNI_IGNORE:
        return operand(pc, end, SIZE_MAX);
    case SRE_IN:
    case SRE_IN_IGNORE:
    case SRE_IN_LOC_IGNORE:
    case SRE_IN_UNI_IGNORE:
        return set_op(pc, end);
    case SRE_INFO:
        return info(pc, end);
    case SRE_BRANCH:
        return branch(c, pc, end);
    case SRE_REPEAT_ONE:
    case SRE_MIN_REPEAT_ONE:
    case SRE_POSSESSIVE_REPEAT_ONE:
        return repeat_one(pc, end, c);
    case SRE_REPEAT:
    case SRE_POSSESSIVE_REPEAT:
        return repeat(c, pc, end);
    case SRE_ATOMIC_GROUP:
        return sub(c, pc, end, 2);
    case SRE_ASSERT:
    case SRE_ASSERT_NOT:
        return sub(c, pc, end, 3);
    case SRE_GROUPREF_EXISTS:
        return conditional(c, pc, end);
    default:
        return NULL;
    }
}

/* Walks operators up to end or to a JUMP, which only the operator around may
 * have; where it stopped, NULL: malformed. */
static const uint32_t *sequence(struct checker *c, const uint32_t *pc,
                                const uint32_t *end)
{
    if (pc > end || ++c->depth > NESTING_MAX)
        return NULL;
    while (pc && pc < end && *pc != SRE_JUMP) {
        pc = operator_(c, pc, end);
        if (pc > end)
            pc = NULL;
    }
    c->depth--;
    return pc;
}

bool sre_check(const uint32_t *code, size_t length, size_t groups)
{
    struct checker c = {groups, 0};
    return groups <= SRE_MAX_GROUPS && closed(&c, code, code + length);
}
