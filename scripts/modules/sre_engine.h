/*
 * The matching engine for one width of characters: included once a width,
 * with UNIT (the character's type) and NAMED(name) defined.
 *
 * A machine with an explicit stack: an entry says either where else to try or
 * what to put back.  On failure entries are popped, put back, until one of the
 * first kind comes up.  So nothing recurses, however deep a pattern nests.
 */

static uint32_t NAMED(char_at)(const struct sre_state *s, ptrdiff_t at)
{
    return ((const UNIT *)s->text)[at];
}

/* How many characters from `at` on, at most `most`, are of the item. */
static ptrdiff_t NAMED(count)(const struct sre_state *s, const uint32_t *item,
                              ptrdiff_t at, ptrdiff_t most)
{
    const UNIT *from = (const UNIT *)s->text + at, *to = from + most, *p = from;
    switch (item[0]) {
    case SRE_ANY_ALL:
        return most;
    case SRE_ANY:
        while (p < to && *p != '\n')
            p++;
        break;
    case SRE_LITERAL:
        while (p < to && *p == item[1])
            p++;
        break;
    case SRE_NOT_LITERAL:
        while (p < to && *p != item[1])
            p++;
        break;
    case SRE_IN:
        while (p < to && sre_in_set(item + 2, *p))
            p++;
        break;
    default:
        while (p < to && is_one(item, *p))
            p++;
    }
    return p - from;
}

/* Of counts n, n-1, ... least: the first that what follows the repeat could
 * go with; -1 none. */
static ptrdiff_t NAMED(give_back)(const struct sre_state *s,
                                  const uint32_t *tail, ptrdiff_t at,
                                  ptrdiff_t n, ptrdiff_t least)
{
    const UNIT *text = (const UNIT *)s->text + at;
    if (tail[0] != SRE_LITERAL)
        return n;
    if (n >= least && at + n >= s->length)
        n = s->length - at - 1;
    while (n >= least && text[n] != tail[1])
        n--;
    return n >= least ? n : -1;
}

/* Takes what a repeat must at least have, or all it may; -1: too few. */
static ptrdiff_t NAMED(take)(const struct sre_state *s, const uint32_t *pc,
                             ptrdiff_t at, uint32_t most)
{
    ptrdiff_t left = s->length - at, limit = most;
    if (left < (ptrdiff_t)pc[2])
        return -1;
    if (most == SRE_MAX_REPEAT || limit > left)
        limit = left;
    ptrdiff_t n = NAMED(count)(s, pc + 4, at, limit);
    return n < (ptrdiff_t)pc[2] ? -1 : n;
}

/* A greedy repeat with at most n: where to go on, -1: nowhere. */
static ptrdiff_t NAMED(greedy)(struct sre_state *s, const uint32_t *pc,
                               ptrdiff_t at, ptrdiff_t n, bool *ok)
{
    const uint32_t *tail = pc + 1 + pc[1];
    n = NAMED(give_back)(s, tail, at, n, pc[2]);
    *ok = true;
    if (n > (ptrdiff_t)pc[2]) {
        struct sre_entry *e = sre_push(s);
        if (!(*ok = e))
            return -1;
        *e = (struct sre_entry){SRE_GREEDY, 0, pc, at, n - 1};
    }
    return n < 0 ? -1 : at + n;
}

/* A lazy repeat that has n and may have more from `at` on: takes as many as
 * bring it to where its tail can be. */
static ptrdiff_t NAMED(lazy)(struct sre_state *s, const uint32_t *pc,
                             ptrdiff_t at, ptrdiff_t n, bool *ok)
{
    const uint32_t *tail = pc + 1 + pc[1];
    bool endless = pc[3] == SRE_MAX_REPEAT;
    *ok = true;
    if (tail[0] == SRE_LITERAL) {
        while (at < s->length && NAMED(char_at)(s, at) != tail[1]) {
            if ((!endless && n >= (ptrdiff_t)pc[3]) ||
                !is_one(pc + 4, NAMED(char_at)(s, at)))
                return -1;
            at++, n++;
        }
        if (at == s->length)
            return -1;
    }
    struct sre_entry *e = sre_push(s);
    if (!(*ok = e))
        return -1;
    *e = (struct sre_entry){SRE_LAZY, 0, pc, at, n};
    return at;
}

