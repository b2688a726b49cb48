/*
 * Trial deletion.  Counts held from outside the set being collected are found
 * by subtracting the references inside it; what nobody outside holds, even
 * indirectly, is garbage.  The order of every list is CPython 3.11's, since
 * scripts can see it in the order of finalizers.
 *
 * While find_unreachable runs, `prev` of the objects in the set is a count,
 * not a link, HEAP_COLLECTING marks the set, HEAP_MARK the objects thought
 * unreachable so far, and no script code can run.
 */
#include "heap/collect.h"

#include "heap/events_internal.h"
#include "heap/list.h"
#include "heap/spares.h"
#include "heap/share_internal.h"
#include "heap/types.h"
#include "heap/weak.h"

/* ---- finding ------------------------------------------------------------- */

enum {
    AHEAD = 32,  /* references fetched before they are looked at */
    NEAR = 4096, /* bytes: the processor has fetched it by itself */
    MANY = 4096, /* references: the set may be larger than the caches */
    NOTED = 512, /* survivors that may be untracked */
};

static void join(struct heap_node *n, uint32_t count)
{
    n->prev = count;
    n->base.word |= HEAP_COLLECTING;
}

static uint32_t count_of(struct heap_node *n)
{
    return heap_refs(heap_unlikely(is_annex(n)) ? member_of(n) : &n->base);
}

static void copy_counts(heap *h, struct heap_node *list)
{
    uint32_t end = ref_of(h, list);
    for (uint32_t i = list->next; i != end;) {
        struct heap_node *n = node_at(h, i);
        join(n, count_of(n));
        i = n->next;
    }
}

/* What the owners of a shared array would hold, had each its own. */
static void add_extra(const heap *h, object *item, uint32_t extra)
{
    struct heap_node *n = links_of(h, item);
    if (n->base.word & HEAP_COLLECTING)
        n->prev = extra > UINT32_MAX - n->prev ? UINT32_MAX : n->prev + extra;
}

/* References wait in a ring while the memory they name is fetched: what is
 * subtracted when makes no difference. */
struct subtraction {
    const heap *h;
    object *ring[AHEAD];
    size_t at; /* how many have been in it */
    const object *outside; /* a referent met last that is not in the set */
    object *owner;         /* of the objects passed last, */
    uint32_t owned;        /* so many, not yet subtracted from its count */
    uint32_t below;   /* HEAP_GENERATION bits that are not in the set */
    uintptr_t last; /* referent in the set */
    size_t far;     /* how many were not near the one before */
    size_t listed;  /* referents of large arrays */
};

static inline bool in_set(const struct subtraction *s, uint32_t word)
{
    return word & HEAP_TRACKED && (word & HEAP_GENERATION) < s->below;
}

/* The annex of a referent that may have one, or NULL. */
static __attribute__((cold, noinline)) struct heap_node *
annex_if_any(const heap *h, const object *o)
{
    return has_annex(h, o) ? annex_of(h, o) : NULL;
}

/* subtract_one() of what may have its links in an annex. */
static __attribute__((cold, noinline)) void
subtract_annex(const struct subtraction *s, const object *referent)
{
    struct heap_node *n = annex_if_any(s->h, referent);
    if (!n)
        return;
    if (!(n->base.word & HEAP_COLLECTING) && in_set(s, n->base.word))
        join(n, referent->refs);
    if (n->base.word & HEAP_COLLECTING && n->prev)
        n->prev--;
}

static inline void subtract_one(struct subtraction *s, object *referent)
{
    struct heap_node *n = (struct heap_node *)referent;
    uintptr_t at = (uintptr_t)referent;
    if (referent->word & HEAP_COLLECTING) {
        if (n->prev)
            n->prev--;
    } else if (in_set(s, referent->word)) {
        join(n, referent->refs - 1);
    } else {
        if (heap_unlikely(may_have_annex(referent)))
            subtract_annex(s, referent);
        else
            s->outside = referent;
        return;
    }
    if (heap_unlikely(at - s->last + NEAR > 2 * NEAR))
        s->far++;
    s->last = at;
}

