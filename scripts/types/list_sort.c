/*
 * The stable sort of list: merging of natural runs with galloping ("timsort",
 * Tim Peters, listsort.txt in CPython), with its run policy "powersort"
 * (Munro and Wild, "Nearly-Optimal Mergesorts", 2018), which CPython 3.11
 * uses, so that keys are compared in the same pairs and order as there.
 *
 * While it runs the list is empty, its array held here, so that script code in
 * a comparison cannot see or break it.
 */
#include <string.h>

#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/list_internal.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define MIN_GALLOP 7
#define MAX_RUNS 85

/* Keys, and the values that move with them (NULL: the keys are all). */
struct span {
    object **keys, **values;
};

struct run {
    struct span at;
    size_t length;
    int power;
};

typedef int less_fn(struct vm *vm, object *a, object *b);

struct sort {
    struct vm *vm;
    less_fn *less; /* 1, 0, -1 error */
    size_t min_gallop, length;
    object **base;
    struct span scratch;
    size_t scratch_size; /* references */
    struct run runs[MAX_RUNS];
    size_t run_count;
};

/* ---- comparing -------------------------------------------------------------- */

static int less_any(struct vm *vm, object *a, object *b)
{
    return vm_compare_bool(vm, a, b, COMPARE_LT);
}

static int less_int(struct vm *vm, object *a, object *b)
{
    (void)vm;
    return ((struct int_object *)a)->value < ((struct int_object *)b)->value;
}

static int less_float(struct vm *vm, object *a, object *b)
{
    (void)vm;
    return ((struct float_object *)a)->value <
           ((struct float_object *)b)->value;
}

static int less_str(struct vm *vm, object *a, object *b)
{
    (void)vm;
    return str_order(a, b) < 0;
}

/* A comparison that needs no script code, if all keys are of one plain type. */
static less_fn *choose_less(object *const *keys, size_t n)
{
    bool ints = n > 0, floats = n > 0, strings = n > 0;
    for (size_t i = 0; i < n; i++) {
        ints = ints && vm_is(keys[i], TYPE_INT) && int_is_small(keys[i]);
        floats = floats && vm_is(keys[i], TYPE_FLOAT);
        strings = strings && vm_is(keys[i], TYPE_STR);
    }
    return ints ? less_int : floats ? less_float : strings ? less_str
                                                           : less_any;
}

static int less(struct sort *s, object *a, object *b)
{
    return s->less(s->vm, a, b);
}

/* ---- spans ---------------------------------------------------------------------- */

static struct span shift(struct span at, ptrdiff_t by)
{
    return (struct span){at.keys + by, at.values ? at.values + by : NULL};
}

static void copy_one(struct span to, size_t i, struct span from, size_t j)
{
    to.keys[i] = from.keys[j];
    if (to.values)
        to.values[i] = from.values[j];
}

static void move(struct span to, struct span from, size_t n)
{
    memmove(to.keys, from.keys, n * sizeof(object *));
    if (to.values)
        memmove(to.values, from.values, n * sizeof(object *));
}

static void reverse_array(object **a, size_t n)
{
    for (size_t i = 0, j = n; i + 1 < j; i++) {
        object *o = a[--j];
        a[j] = a[i];
        a[i] = o;
    }
}

static void reverse(struct span at, size_t n)
{
    reverse_array(at.keys, n);
    if (at.values)
        reverse_array(at.values, n);
}

/* ---- runs -------------------------------------------------------------------------- */

/* Items [start, n) are put in their places among [0, start), sorted. */
static bool insertion_sort(struct sort *s, struct span at, size_t n,
                           size_t start)
{
    for (size_t i = start ? start : 1; i < n; i++) {
        size_t l = 0, r = i;
        object *pivot = at.keys[i], *value = at.values ? at.values[i] : NULL;
        while (l < r) {
            size_t middle = l + ((r - l) >> 1);
            int before = less(s, pivot, at.keys[middle]);
            if (before < 0)
                return false;
            if (before)
                r = middle;
            else
                l = middle + 1;
        }
        move(shift(at, (ptrdiff_t)l + 1), shift(at, (ptrdiff_t)l), i - l);
        at.keys[l] = pivot;
        if (at.values)
            at.values[l] = value;
    }
    return true;
}

