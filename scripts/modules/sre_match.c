/*
 * The matching machine: its stack, what does not depend on the width of the
 * characters, and the search for a place to begin.
 *
 * Invariant: below a barrier (a lookaround, an atomic group) nothing is
 * popped before the barrier itself.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/sre.h"
#include "scripts/vm/error.h"

/* ---- the stack ----------------------------------------------------------- */

struct sre_entry *sre_push(struct sre_state *s)
{
    if (s->used == s->capacity) {
        size_t room = s->capacity ? 2 * s->capacity : 64;
        struct sre_entry *more = realloc(s->stack, room * sizeof *more);
        if (!more) {
            vm_raise_no_memory(s->vm);
            return NULL;
        }
        s->stack = more;
        s->capacity = room;
    }
    return &s->stack[s->used++];
}

/* Remembers how to put something back; needless when nothing is left to try. */
static bool note(struct sre_state *s, enum sre_entry_kind kind, uint32_t index,
                 ptrdiff_t value, ptrdiff_t other)
{
    if (s->used == 0)
        return true;
    struct sre_entry *e = sre_push(s);
    if (e)
        *e = (struct sre_entry){kind, index, NULL, value, other};
    return e;
}

bool sre_push_repeat(struct sre_state *s, const uint32_t *code)
{
    if (s->repeat_used == s->repeat_capacity) {
        size_t room = s->repeat_capacity ? 2 * s->repeat_capacity : 8;
        struct sre_repeat *more = realloc(s->repeats, room * sizeof *more);
        if (!more || room > UINT32_MAX) {
            s->repeats = more ? more : s->repeats;
            vm_raise_no_memory(s->vm);
            return false;
        }
        s->repeats = more;
        s->repeat_capacity = room;
    }
    s->repeats[s->repeat_used++] =
        (struct sre_repeat){code, -1, -1, s->repeat};
    s->repeat = (uint32_t)s->repeat_used;
    return note(s, SRE_UNDO_PUSH, 0, 0, 0);
}

struct sre_entry sre_commit(struct sre_state *s)
{
    size_t to = s->barrier - 1;
    struct sre_entry barrier = s->stack[to];
    for (size_t k = s->barrier; k < s->used; k++)
        if (s->stack[k].kind >= SRE_UNDO_MARK)
            s->stack[to++] = s->stack[k];
    s->used = to;
    s->barrier = (size_t)barrier.other;
    return barrier;
}

bool sre_tick(struct sre_state *s)
{
    struct vm *vm = s->vm;
    if (!vm->poll)
        return true;
    vm->poll = 0;
    return !vm->trap.poll || vm->trap.poll(vm->trap.arg, vm->thread->frame);
}

/* ---- single characters --------------------------------------------------- */

static const bool is_single[SRE_OP_COUNT] = {
    [SRE_ANY] = true,
    [SRE_ANY_ALL] = true,
    [SRE_CATEGORY] = true,
    [SRE_IN] = true,
    [SRE_LITERAL] = true,
    [SRE_NOT_LITERAL] = true,
    [SRE_IN_IGNORE] = true,
    [SRE_LITERAL_IGNORE] = true,
    [SRE_NOT_LITERAL_IGNORE] = true,
    [SRE_IN_LOC_IGNORE] = true,
    [SRE_LITERAL_LOC_IGNORE] = true,
    [SRE_NOT_LITERAL_LOC_IGNORE] = true,
    [SRE_IN_UNI_IGNORE] = true,
    [SRE_LITERAL_UNI_IGNORE] = true,
    [SRE_NOT_LITERAL_UNI_IGNORE] = true,
};

static bool is_one_ignoring(const uint32_t *pc, uint32_t c)
{
    switch (pc[0]) {
    case SRE_IN_IGNORE:
        return sre_in_set(pc + 2, sre_lower_ascii(c));
    case SRE_LITERAL_IGNORE:
        return sre_lower_ascii(c) == pc[1];
    case SRE_NOT_LITERAL_IGNORE:
        return sre_lower_ascii(c) != pc[1];
    case SRE_IN_LOC_IGNORE:
        return sre_in_set_locale(pc + 2, c);
    case SRE_LITERAL_LOC_IGNORE:
        return sre_equal_locale(pc[1], c);
    case SRE_NOT_LITERAL_LOC_IGNORE:
        return !sre_equal_locale(pc[1], c);
    case SRE_IN_UNI_IGNORE:
        return sre_in_set(pc + 2, sre_lower_unicode(c));
    case SRE_LITERAL_UNI_IGNORE:
        return sre_lower_unicode(c) == pc[1];
    default:
        return sre_lower_unicode(c) != pc[1];
    }
}