static void subtract_later(object *referent, void *arg)
{
    struct subtraction *s = arg;
    object **place;
    if (referent == s->outside)
        return;
    place = &s->ring[s->at++ % AHEAD];
    __builtin_prefetch(referent, 1);
    if (*place)
        subtract_one(s, *place);
    *place = referent;
}

/* An array is fetched from as it is walked. */
static void subtract_items(struct subtraction *s, const struct heap_items *items)
{
    object *const *first = items->first;
    s->listed += items->count;
    for (uint32_t i = items->count; i-- > 0;) {
        if (i >= AHEAD && first[i - AHEAD])
            __builtin_prefetch(first[i - AHEAD], 1);
        if (first[i])
            subtract_one(s, first[i]);
    }
}

/* Where o has nothing but many items: those, else NULL. */
static inline const struct heap_items *many_items(const heap *h,
                                                  const object *o)
{
    const struct heap_type *type = entry_of(h, o)->type;
    if (type->items_at && items_of(type, o)->count > AHEAD &&
        !type->field_count && !type->owner)
        return items_of(type, o);
    return NULL;
}

static void subtract_owned(struct subtraction *s)
{
    for (; s->owned; s->owned--)
        subtract_one(s, s->owner);
}

static void subtract_of(heap *h, struct subtraction *s, object *o)
{
    const struct heap_items *items = many_items(h, o);
    object *owner = NULL;
    if (items)
        subtract_items(s, items);
    else
        owner = type_traverse_fast(h, o, subtract_later, s);
    if (owner && owner != s->owner) {
        subtract_owned(s);
        s->owner = owner;
    }
    s->owned += owner != NULL;
}

/* Members have joined already, or do so when they are met first: in the list,
 * or as a referent that is tracked in one of the first `young` generations.
 * Returns whether many refer to what is not near. */
static bool subtract_inner(heap *h, struct heap_node *list, int young)
{
    struct subtraction s = {.h = h, .below = (uint32_t)young << 1};
    uint32_t end = ref_of(h, list);
    for (uint32_t i = list->next; i != end;) {
        struct heap_node *n = node_at(h, i);
        i = n->next;
        __builtin_prefetch(node_at(h, i), 1);
        if (!(n->base.word & HEAP_COLLECTING))
            join(n, count_of(n));
        subtract_of(h, &s, &n->base);
    }
    subtract_owned(&s);
    for (int i = 0; i < AHEAD; i++)
        if (s.ring[i])
            subtract_one(&s, s.ring[i]);
    return s.far > MANY && s.far > (s.at + s.listed) / 8;
}

struct rescue {
    heap *h;
    object *owner; /* rescued last: there is nothing left to do for it */
    struct heap_node *reachable;
};

static inline void rescue_node(struct rescue *r, struct heap_node *n)
{
    if (n->base.word & HEAP_MARK) {
        n->base.word &= ~(uint32_t)HEAP_MARK;
        list_move(r->h, r->reachable, n);
        n->prev = 1;
    } else if (n->prev == 0) {
        n->prev = 1;
    }
}

/* rescue_one() of what may have its links in an annex. */
static __attribute__((cold, noinline)) void rescue_annex(struct rescue *r,
                                                         const object *referent)
{
    struct heap_node *n = annex_if_any(r->h, referent);
    if (n && n->base.word & HEAP_COLLECTING)
        rescue_node(r, n);
}

static inline __attribute__((always_inline)) void rescue_one(object *referent,
                                                             void *arg)
{
    if (referent->word & HEAP_COLLECTING)
        rescue_node(arg, (struct heap_node *)referent);
    else if (heap_unlikely(may_have_annex(referent)))
        rescue_annex(arg, referent);
}