/* Length of the run that begins at `at` (0: error); reversed if descending. */
static size_t count_run(struct sort *s, struct span at, size_t n)
{
    if (n < 2)
        return n;
    int descending = less(s, at.keys[1], at.keys[0]);
    if (descending < 0)
        return 0;
    size_t i;
    for (i = 2; i < n; i++) {
        int before = less(s, at.keys[i], at.keys[i - 1]);
        if (before < 0)
            return 0;
        if (before != descending)
            break;
    }
    if (descending)
        reverse(at, i);
    return i;
}

static size_t minimum_run(size_t n)
{
    size_t odd = 0;
    while (n >= 64) {
        odd |= n & 1;
        n >>= 1;
    }
    return n + odd;
}

/* ---- galloping ------------------------------------------------------------------------ */

/*
 * Where key belongs in the sorted a[0..n): before any equal ones (left) or
 * behind them (right); the search starts at hint.  -1: error.
 */
static ptrdiff_t gallop(struct sort *s, object *key, object *const *a,
                        ptrdiff_t n, ptrdiff_t hint, bool right)
{
    /* `later(i)`: key belongs behind a[i] */
#define LATER(i)                                                               \
    (right ? less(s, key, a[i]) : less(s, a[i], key))
    ptrdiff_t last = 0, offset = 1;
    int first = LATER(hint);
    if (first < 0)
        return -1;
    bool up = right ? !first : first;
    ptrdiff_t limit = up ? n - hint : hint + 1;
    while (offset < limit) {
        int is = LATER(up ? hint + offset : hint - offset);
        if (is < 0)
            return -1;
        if ((right ? !is : is) != up)
            break;
        last = offset;
        offset = offset > PTRDIFF_MAX / 2 ? limit : (offset << 1) + 1;
    }
    if (offset > limit)
        offset = limit;
    ptrdiff_t low = up ? hint + last : hint - offset;
    ptrdiff_t high = up ? hint + offset : hint - last;
    for (low++; low < high;) {
        ptrdiff_t middle = low + ((high - low) >> 1);
        int is = LATER(middle);
        if (is < 0)
            return -1;
        if (right ? !is : is)
            low = middle + 1;
        else
            high = middle;
    }
#undef LATER
    return high;
}

/* ---- merging ----------------------------------------------------------------------------- */

static bool need_scratch(struct sort *s, size_t n, bool values)
{
    size_t wanted = n * (values ? 2 : 1);
    if (s->scratch_size < wanted) {
        heap *h = s->vm->heap;
        if (s->scratch_size)
            heap_array_free(h, s->scratch.keys,
                            s->scratch_size * sizeof(object *));
        s->scratch_size = 0;
        s->scratch.keys = heap_array_new(h, wanted * sizeof(object *));
        if (!s->scratch.keys)
            return vm_raise_no_memory(s->vm);
        s->scratch_size = wanted;
    }
    s->scratch.values = values ? s->scratch.keys + n : NULL;
    return true;
}

/* The state of one merge: two sources and where the result goes. */
struct merge {
    struct span to, a, b;
    ptrdiff_t na, nb;
};

/* One pair at a time until a side wins min_gallop times: 1 then, 0 done. */
static int merge_low_pairs(struct sort *s, struct merge *m)
{
    size_t wins_a = 0, wins_b = 0;
    for (;;) {
        int b_first = less(s, m->b.keys[0], m->a.keys[0]);
        if (b_first < 0)
            return -1;
        if (b_first) {
            copy_one(m->to, 0, m->b, 0);
            m->to = shift(m->to, 1);
            m->b = shift(m->b, 1);
            wins_a = 0;
            if (--m->nb == 0)
                return 0;
            if (++wins_b >= s->min_gallop)
                return 1;
        } else {
            copy_one(m->to, 0, m->a, 0);
            m->to = shift(m->to, 1);
            m->a = shift(m->a, 1);
            wins_b = 0;
            if (--m->na == 1)
                return 0;
            if (++wins_a >= s->min_gallop)
                return 1;
        }
    }
}