static inline bool is_one(const uint32_t *pc, uint32_t c)
{
    switch (pc[0]) {
    case SRE_LITERAL:
        return c == pc[1];
    case SRE_NOT_LITERAL:
        return c != pc[1];
    case SRE_ANY:
        return c != '\n';
    case SRE_ANY_ALL:
        return true;
    case SRE_IN:
        return sre_in_set(pc + 2, c);
    case SRE_CATEGORY:
        return sre_is_category(pc[1], c);
    default:
        return is_one_ignoring(pc, c);
    }
}

static inline const uint32_t *after_one(const uint32_t *pc)
{
    switch (pc[0]) {
    case SRE_ANY:
    case SRE_ANY_ALL:
        return pc + 1;
    case SRE_IN:
    case SRE_IN_IGNORE:
    case SRE_IN_LOC_IGNORE:
    case SRE_IN_UNI_IGNORE:
        return pc + 1 + pc[1];
    default:
        return pc + 2;
    }
}

/* Are two characters the same for a reference to a group? */
static bool is_same(uint32_t op, uint32_t a, uint32_t b)
{
    if (op == SRE_GROUPREF)
        return a == b;
    if (op == SRE_GROUPREF_UNI_IGNORE)
        return sre_lower_unicode(a) == sre_lower_unicode(b);
    return sre_lower_ascii(a) == sre_lower_ascii(b);
}

/* ---- control ------------------------------------------------------------- */

static struct sre_repeat *repeat_of(struct sre_state *s)
{
    return &s->repeats[s->repeat - 1];
}

static bool set_mark(struct sre_state *s, uint32_t mark, ptrdiff_t at)
{
    if (!note(s, SRE_UNDO_MARK, mark, s->marks[mark], 0))
        return false;
    s->marks[mark] = at;
    if (!(mark & 1))
        return true;
    if (!note(s, SRE_UNDO_LAST, 0, s->last_index, 0))
        return false;
    s->last_index = mark / 2 + 1;
    return true;
}

/* Begins another round of the innermost repeat; its body. */
static const uint32_t *next_round(struct sre_state *s, ptrdiff_t last,
                                  bool *ok)
{
    struct sre_repeat *r = repeat_of(s);
    *ok = note(s, SRE_UNDO_COUNT, s->repeat - 1, r->count, r->last);
    r->count++;
    r->last = last;
    return r->code + 3;
}

/* Goes on behind the innermost repeat, which ends at `until`. */
static const uint32_t *leave(struct sre_state *s, const uint32_t *until,
                             bool *ok)
{
    *ok = note(s, SRE_UNDO_REPEAT, s->repeat, 0, 0);
    s->repeat = repeat_of(s)->outer;
    return until + 1;
}

static bool may_repeat(const struct sre_repeat *r, ptrdiff_t at)
{
    return (r->count + 1 < (ptrdiff_t)r->code[2] ||
            r->code[2] == SRE_MAX_REPEAT) &&
           at != r->last;
}

static const uint32_t *until(struct sre_state *s, const uint32_t *pc,
                             ptrdiff_t at, bool *ok)
{
    struct sre_repeat *r = repeat_of(s);
    bool greedy = pc[0] == SRE_MAX_UNTIL;
    if (r->count + 1 < (ptrdiff_t)r->code[1])
        return next_round(s, r->last, ok);
    if (greedy && !may_repeat(r, at))
        return leave(s, pc, ok);
    struct sre_entry *e = sre_push(s);
    if (!(*ok = e))
        return NULL;
    *e = (struct sre_entry){greedy ? SRE_TAIL : SRE_MORE, 0, pc, at, 0};
    return greedy ? next_round(s, at, ok) : leave(s, pc, ok);
}