static void rescue_items(struct rescue *r, const struct heap_items *items)
{
    object *const *first = items->first;
    for (uint32_t i = items->count; i-- > 0;) {
        if (i >= AHEAD && first[i - AHEAD])
            __builtin_prefetch(first[i - AHEAD], 1);
        if (first[i])
            rescue_one(first[i], r);
    }
}

static void fetch_one(object *referent, void *arg)
{
    (void)arg;
    __builtin_prefetch(referent, 1);
}

/* Goes some objects ahead of the split and fetches what they refer to, which
 * must be rescued in order and so cannot wait in a ring. */
struct scout {
    uint32_t at, end;
};

/* False at the end of the list, which may grow later. */
static bool scout_one(heap *h, struct scout *scout)
{
    uint32_t next = node_at(h, scout->at)->next;
    if (next == scout->end)
        return false;
    scout->at = next;
    type_traverse_fast(h, &node_at(h, next)->base, fetch_one, NULL);
    return true;
}

/* The split has reached the scout, and `last` is what stays in the list. */
static void scout_again(heap *h, struct scout *scout, struct heap_node *last)
{
    scout->at = ref_of(h, last);
    for (int i = 0; i < AHEAD / 4 && scout_one(h, scout); i++)
        ;
}

/* Survivors that a full collection may untrack.  Few are noted, lest all the
 * others be passed again. */
struct untrackable {
    size_t count; /* all, noted or not */
    uint32_t noted[NOTED];
};

struct split {
    bool scattered; /* referents are worth a scout */
    bool survivors; /* they are to be aged */
    uint32_t old;   /* to this generation */
    size_t count;   /* aged and in the list */
    size_t dead;    /* unreachable */
    bool rites;     /* one of those has a finalizer or weak references */
    struct untrackable full;
};

static void note_untrackable(heap *h, struct untrackable *full, object *o)
{
    if (full->count < NOTED)
        full->noted[full->count] = ref_of(h, o);
    full->count++;
}

/* Ages a reachable object.  False: it can no longer be in a cycle. */
static bool survives(heap *h, struct split *split, object *o)
{
    const struct heap_type *type = entry_of(h, o)->type;
    if (type->untrack) {
        if (type->untrack_full)
            note_untrackable(h, &split->full, o);
        else if (type->untrack(h, o))
            return false;
    }
    set_generation(o, split->old);
    split->count++;
    return true;
}

/* Rescues what a reachable object refers to and ages it.  False: it need not
 * be in any list again. */
static bool stays(heap *h, struct rescue *rescue, struct split *split,
                  struct heap_node *n)
{
    const struct heap_items *items = many_items(h, &n->base);
    object *owner = NULL;
    if (items)
        rescue_items(rescue, items);
    else
        owner = type_traverse_fast(h, &n->base, rescue_one, rescue);
    if (owner && owner != rescue->owner) {
        rescue_one(owner, rescue);
        rescue->owner = owner;
    }
    n->base.word &= ~(uint32_t)HEAP_COLLECTING;
    if (!split->survivors || survives(h, split, &n->base))
        return true;
    n->base.word &= ~(uint32_t)(HEAP_TRACKED | HEAP_GENERATION);
    return false;
}

/*
 * Splits: objects with a count left stay and rescue what they refer to, the
 * others go to `unreachable`, perhaps to be fetched back.  Each survivor
 * passes once, in the order the list will have.
 */