/* Whole stretches at a time while that pays: 1 no longer, 0 done. */
static int merge_low_gallop(struct sort *s, struct merge *m)
{
    ptrdiff_t k, taken_a, taken_b;
    s->min_gallop++;
    do {
        s->min_gallop -= s->min_gallop > 1;
        k = taken_a = gallop(s, m->b.keys[0], m->a.keys, m->na, 0, true);
        if (k < 0)
            return -1;
        move(m->to, m->a, (size_t)k);
        m->to = shift(m->to, k);
        m->a = shift(m->a, k);
        m->na -= k;
        if (m->na <= 1)
            return 0; /* 0 only with inconsistent comparisons */
        copy_one(m->to, 0, m->b, 0);
        m->to = shift(m->to, 1);
        m->b = shift(m->b, 1);
        if (--m->nb == 0)
            return 0;
        k = taken_b = gallop(s, m->a.keys[0], m->b.keys, m->nb, 0, false);
        if (k < 0)
            return -1;
        move(m->to, m->b, (size_t)k);
        m->to = shift(m->to, k);
        m->b = shift(m->b, k);
        m->nb -= k;
        if (m->nb == 0)
            return 0;
        copy_one(m->to, 0, m->a, 0);
        m->to = shift(m->to, 1);
        m->a = shift(m->a, 1);
        if (--m->na == 1)
            return 0;
    } while (taken_a >= MIN_GALLOP || taken_b >= MIN_GALLOP);
    s->min_gallop++;
    return 1;
}

/* a[0..na) and b[0..nb) adjacent, na <= nb; a[0] > b[0], a[na-1] > all b. */
static bool merge_low(struct sort *s, struct span a, ptrdiff_t na,
                      struct span b, ptrdiff_t nb)
{
    if (!need_scratch(s, (size_t)na, a.values))
        return false;
    move(s->scratch, a, (size_t)na);
    struct merge m = {a, s->scratch, b, na, nb};
    copy_one(m.to, 0, m.b, 0);
    m.to = shift(m.to, 1);
    m.b = shift(m.b, 1);
    int more = --m.nb > 0 && m.na > 1;
    while (more > 0 && (more = merge_low_pairs(s, &m)) > 0)
        more = merge_low_gallop(s, &m);
    if (more == 0 && m.na == 1 && m.nb > 0) {
        move(m.to, m.b, (size_t)m.nb);
        copy_one(m.to, (size_t)m.nb, m.a, 0);
    } else {
        move(m.to, m.a, (size_t)m.na);
    }
    return more >= 0;
}

/* In merges from the end, a and b point at their first items throughout and
 * `to` behind the last place to fill. */
static void take_last(struct merge *m, struct span from, ptrdiff_t *n,
                      ptrdiff_t count)
{
    m->to = shift(m->to, -count);
    *n -= count;
    move(m->to, shift(from, *n), (size_t)count);
}

static int merge_high_pairs(struct sort *s, struct merge *m)
{
    size_t wins_a = 0, wins_b = 0;
    for (;;) {
        int a_last = less(s, m->b.keys[m->nb - 1], m->a.keys[m->na - 1]);
        if (a_last < 0)
            return -1;
        if (a_last) {
            take_last(m, m->a, &m->na, 1);
            wins_b = 0;
            if (m->na == 0)
                return 0;
            if (++wins_a >= s->min_gallop)
                return 1;
        } else {
            take_last(m, m->b, &m->nb, 1);
            wins_a = 0;
            if (m->nb == 1)
                return 0;
            if (++wins_b >= s->min_gallop)
                return 1;
        }
    }
}