/* Enters the sub-pattern of an operator that goes on by itself. */
static const uint32_t *enter(struct sre_state *s, const uint32_t *pc,
                             const uint32_t *body, ptrdiff_t at,
                             uint32_t count, bool *ok)
{
    struct sre_entry *e = sre_push(s);
    if (!(*ok = e))
        return NULL;
    *e = (struct sre_entry){SRE_BARRIER, count, pc, at, (ptrdiff_t)s->barrier};
    s->barrier = s->used;
    return body;
}

static const uint32_t *assert_(struct sre_state *s, const uint32_t *pc,
                               ptrdiff_t *at, bool *ok)
{
    ptrdiff_t from = *at;
    if (from < (ptrdiff_t)pc[2])
        return pc[0] == SRE_ASSERT_NOT ? pc + 1 + pc[1] : NULL;
    *at = from - pc[2];
    return enter(s, pc, pc + 3, from, 0, ok);
}

/* A possessive repeat has `count` rounds, the last begun at `from`. */
static const uint32_t *possessive(struct sre_state *s, const uint32_t *pc,
                                  uint32_t count, ptrdiff_t from, ptrdiff_t at,
                                  bool *ok)
{
    bool more = count < pc[2] ||
                ((count < pc[3] || pc[3] == SRE_MAX_REPEAT) && at != from);
    if (more && count < UINT32_MAX - 1)
        return enter(s, pc, pc + 4, at, count, ok);
    return pc + 1 + pc[1] + 1;
}

/* A sub-pattern has matched up to *at. */
static const uint32_t *sub_matched(struct sre_state *s, ptrdiff_t *at,
                                   bool *ok)
{
    const struct sre_entry *b = &s->stack[s->barrier - 1];
    if (b->code[0] == SRE_ASSERT_NOT) {
        for (size_t k = s->barrier; k < s->used; k++)
            if (s->stack[k].kind < SRE_UNDO_MARK)
                s->stack[k].kind = SRE_DEAD;
        s->stack[s->barrier - 1].kind = SRE_DEAD;
        s->barrier = (size_t)b->other;
        return NULL;
    }
    struct sre_entry e = sre_commit(s);
    if (e.code[0] == SRE_POSSESSIVE_REPEAT)
        return possessive(s, e.code, e.index + 1, e.text, *at, ok);
    if (e.code[0] == SRE_ASSERT)
        *at = e.text;
    return e.code + 1 + e.code[1];
}

/* A sub-pattern has failed. */
static const uint32_t *sub_failed(struct sre_state *s,
                                  const struct sre_entry *e, ptrdiff_t *at)
{
    s->barrier = (size_t)e->other;
    *at = e->text;
    if (e->code[0] == SRE_ASSERT_NOT)
        return e->code + 1 + e->code[1];
    if (e->code[0] == SRE_POSSESSIVE_REPEAT && e->index >= e->code[2])
        return e->code + 1 + e->code[1] + 1;
    return NULL;
}

static bool is_set(const struct sre_state *s, uint32_t group)
{
    return s->marks[2 * group] >= 0 &&
           s->marks[2 * group + 1] >= s->marks[2 * group];
}

/* Everything that looks at no character. */
static const uint32_t *control(struct sre_state *s, const uint32_t *pc,
                               ptrdiff_t *at, bool *ok)
{
    switch (pc[0]) {
    case SRE_SUCCESS:
        return sub_matched(s, at, ok);
    case SRE_MARK:
        *ok = set_mark(s, pc[1], *at);
        return pc + 2;
    case SRE_JUMP:
    case SRE_INFO:
        return pc + 1 + pc[1];
    case SRE_REPEAT:
        *ok = sre_push_repeat(s, pc + 1);
        return pc + 1 + pc[1];
    case SRE_MAX_UNTIL:
    case SRE_MIN_UNTIL:
        return until(s, pc, *at, ok);
    case SRE_ASSERT:
    case SRE_ASSERT_NOT:
        return assert_(s, pc, at, ok);
    case SRE_ATOMIC_GROUP:
        return enter(s, pc, pc + 2, *at, 0, ok);
    case SRE_POSSESSIVE_REPEAT:
        return possessive(s, pc, 0, -1, *at, ok);
    case SRE_GROUPREF_EXISTS:
        return is_set(s, pc[1]) ? pc + 3 : pc + 1 + pc[2];
    default: /* SRE_FAILURE */
        return NULL;
    }
}