static void move_unreachable(heap *h, struct heap_node *list,
                             struct heap_node *unreachable, struct split *split)
{
    struct rescue rescue = {.h = h, .reachable = list};
    struct heap_node *last = list;
    uint32_t end = ref_of(h, list);
    struct scout scout = {end, end};
    if (split->scattered)
        scout_again(h, &scout, list);
    while (last->next != end) {
        uint32_t i = last->next;
        struct heap_node *n = node_at(h, i);
        bool held = n->prev;
        if (split->scattered)
            scout_one(h, &scout);
        if (held && stays(h, &rescue, split, n)) {
            n->prev = ref_of(h, last);
            last = n;
        } else {
            last->next = n->next;
        }
        if (!held) {
            n->base.word |= HEAP_MARK;
            list_append(h, unreachable, n);
        }
        if (scout.at == i)
            scout_again(h, &scout, last);
    }
    list->prev = ref_of(h, last);
}

/* Does more than its deletion become of o when it is garbage? */
static bool has_rites(const heap *h, const object *o)
{
    uint32_t flags = entry_of(h, o)->flags;
    return o->word & HEAP_WEAKLY || flags & HEAP_WEAKREF ||
           (flags & HEAP_FINALIZES && !(o->word & HEAP_FINALIZED));
}

/* Leaves the unreachable with HEAP_COLLECTING set, the others without.  The
 * list is all of the first `young` generations; 0: some other set. */
static void find_unreachable(heap *h, struct heap_node *list,
                             struct heap_node *unreachable, int young,
                             struct split *split)
{
    uint32_t end = ref_of(h, unreachable);
    if (!young || h->sharing) {
        copy_counts(h, list);
        share_each_extra(h, list, add_extra);
    }
    split->scattered = subtract_inner(h, list, young);
    list_init(h, unreachable);
    move_unreachable(h, list, unreachable, split);
    for (uint32_t i = unreachable->next; i != end; i = node_at(h, i)->next) {
        struct heap_node *n = node_at(h, i);
        n->base.word &= ~(uint32_t)HEAP_MARK;
        split->dead++;
        split->rites |= has_rites(h, member_of(n));
    }
}

/* ---- survivors ------------------------------------------------------------
 */

static bool untrack_one(heap *h, object *o)
{
    const struct heap_type *type = entry_of(h, o)->type;
    if (!type->untrack_full || !type->untrack(h, o))
        return false;
    heap_untrack(h, o);
    return true;
}

/* Returns how many. */
static size_t untrack_survivors(heap *h, struct heap_node *list,
                                const struct untrackable *full)
{
    uint32_t end = ref_of(h, list), next;
    size_t count = 0;
    if (full->count <= NOTED) {
        for (size_t i = 0; i < full->count; i++)
            count += untrack_one(h, at_ref(h, full->noted[i]));
        return count;
    }
    for (uint32_t i = list->next; i != end; i = next) {
        next = node_at(h, i)->next;
        count += untrack_one(h, &node_at(h, i)->base);
    }
    return count;
}

static void promote(heap *h, struct heap_node *list, uint32_t generation)
{
    uint32_t end = ref_of(h, list);
    for (uint32_t i = list->next; i != end; i = node_at(h, i)->next)
        set_generation(&node_at(h, i)->base, generation);
}

static void age_survivors(heap *h, int generation, int old,
                          const struct split *split)
{
    struct heap_node *list = &h->lists[generation];
    size_t count = split->count;
    if (generation == old) {
        count -= untrack_survivors(h, list, &split->full);
        h->gc.long_lived_pending = 0;
        h->gc.long_lived_total = count;
        return;
    }
    if (old == HEAP_GENERATIONS - 1)
        h->gc.long_lived_pending += count;
    list_merge(h, list, &h->lists[old]);
}

/* ---- weak references -------------------------------------------------------
 */

/* Clears those of one garbage object; callbacks of reachable ones wait. */
static void clear_weak_of(heap *h, object *o)
{
    struct heap_weak *w;
    while ((w = heap_weak_first(h, o))) {
        struct heap_node *n = &w->node;
        heap_retain(&n->base);
        weak_clear_one(h, w);
        if (!w->callback || n->base.word & HEAP_COLLECTING) {
            heap_release(h, &n->base);
            continue;
        }
        if (n->base.word & HEAP_TRACKED)
            list_remove(h, n);
        n->base.word |= HEAP_TRACKED;
        list_append(h, &h->lists[LIST_CALLBACKS], n);
    }
}

