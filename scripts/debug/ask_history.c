/*
 * Questions about what the heap holds by type and place, what changed between
 * two snapshots, and what survived the collector.  Snapshots stay with the
 * engine, under their names; all else is found in a throw-away fork.
 */
#include "scripts/debug/engine_internal.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MOST = 60000, ROWS_MOST = 20, SNAPSHOTS_MOST = 64 };

static bool is_own(const object *o, void *arg)
{
    return number_of(arg, o) > 0;
}

static const char *plain_type(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

static void ask_in_fork(struct engine *e, const struct view_question *q,
                        struct view_answer *answer, ask_fn *work)
{
    struct heap_totals totals;
    heap_totals(e->vm->heap, &totals);
    struct helper helper = {
        .work = work,
        .memory = totals.committed + (256 << 20),
        .cancelled = "cancelled",
        .died = "the search died; the script itself is untouched",
    };
    helper_ask(e, &helper, q, answer);
}

/* ---- top --------------------------------------------------------------- */

static void put_key(struct engine *e, struct text *t, enum heap_tally_by by,
                    uint32_t key)
{
    if (by == HEAP_BY_TYPE) {
        const struct heap_type *type = heap_type_at(e->vm->heap, key);
        text_add(t, type && type->name ? plain_type(type->name) : "?");
        return;
    }
    int line;
    char *path = engine_site(e, key, &line);
    if (path)
        text_addf(t, "%s:%d", path, line);
    else
        text_add(t, "made outside any line");
    free(path);
}

static void find_top(struct engine *e, enum heap_tally_by by,
                     struct view_answer *answer)
{
    struct heap_tallies list;
    struct heap_progress progress = helper_progress(e);
    struct text t;
    text_begin(&t, TEXT_MOST);
    if (!heap_tally(e->vm->heap, by, is_own, e, &list, &progress)) {
        record_text(&answer->text, "not enough memory to count");
        return;
    }
    for (size_t i = 0; i < list.count && i < ROWS_MOST; i++) {
        text_addf(&t, "%s%10llu bytes in %8zu objects  ", i ? "\n" : "",
                  (unsigned long long)list.list[i].bytes, list.list[i].objects);
        put_key(e, &t, by, list.list[i].key);
    }
    if (list.count == 0)
        text_add(&t, "the script has made no object that is alive");
    if (list.count > ROWS_MOST)
        text_addf(&t, "\nand %zu more", list.count - ROWS_MOST);
    free(list.list);
    answer->text = text_finish(&t);
    answer->ok = true;
}

static void find_types(struct engine *e, const struct view_question *q,
                       struct view_answer *answer)
{
    (void)q;
    find_top(e, HEAP_BY_TYPE, answer);
}

static void find_sites(struct engine *e, const struct view_question *q,
                       struct view_answer *answer)
{
    (void)q;
    find_top(e, HEAP_BY_SITE, answer);
}

static void ask_types(struct engine *e, const struct view_question *q,
                      struct view_answer *answer)
{
    ask_in_fork(e, q, answer, find_types);
}

static void ask_sites(struct engine *e, const struct view_question *q,
                      struct view_answer *answer)
{
    ask_in_fork(e, q, answer, find_sites);
}

static const struct {
    const char *name;
    ask_fn *ask;
} tops[] = {
    {"type", ask_types},
    {"site", ask_sites},
    {"retained", ask_retained},
};

void ask_top(struct engine *e, const struct view_question *q,
             struct view_answer *answer)
{
    size_t length = strlen(q->text);
    for (size_t i = 0; i < sizeof tops / sizeof *tops; i++)
        if (strncmp(tops[i].name, q->text, length) == 0) {
            tops[i].ask(e, q, answer);
            return;
        }
    record_text(&answer->text, "top of what?  type, site or retained");
}

/* ---- snapshots --------------------------------------------------------- */

static struct kept_snapshot *find_snapshot(struct engine *e, const char *name,
                                           size_t length)
{
    for (size_t i = 0; i < e->snapshot_count; i++)
        if (strlen(e->snapshots[i].name) == length &&
            strncmp(e->snapshots[i].name, name, length) == 0)
            return &e->snapshots[i];
    return NULL;
}

static void list_snapshots(struct engine *e, struct view_answer *answer)
{
    struct text t;
    text_begin(&t, TEXT_MOST);
    for (size_t i = 0; i < e->snapshot_count; i++) {
        const struct kept_snapshot *kept = &e->snapshots[i];
        text_addf(&t, "%s%s: %zu objects, %llu bytes", i ? "\n" : "",
                  kept->name, heap_snapshot_objects(kept->snapshot),
                  (unsigned long long)heap_snapshot_bytes(kept->snapshot));
    }
    if (!e->snapshot_count)
        text_add(&t, "there are no snapshots: snapshot NAME takes one");
    answer->text = text_finish(&t);
    answer->ok = true;
}

/* It is the engine itself that walks here: it looks at its messages. */
static bool still_wanted(void *arg, const char *phase, size_t done, size_t of)
{
    struct engine *e = arg;
    (void)phase;
    (void)done;
    (void)of;
    engine_attend(e);
    return !e->cancelled;
}

/* Takes the snapshot; the one of that name before it goes. */
static bool keep_snapshot(struct engine *e, const char *name,
                          heap_snapshot *snapshot_steal)
{
    struct kept_snapshot *kept = find_snapshot(e, name, strlen(name));
    char *copy = kept ? NULL : strdup(name);
    if (kept)
        heap_snapshot_free(kept->snapshot);
    else if (copy)
        kept = record_list_add(&e->snapshots, &e->snapshot_count, sizeof *kept);
    if (!kept) {
        free(copy);
        heap_snapshot_free(snapshot_steal);
        return false;
    }
    if (copy)
        kept->name = copy;
    kept->snapshot = snapshot_steal;
    return true;
}

static void take_snapshot(struct engine *e, const char *name,
                          struct view_answer *answer)
{
    struct heap_progress progress = {still_wanted, e};
    e->cancelled = false;
    heap_snapshot *s = heap_snapshot_new(e->vm->heap, &progress);
    if (!s || !keep_snapshot(e, name, s)) {
        record_text(&answer->text, e->cancelled
                                       ? "cancelled"
                                       : "not enough memory for a snapshot");
        return;
    }
    answer->ok = record_textf(
        &answer->text, "snapshot %s: %zu objects, %llu bytes", name,
        heap_snapshot_objects(s), (unsigned long long)heap_snapshot_bytes(s));
}

void ask_snapshot(struct engine *e, const struct view_question *q,
                  struct view_answer *answer)
{
    if (!*q->text)
        list_snapshots(e, answer);
    else if (strpbrk(q->text, " \t"))
        record_text(&answer->text, "a snapshot's name is one word");
    else if (e->snapshot_count >= SNAPSHOTS_MOST &&
             !find_snapshot(e, q->text, strlen(q->text)))
        record_textf(&answer->text, "there are %d snapshots already",
                     SNAPSHOTS_MOST);
    else
        take_snapshot(e, q->text, answer);
}

/* ---- diff -------------------------------------------------------------- */

struct type_change {
    const char *type;
    size_t born, gone;
    int64_t bytes;
};

struct difference {
    struct engine *e;
    struct type_change *list;
    size_t count, last;
    size_t born, gone;
    int64_t bytes;
    bool failed;
    struct picks new; /* the first of the objects that came */
};

static struct type_change *change_of(struct difference *d, const char *type)
{
    if (d->last < d->count && d->list[d->last].type == type)
        return &d->list[d->last];
    for (d->last = 0; d->last < d->count; d->last++)
        if (strcmp(d->list[d->last].type, type) == 0)
            return &d->list[d->last];
    struct type_change *new = record_list_add(&d->list, &d->count, sizeof *new);
    if (new)
        new->type = type;
    return new;
}

static void add_change(const struct heap_change *change, void *arg)
{
    struct difference *d = arg;
    struct type_change *t = NULL;
    bool born = !change->before, gone = !change->after;
    if (number_of_ordinal(d->e, change->ordinal) > 0)
        t = change_of(d, change->type);
    if (!t)
        return;
    int64_t bytes = (int64_t)change->after - (int64_t)change->before;
    t->born += born;
    t->gone += gone;
    t->bytes += bytes;
    d->born += born;
    d->gone += gone;
    d->bytes += bytes;
    int64_t number = number_of_ordinal(d->e, change->ordinal);
    if (born)
        picks_offer(&d->new, &(struct pick){number, .what = change->type});
}

static int by_growth(const void *a, const void *b)
{
    const struct type_change *x = a, *y = b;
    if (x->bytes != y->bytes)
        return x->bytes < y->bytes ? 1 : -1;
    return strcmp(x->type, y->type);
}

static void put_difference(struct difference *d, struct text *t)
{
    text_addf(t, "%zu objects came, %zu went, %+lld bytes", d->born, d->gone,
              (long long)d->bytes);
    if (d->count)
        qsort(d->list, d->count, sizeof *d->list, by_growth);
    for (size_t i = 0; i < d->count; i++) {
        const struct type_change *c = &d->list[i];
        text_addf(t, "\n%+10lld bytes, %6zu came, %6zu went  %s",
                  (long long)c->bytes, c->born, c->gone, plain_type(c->type));
    }
    for (size_t i = 0; i < d->new.count; i++)
        text_addf(t, "%s%s #%lld",
                  i ? ", " : "\ncame: ", plain_type(d->new.at[i].what),
                  (long long)d->new.at[i].first);
    if (d->new.all > d->new.count)
        text_addf(t, " and %zu more", d->new.all - d->new.count);
}

/* The names were looked at before the fork: q->from and q->count are their
 * places, -1 for what is there now. */
static void find_diff(struct engine *e, const struct view_question *q,
                      struct view_answer *answer)
{
    struct difference d = {.e = e};
    struct heap_progress progress = helper_progress(e);
    struct text t;
    heap_snapshot *now = NULL;
    if (q->count < 0 && !(now = heap_snapshot_new(e->vm->heap, &progress))) {
        record_text(&answer->text, "not enough memory for a snapshot");
        return;
    }
    text_begin(&t, TEXT_MOST);
    heap_snapshot_compare(e->snapshots[q->from].snapshot,
                          now ? now : e->snapshots[q->count].snapshot,
                          add_change, &d);
    put_difference(&d, &t);
    answer->text = text_finish(&t);
    answer->ok = true;
}

/* The place of the snapshot whose name begins at *at, which moves past it;
 * -1: there is none, *error (new) says so. */
static int64_t read_snapshot(struct engine *e, const char **at, char **error)
{
    size_t length = strcspn(*at, " \t");
    const struct kept_snapshot *kept = find_snapshot(e, *at, length);
    if (!kept)
        record_textf(error, "there is no snapshot %.*s", (int)length, *at);
    *at += length + strspn(*at + length, " \t");
    return kept ? kept - e->snapshots : -1;
}

void ask_diff(struct engine *e, const struct view_question *q,
              struct view_answer *answer)
{
    struct view_question about = *q;
    const char *at = q->text;
    about.count = -1;
    if (!*at) {
        record_text(&answer->text, "diff wants the name of a snapshot or two: "
                                   "diff A [B]");
        return;
    }
    about.from = read_snapshot(e, &at, &answer->text);
    if (about.from >= 0 && *at)
        about.count = read_snapshot(e, &at, &answer->text);
    if (!answer->text)
        ask_in_fork(e, &about, answer, find_diff);
}

/* ---- leaks -------------------------------------------------------------- */

static int64_t grown(const struct type_change *t)
{
    return (int64_t)t->born - (int64_t)t->gone;
}

static const struct type_change *find_change(const struct difference *d,
                                             const char *type)
{
    for (size_t i = 0; i < d->count; i++)
        if (strcmp(d->list[i].type, type) == 0)
            return &d->list[i];
    return NULL;
}

static void put_leaks(struct difference *one, const struct difference *two,
                      struct text *t)
{
    size_t told = 0;
    if (one->count)
        qsort(one->list, one->count, sizeof *one->list, by_growth);
    for (size_t i = 0; i < one->count; i++) {
        const struct type_change *first = &one->list[i];
        const struct type_change *second = find_change(two, first->type);
        if (!second || grown(first) <= 0 || grown(second) <= 0)
            continue;
        text_addf(t, "%s%s: %+lld objects, then %+lld", told++ ? "\n" : "",
                  plain_type(first->type), (long long)grown(first),
                  (long long)grown(second));
    }
    if (!told)
        text_add(t, "nothing grew both times");
}

/* q->from holds the places of the three, 8 bits each. */
static void find_leaks(struct engine *e, const struct view_question *q,
                       struct view_answer *answer)
{
    struct difference one = {.e = e}, two = {.e = e};
    const heap_snapshot *s[3];
    struct text t;
    for (int i = 0; i < 3; i++)
        s[i] = e->snapshots[q->from >> (8 * i) & 255].snapshot;
    heap_snapshot_compare(s[0], s[1], add_change, &one);
    heap_snapshot_compare(s[1], s[2], add_change, &two);
    text_begin(&t, TEXT_MOST);
    put_leaks(&one, &two, &t);
    answer->text = text_finish(&t);
    answer->ok = true;
}

/* The places of three snapshots: those named, or the last; -1: *error (new)
 * says what is wrong. */
static int64_t three_snapshots(struct engine *e, const char *names,
                               char **error)
{
    int64_t first = (int64_t)e->snapshot_count - 3, places = 0;
    const char *at = names;
    int count = 0;
    if (!*names && first < 0)
        record_text(error, "leaks compares three snapshots: take them with "
                           "snapshot NAME at the same place");
    for (; !*error && count < 3 && (!*names || *at); count++) {
        int64_t place = *names ? read_snapshot(e, &at, error) : first + count;
        places |= (place & 255) << (8 * count);
    }
    if (!*error && (count < 3 || *at) && *names)
        record_text(error, "leaks wants three snapshots");
    return *error ? -1 : places;
}

void ask_leaks(struct engine *e, const struct view_question *q,
               struct view_answer *answer)
{
    struct view_question about = *q;
    about.from = three_snapshots(e, q->text, &answer->text);
    if (about.from >= 0)
        ask_in_fork(e, &about, answer, find_leaks);
}

/* ---- survivors --------------------------------------------------------- */

void history_begin(struct engine *e)
{
    if (!e->survivals)
        e->survivals = heap_survivals_new(e->vm->heap);
}

struct survivors {
    struct engine *e;
    uint32_t least;
};

static bool has_survived(const object *o, void *arg)
{
    const struct survivors *s = arg;
    return number_of(s->e, o) > 0 &&
           heap_survived(s->e->survivals, o) >= s->least;
}

static void list_survivors(const struct survivors *s, struct text *t)
{
    const heap *h = s->e->vm->heap;
    struct picks picks = {.count = 0};
    for (object *o = heap_next(h, NULL); o; o = heap_next(h, o))
        if (has_survived(o, (void *)(uintptr_t)s))
            picks_offer(&picks, &(struct pick){number_of(s->e, o), .what = o});
    for (size_t i = 0; i < picks.count; i++) {
        const object *o = picks.at[i].what;
        uint32_t times = heap_survived(s->e->survivals, o);
        text_add(t, "\n");
        show_name(s->e, t, o);
        text_addf(t, times == 1 ? ", once" : ", %u times", times);
    }
    if (picks.all > picks.count)
        text_addf(t, "\nand %zu more", picks.all - picks.count);
}

static void find_survivors(struct engine *e, const struct view_question *q,
                           struct view_answer *answer)
{
    struct survivors s = {e, (uint32_t)q->count};
    struct heap_progress progress = helper_progress(e);
    struct heap_tallies list;
    struct text t;
    size_t total = 0;
    if (!heap_tally(e->vm->heap, HEAP_BY_TYPE, has_survived, &s, &list,
                    &progress)) {
        record_text(&answer->text, "not enough memory to count");
        return;
    }
    for (size_t i = 0; i < list.count; i++)
        total += list.list[i].objects;
    text_begin(&t, TEXT_MOST);
    text_addf(&t, "%zu object%s survived %u or more of %zu collections", total,
              total == 1 ? "" : "s", s.least,
              heap_survivals_collections(e->survivals));
    for (size_t i = 0; i < list.count; i++) {
        text_addf(&t, "\n%8zu  ", list.list[i].objects);
        put_key(e, &t, HEAP_BY_TYPE, list.list[i].key);
    }
    list_survivors(&s, &t);
    answer->text = text_finish(&t);
    answer->ok = true;
}

void ask_survivors(struct engine *e, const struct view_question *q,
                   struct view_answer *answer)
{
    struct view_question about = *q;
    char *end;
    unsigned long least = strtoul(*q->text ? q->text : "1", &end, 10);
    about.count = (int64_t)(least > UINT32_MAX ? UINT32_MAX : least);
    if (*end || least == 0 || strchr(q->text, '-'))
        record_text(&answer->text, "survivors wants a number of collections");
    else if (!e->survivals)
        record_text(&answer->text, "collections were not counted: there was "
                                   "no memory for it");
    else
        ask_in_fork(e, &about, answer, find_survivors);
}