static int merge_high_gallop(struct sort *s, struct merge *m)
{
    ptrdiff_t k, taken_a, taken_b;
    s->min_gallop++;
    do {
        s->min_gallop -= s->min_gallop > 1;
        k = gallop(s, m->b.keys[m->nb - 1], m->a.keys, m->na, m->na - 1, true);
        if (k < 0)
            return -1;
        taken_a = m->na - k;
        take_last(m, m->a, &m->na, taken_a);
        if (m->na == 0)
            return 0;
        take_last(m, m->b, &m->nb, 1);
        if (m->nb == 1)
            return 0;
        k = gallop(s, m->a.keys[m->na - 1], m->b.keys, m->nb, m->nb - 1,
                   false);
        if (k < 0)
            return -1;
        taken_b = m->nb - k;
        take_last(m, m->b, &m->nb, taken_b);
        if (m->nb <= 1)
            return 0;
        take_last(m, m->a, &m->na, 1);
        if (m->na == 0)
            return 0;
    } while (taken_a >= MIN_GALLOP || taken_b >= MIN_GALLOP);
    s->min_gallop++;
    return 1;
}

/* The same with nb < na: b is the one set aside. */
static bool merge_high(struct sort *s, struct span a, ptrdiff_t na,
                       struct span b, ptrdiff_t nb)
{
    if (!need_scratch(s, (size_t)nb, b.values))
        return false;
    move(s->scratch, b, (size_t)nb);
    struct merge m = {shift(b, nb), a, s->scratch, na, nb};
    take_last(&m, m.a, &m.na, 1);
    int more = m.na > 0 && m.nb > 1;
    while (more > 0 && (more = merge_high_pairs(s, &m)) > 0)
        more = merge_high_gallop(s, &m);
    if (more == 0 && m.nb == 1 && m.na > 0) {
        take_last(&m, m.a, &m.na, m.na);
        copy_one(shift(m.to, -1), 0, m.b, 0);
    } else {
        take_last(&m, m.b, &m.nb, m.nb);
    }
    return more >= 0;
}

static bool merge_at(struct sort *s, size_t i)
{
    struct span a = s->runs[i].at, b = s->runs[i + 1].at;
    ptrdiff_t na = (ptrdiff_t)s->runs[i].length;
    ptrdiff_t nb = (ptrdiff_t)s->runs[i + 1].length;
    s->runs[i].length = (size_t)(na + nb);
    if (i + 3 == s->run_count)
        s->runs[i + 1] = s->runs[i + 2];
    s->run_count--;
    ptrdiff_t k = gallop(s, b.keys[0], a.keys, na, 0, true);
    if (k < 0)
        return false;
    a = shift(a, k);
    na -= k;
    if (na == 0)
        return true;
    nb = gallop(s, a.keys[na - 1], b.keys, nb, nb - 1, false);
    if (nb <= 0)
        return nb == 0;
    return na <= nb ? merge_low(s, a, na, b, nb) : merge_high(s, a, na, b, nb);
}