static void clear_weak(heap *h, struct heap_node *unreachable)
{
    struct heap_node *seen = &h->lists[LIST_SEEN];
    while (!list_empty(h, unreachable)) {
        struct heap_node *n = node_at(h, unreachable->next);
        list_move(h, seen, n);
        if (entry_of(h, &n->base)->flags & HEAP_WEAKREF)
            weak_clear_one(h, (struct heap_weak *)(void *)n);
        clear_weak_of(h, member_of(n));
    }
    list_merge(h, seen, unreachable);
}

/* Returns how many weak references died of it. */
static size_t call_callbacks(heap *h, int old)
{
    struct heap_node *list = &h->lists[LIST_CALLBACKS];
    size_t freed = 0;
    while (!list_empty(h, list)) {
        uint32_t i = list->next;
        struct heap_weak *w = at_ref(h, i);
        if (h->hooks.weak_callback)
            h->hooks.weak_callback(h->hooks.arg, w, w->callback);
        heap_release(h, &w->node.base);
        if (list->next == i) {
            set_generation(&w->node.base, (uint32_t)old);
            list_move(h, &h->lists[old], &w->node);
        } else {
            freed++;
        }
    }
    return freed;
}

/* ---- finalizers and the end ------------------------------------------------
 */

/* Moves each object to the seen ones, calls fn for it held, and puts all that
 * are still there back. */
static void each_held(heap *h, struct heap_node *list,
                      void (*fn)(heap *h, object *o))
{
    struct heap_node *seen = &h->lists[LIST_SEEN];
    while (!list_empty(h, list)) {
        struct heap_node *n = node_at(h, list->next);
        list_move(h, seen, n);
        object *o = heap_retain(member_of(n));
        fn(h, o);
        heap_release(h, o);
    }
    list_merge(h, seen, list);
}

static void tell_unreachable(heap *h, object *o)
{
    events_tell(h, HEAP_EVENT_UNREACHABLE, o);
}

static void finalize_one(heap *h, object *o)
{
    const struct heap_type *type = entry_of(h, o)->type;
    if (!(type->flags & HEAP_FINALIZES) || o->word & HEAP_FINALIZED)
        return;
    o->word |= HEAP_FINALIZED;
    if (heard(h, HEAP_EVENT_BIT(FINALIZE)))
        events_tell(h, HEAP_EVENT_FINALIZE, o);
    type->finalize(h, o);
}

static void tell_resurrected(heap *h, struct heap_node *list)
{
    if (heard(h, HEAP_EVENT_BIT(RESURRECT)))
        for (uint32_t i = list->next; i != ref_of(h, list);
             i = node_at(h, i)->next)
            events_tell(h, HEAP_EVENT_RESURRECT, member_of(node_at(h, i)));
}

/* What finalizers brought back joins the old generation; returns how many
 * others there are. */
static size_t find_final(heap *h, struct heap_node *unreachable,
                         struct heap_node *final, int old)
{
    struct split split = {0};
    uint32_t end = ref_of(h, unreachable);
    for (uint32_t i = unreachable->next; i != end; i = node_at(h, i)->next)
        node_at(h, i)->base.word &= ~(uint32_t)HEAP_COLLECTING;
    find_unreachable(h, unreachable, final, 0, &split);
    tell_resurrected(h, unreachable);
    promote(h, unreachable, (uint32_t)old);
    list_merge(h, unreachable, &h->lists[old]);
    return split.dead;
}