/* The next try of a lazy repeat. */
static ptrdiff_t NAMED(lazy_more)(struct sre_state *s,
                                  const struct sre_entry *e, bool *ok)
{
    const uint32_t *pc = e->code;
    *ok = true;
    if ((pc[3] != SRE_MAX_REPEAT && e->other >= (ptrdiff_t)pc[3]) ||
        e->text >= s->length ||
        !is_one(pc + 4, NAMED(char_at)(s, e->text)))
        return -1;
    return NAMED(lazy)(s, pc, e->text + 1, e->other + 1, ok);
}

/* Could the alternative at pc begin here? */
static bool NAMED(may_begin)(const struct sre_state *s, const uint32_t *pc,
                             ptrdiff_t at)
{
    if (pc[0] != SRE_LITERAL && pc[0] != SRE_IN)
        return true;
    return at < s->length && is_one(pc, NAMED(char_at)(s, at));
}

/* The first alternative from branch on that could begin here, the next ones
 * put on the stack; NULL: none. */
static const uint32_t *NAMED(choose)(struct sre_state *s,
                                     const uint32_t *branch, ptrdiff_t at,
                                     bool *ok)
{
    const uint32_t *next;
    *ok = true;
    while (branch[0] && !NAMED(may_begin)(s, branch + 1, at))
        branch += branch[0];
    if (!branch[0])
        return NULL;
    for (next = branch + branch[0]; next[0]; next += next[0])
        if (NAMED(may_begin)(s, next + 1, at))
            break;
    if (next[0]) {
        struct sre_entry *e = sre_push(s);
        if (!(*ok = e))
            return NULL;
        *e = (struct sre_entry){SRE_CHOICE, 0, next, at, 0};
    }
    return branch + 1;
}

static bool NAMED(boundary)(const struct sre_state *s, ptrdiff_t at,
                            uint32_t category)
{
    bool before = at > 0 && sre_is_category(category,
                                            NAMED(char_at)(s, at - 1));
    bool after = at < s->length &&
                 sre_is_category(category, NAMED(char_at)(s, at));
    return before != after;
}

static bool NAMED(stands)(const struct sre_state *s, uint32_t where,
                          ptrdiff_t at)
{
    static const uint32_t word[] = {SRE_WORD, SRE_WORD, 0,
                                    0,        0,        SRE_LOC_WORD,
                                    SRE_LOC_WORD, SRE_UNI_WORD, SRE_UNI_WORD};
    ptrdiff_t left = s->length - at;
    switch (where) {
    case SRE_AT_BEGINNING:
    case SRE_AT_BEGINNING_STRING:
        return at == 0;
    case SRE_AT_BEGINNING_LINE:
        return at == 0 || NAMED(char_at)(s, at - 1) == '\n';
    case SRE_AT_END:
        return left == 0 || (left == 1 && NAMED(char_at)(s, at) == '\n');
    case SRE_AT_END_LINE:
        return left == 0 || NAMED(char_at)(s, at) == '\n';
    case SRE_AT_END_STRING:
        return left == 0;
    case SRE_AT_BOUNDARY:
    case SRE_AT_LOC_BOUNDARY:
    case SRE_AT_UNI_BOUNDARY:
        return s->length > 0 &&
               NAMED(boundary)(s, at, word[where - SRE_AT_BOUNDARY]);
    default:
        return s->length > 0 &&
               !NAMED(boundary)(s, at, word[where - SRE_AT_BOUNDARY]);
    }
}

/* Where the text of a group, repeated here, ends; -1: it is not here. */
static ptrdiff_t NAMED(again)(const struct sre_state *s, const uint32_t *pc,
                              ptrdiff_t at)
{
    ptrdiff_t from = s->marks[2 * pc[1]], to = s->marks[2 * pc[1] + 1];
    if (from < 0 || to < from || s->length - at < to - from)
        return -1;
    for (; from < to; from++, at++)
        if (!is_same(pc[0], NAMED(char_at)(s, from), NAMED(char_at)(s, at)))
            return -1;
    return at;
}