/* Powersort's node power of the boundary between two adjacent runs. */
static int boundary_power(size_t start, size_t n1, size_t n2, size_t n)
{
    size_t a = 2 * start + n1, b = a + n1 + n2;
    for (int power = 1;; power++) {
        if (a >= n) {
            a -= n;
            b -= n;
        } else if (b >= n) {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

static bool push_run(struct sort *s, struct span at, size_t length)
{
    if (s->run_count > 0) {
        struct run *top = &s->runs[s->run_count - 1];
        int power =
            boundary_power((size_t)(top->at.keys - s->base), top->length,
                           length, s->length);
        while (s->run_count > 1 && s->runs[s->run_count - 2].power > power)
            if (!merge_at(s, s->run_count - 2))
                return false;
        s->runs[s->run_count - 1].power = power;
    }
    s->runs[s->run_count++] = (struct run){at, length, 0};
    return true;
}

static bool collapse(struct sort *s)
{
    while (s->run_count > 1) {
        size_t n = s->run_count - 2;
        if (n > 0 && s->runs[n - 1].length < s->runs[n + 1].length)
            n--;
        if (!merge_at(s, n))
            return false;
    }
    return true;
}

static bool sort_span(struct sort *s, struct span at, size_t n)
{
    size_t least = minimum_run(n);
    s->base = at.keys;
    s->length = n;
    while (n > 0) {
        size_t run = count_run(s, at, n);
        if (run == 0)
            return false;
        if (run < least) {
            size_t forced = n <= least ? n : least;
            if (!insertion_sort(s, at, forced, run))
                return false;
            run = forced;
        }
        if (!push_run(s, at, run))
            return false;
        at = shift(at, (ptrdiff_t)run);
        n -= run;
    }
    return collapse(s);
}

/* ---- the whole --------------------------------------------------------------------------- */

/* key(item) for each item; false with those made released. */
static bool make_keys(struct vm *vm, object *key, struct list_object *items,
                      object **keys)
{
    for (size_t i = 0; i < items->length; i++) {
        keys[i] = vm_call1(vm, key, items->items[i]);
        if (keys[i])
            continue;
        while (i-- > 0)
            vm_release(vm, keys[i]);
        return false;
    }
    return true;
}

static bool sort_detached(struct vm *vm, struct list_object *items,
                          object **keys, bool backwards)
{
    size_t n = items->length;
    struct sort s = {.vm = vm, .min_gallop = MIN_GALLOP};
    struct span at = {keys ? keys : items->items, keys ? items->items : NULL};
    s.less = choose_less(at.keys, n);
    if (n < 2)
        return true;
    if (backwards)
        reverse(at, n);
    bool ok = sort_span(&s, at, n);
    if (backwards)
        reverse(at, n);
    if (s.scratch_size)
        heap_array_free(vm->heap, s.scratch.keys,
                        s.scratch_size * sizeof(object *));
    return ok;
}

static bool sort_with_key(struct vm *vm, struct list_object *items,
                          object *key, bool backwards)
{
    size_t bytes = items->length * sizeof(object *);
    if (!bytes)
        return true;
    object **keys = heap_array_new(vm->heap, bytes);
    if (!keys)
        return vm_raise_no_memory(vm);
    bool ok = make_keys(vm, key, items, keys);
    if (ok) {
        ok = sort_detached(vm, items, keys, backwards);
        for (size_t i = 0; i < items->length; i++)
            vm_release(vm, keys[i]);
    }
    heap_array_free(vm->heap, keys, bytes);
    return ok;
}

bool list_sort(struct vm *vm, object *list, object *key, bool backwards)
{
    struct list_object items, meddled;
    if (!list_own(vm, list))
        return false;
    uint32_t aux = heap_aux(list);
    list_detach(list, &items);
    heap_set_aux(list, aux & ~LIST_RESIZED);
    bool ok = key ? sort_with_key(vm, &items, key, backwards)
                  : sort_detached(vm, &items, NULL, backwards);
    bool changed = heap_aux(list) & LIST_RESIZED;
    if (!list_own(vm, list))
        list_clear(vm, list);
    heap_set_aux(list, aux);
    list_detach(list, &meddled);
    struct list_object *l = (struct list_object *)list;
    l->items = items.items;
    l->length = items.length;
    l->capacity = items.capacity;
    for (size_t i = meddled.length; i-- > 0;)
        vm_release(vm, meddled.items[i]);
    if (meddled.items)
        heap_array_free(vm->heap, meddled.items,
                        meddled.capacity * sizeof(object *));
    if (ok && changed) {
        vm_raise(vm, EXC_VALUE_ERROR, "list modified during sort");
        return false;
    }
    return ok;
}