static void delete_garbage(heap *h, struct heap_node *list, int old)
{
    while (!list_empty(h, list)) {
        uint32_t i = list->next;
        struct heap_node *n = node_at(h, i);
        object *o = member_of(n);
        if (h->gc.debug & HEAP_GC_SAVEALL) {
            if (h->gc.garbage)
                h->gc.garbage(h->gc.garbage_arg, o, true);
        } else {
            heap_retain(o);
            type_clear(h, o);
            heap_release(h, o);
        }
        if (list->next == i) { /* alive still: it may die later */
            n->base.word &= ~(uint32_t)HEAP_COLLECTING;
            set_generation(&n->base, (uint32_t)old);
            list_move(h, &h->lists[old], n);
        }
    }
}

/* ---- one collection ---------------------------------------------------------
 */

static void tell_found(heap *h, int generation, struct heap_node *list)
{
    struct heap_event event = {
        .kind = HEAP_EVENT_GC_FOUND,
        .generation = generation,
    };
    if (heard(h, HEAP_EVENT_BIT(GC_FOUND))) {
        event.unreachable = list_size(h, list);
        heap_tell(h, &event);
    }
    if (heard(h, HEAP_EVENT_BIT(UNREACHABLE)))
        each_held(h, list, tell_unreachable);
}

static void merge_young(heap *h, int generation)
{
    if (generation + 1 < HEAP_GENERATIONS)
        h->gc.counts[generation + 1]++;
    for (int i = 0; i <= generation; i++)
        h->gc.counts[i] = 0;
    for (int i = 0; i < generation; i++)
        list_merge(h, &h->lists[i], &h->lists[generation]);
}

/*
 * Runs callbacks and finalizers and leaves in `final` what they left dead.
 * Returns how many weak references died of it.
 *
 * Without weak references there are no callbacks, and without finalizers no
 * other code of the script runs: nothing can happen then between finding the
 * garbage and deleting it, if no one listens.  The counts stand as they did, so a second search
 * would find the same objects in the same order: it is left out.
 */
static size_t take_leave(heap *h, struct heap_node *unreachable,
                         struct heap_node *final, int old,
                         struct split *split)
{
    const uint32_t told =
        HEAP_EVENT_BIT(GC_FOUND) | HEAP_EVENT_BIT(UNREACHABLE) |
        HEAP_EVENT_BIT(WEAK_CLEAR) | HEAP_EVENT_BIT(FINALIZE);
    size_t freed;
    if (!split->rites && !heard(h, told)) {
        list_merge(h, unreachable, final);
        return 0;
    }
    clear_weak(h, unreachable);
    freed = call_callbacks(h, old);
    each_held(h, unreachable, finalize_one);
    split->dead = find_final(h, unreachable, final, old);
    return freed;
}

struct collected collect_generation(heap *h, int generation)
{
    struct heap_node *unreachable = &h->lists[LIST_UNREACHABLE];
    struct heap_node *final = &h->lists[LIST_FINAL];
    struct collected result = {0};
    int old = generation + 1 < HEAP_GENERATIONS ? generation + 1 : generation;
    struct split split = {.old = (uint32_t)old, .survivors = true};
    merge_young(h, generation);
    find_unreachable(h, &h->lists[generation], unreachable, generation + 1,
                     &split);
    age_survivors(h, generation, old, &split);
    tell_found(h, generation, unreachable);
    result.freed = take_leave(h, unreachable, final, old, &split);
    result.unreachable = split.dead;
    result.freed += result.unreachable;
    h->gc.deleting = true;
    delete_garbage(h, final, old);
    h->gc.deleting = false;
    alloc_trim_late(h);
    if (generation == HEAP_GENERATIONS - 1)
        spares_clear(h);
    return result;
}

void heap_gc_unreachable(heap *h, void (*fn)(object *o, void *arg), void *arg)
{
    struct heap_node *list = &h->lists[LIST_UNREACHABLE];
    uint32_t end = ref_of(h, list), next;
    for (uint32_t i = list->next; i != end; i = next) {
        next = node_at(h, i)->next;
        fn(member_of(node_at(h, i)), arg);
    }
}