/* Puts back and pops up to where something else can be tried: its code, *at.
 * NULL: nothing is left, or (*ok false) pending. */
static const uint32_t *NAMED(backtrack)(struct sre_state *s, ptrdiff_t *at,
                                        bool *ok)
{
    const uint32_t *pc;
    *ok = (++s->ticks & 4095) || sre_tick(s);
    while (*ok && s->used) {
        struct sre_entry e = s->stack[--s->used];
        switch (e.kind) {
        case SRE_CHOICE:
            *at = e.text;
            pc = NAMED(choose)(s, e.code, *at, ok);
            return pc;
        case SRE_GREEDY:
            *at = NAMED(greedy)(s, e.code, e.text, e.other, ok);
            if (*at >= 0)
                return e.code + 1 + e.code[1];
            break;
        case SRE_LAZY:
            *at = NAMED(lazy_more)(s, &e, ok);
            if (*at >= 0)
                return e.code + 1 + e.code[1];
            break;
        default:
            pc = undo(s, &e, at, ok);
            if (pc)
                return pc;
        }
    }
    return NULL;
}

/* One step of code that is not a single character. */
static const uint32_t *NAMED(step)(struct sre_state *s, const uint32_t *pc,
                                   ptrdiff_t *at, bool *ok)
{
    ptrdiff_t n;
    switch (pc[0]) {
    case SRE_AT:
        return NAMED(stands)(s, pc[1], *at) ? pc + 2 : NULL;
    case SRE_BRANCH:
        return NAMED(choose)(s, pc + 1, *at, ok);
    case SRE_REPEAT_ONE:
        n = NAMED(take)(s, pc, *at, pc[3]);
        if (n < 0 || (n = NAMED(greedy)(s, pc, *at, n, ok)) < 0)
            return NULL;
        *at = n;
        return pc + 1 + pc[1];
    case SRE_MIN_REPEAT_ONE:
        n = NAMED(take)(s, pc, *at, pc[2]);
        if (n < 0 || (n = NAMED(lazy)(s, pc, *at + n, n, ok)) < 0)
            return NULL;
        *at = n;
        return pc + 1 + pc[1];
    case SRE_POSSESSIVE_REPEAT_ONE:
        n = NAMED(take)(s, pc, *at, pc[3]);
        *at += n;
        return n < 0 ? NULL : pc + 1 + pc[1];
    case SRE_GROUPREF:
    case SRE_GROUPREF_IGNORE:
    case SRE_GROUPREF_LOC_IGNORE:
    case SRE_GROUPREF_UNI_IGNORE:
        *at = NAMED(again)(s, pc, *at);
        return *at < 0 ? NULL : pc + 2;
    default:
        if (!(++s->ticks & 4095) && !(*ok = sre_tick(s)))
            return NULL;
        return control(s, pc, at, ok);
    }
}

static int NAMED(run)(struct sre_state *s, const uint32_t *pc)
{
    ptrdiff_t at = s->at;
    bool ok = true;
    for (;;) {
        while (pc && is_single[pc[0]]) {
            bool yes = at < s->length && is_one(pc, NAMED(char_at)(s, at));
            at++;
            pc = yes ? after_one(pc) : NULL;
        }
        if (pc && pc[0] == SRE_SUCCESS && !s->barrier) {
            if (is_complete(s, at))
                return 1;
            pc = NULL;
        } else if (pc) {
            pc = NAMED(step)(s, pc, &at, &ok);
        }
        if (!ok)
            return -1;
        while (!pc) {
            if (!s->used)
                return 0;
            pc = NAMED(backtrack)(s, &at, &ok);
            if (!ok)
                return -1;
        }
    }
}

/* The first place from `at` to `last` where the pattern may begin; -1. */
static ptrdiff_t NAMED(candidate)(const struct sre_state *s,
                                  const struct hint *hint, ptrdiff_t at,
                                  ptrdiff_t last)
{
    const UNIT *text = s->text;
    if (hint->prefix)
        while (at <= last && text[at] != hint->prefix[0])
            at++;
    else if (hint->set)
        while (at <= last && !sre_in_set(hint->set, text[at]))
            at++;
    return at <= last ? at : -1;
}