/* Pops an entry that no width matters to: what to try, or NULL. */
static const uint32_t *undo(struct sre_state *s, const struct sre_entry *e,
                            ptrdiff_t *at, bool *ok)
{
    *at = e->text;
    switch (e->kind) {
    case SRE_TAIL:
        return leave(s, e->code, ok);
    case SRE_MORE:
        return may_repeat(repeat_of(s), *at) ? next_round(s, *at, ok) : NULL;
    case SRE_BARRIER:
        return sub_failed(s, e, at);
    case SRE_UNDO_MARK:
        s->marks[e->index] = e->text;
        return NULL;
    case SRE_UNDO_LAST:
        s->last_index = e->text;
        return NULL;
    case SRE_UNDO_REPEAT:
        s->repeat = e->index;
        return NULL;
    case SRE_UNDO_COUNT:
        s->repeats[e->index].count = e->text;
        s->repeats[e->index].last = e->other;
        return NULL;
    case SRE_UNDO_PUSH:
        s->repeat = s->repeats[--s->repeat_used].outer;
        return NULL;
    default: /* SRE_DEAD */
        return NULL;
    }
}

static bool is_complete(struct sre_state *s, ptrdiff_t at)
{
    if ((s->whole && at != s->length) || (s->advance && at == s->start))
        return false;
    s->at = at;
    return true;
}

/* ---- the widths ---------------------------------------------------------- */

/* What is known of how a match begins. */
struct hint {
    const uint32_t *prefix, *set; /* either or none */
    ptrdiff_t least;              /* characters */
    bool once;                    /* it can begin at one place only */
};

#define UNIT uint8_t
#define NAMED(name) name##_1
#include "scripts/modules/sre_engine.inc"
#undef UNIT
#undef NAMED
#define UNIT uint16_t
#define NAMED(name) name##_2
#include "scripts/modules/sre_engine.inc"
#undef UNIT
#undef NAMED
#define UNIT uint32_t
#define NAMED(name) name##_4
#include "scripts/modules/sre_engine.inc"
#undef UNIT
#undef NAMED

static int run(struct sre_state *s, const uint32_t *code)
{
    if (s->mark_count)
        sre_state_reset(s);
    s->used = s->barrier = s->repeat_used = s->repeat = 0;
    s->last_index = -1;
    return s->width == 1   ? run_1(s, code)
           : s->width == 2 ? run_2(s, code)
                           : run_4(s, code);
}

static ptrdiff_t candidate(const struct sre_state *s, const struct hint *hint,
                           ptrdiff_t at, ptrdiff_t last)
{
    return s->width == 1   ? candidate_1(s, hint, at, last)
           : s->width == 2 ? candidate_2(s, hint, at, last)
                           : candidate_4(s, hint, at, last);
}

/* Code behind its INFO, if it has one, with what that says. */
static const uint32_t *read_hint(const uint32_t *code, struct hint *hint)
{
    *hint = (struct hint){NULL, NULL, 0, false};
    if (code[0] == SRE_INFO) {
        hint->least = code[3];
        if (code[2] & SRE_INFO_PREFIX)
            hint->prefix = code + 7;
        else if (code[2] & SRE_INFO_CHARSET)
            hint->set = code + 5;
        code += 1 + code[1];
    }
    hint->once = code[0] == SRE_AT && (code[1] == SRE_AT_BEGINNING ||
                                       code[1] == SRE_AT_BEGINNING_STRING);
    if ((hint->prefix || hint->set) && hint->least == 0)
        hint->least = 1;
    return code;
}

int sre_match_here(struct sre_state *s, const struct sre_pattern *p)
{
    struct hint hint;
    const uint32_t *code = read_hint(p->code, &hint);
    if (s->length - s->at < hint.least)
        return 0;
    return run(s, code);
}

int sre_search(struct sre_state *s, const struct sre_pattern *p)
{
    struct hint hint;
    const uint32_t *code = read_hint(p->code, &hint);
    ptrdiff_t from = s->start, last = s->length - hint.least;
    int status = 0;
    while (status == 0 && from <= last) {
        ptrdiff_t at = candidate(s, &hint, from, last);
        if (at < 0)
            break;
        s->advance = s->advance && at == s->start;
        s->start = s->at = at;
        if (!(++s->ticks & 4095) && !sre_tick(s))
            return -1;
        status = run(s, code);
        from = at + 1;
        if (hint.once)
            break;
    }
    return status;
}
