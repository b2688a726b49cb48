/*
 * The four normal forms: decompose, put combining marks in order, and for
 * the composed forms compose again. Hangul syllables follow their rule.
 */
#include "scripts/syntax/unicode.h"

#include "scripts/syntax/unicode_tables.h"

#include <stdlib.h>
#include <string.h>

enum {
    L_BASE = 0x1100,
    V_BASE = 0x1161,
    T_BASE = 0x11a7,
    S_BASE = 0xac00,
    L_COUNT = 19,
    V_COUNT = 21,
    T_COUNT = 28,
    S_COUNT = L_COUNT * V_COUNT * T_COUNT,
};

/* Code points that grow, with the combining class of each. */
struct points {
    uint32_t *items;
    uint8_t *classes;
    size_t count, room;
};

static bool grow(struct points *p)
{
    size_t room = p->room ? p->room * 2 : 64;
    uint32_t *items = realloc(p->items, room * sizeof *items);
    if (items)
        p->items = items;
    uint8_t *classes = realloc(p->classes, room);
    if (classes)
        p->classes = classes;
    if (!items || !classes)
        return false;
    p->room = room;
    return true;
}

/* Appends a point. */
static bool add(struct points *p, uint32_t c)
{
    if (p->count == p->room && !grow(p))
        return false;
    p->items[p->count] = c;
    p->classes[p->count] = (uint8_t)unicode_combining(c);
    p->count++;
    return true;
}

int unicode_decomposition(uint32_t c, uint32_t out[18], const char **tag)
{
    if (c >= UNICODE_POINTS)
        return 0;
    size_t page = unicode_decomposition_pages[c >> UNICODE_SHIFT];
    size_t place = page << UNICODE_SHIFT | (c & (UNICODE_PAGE - 1));
    const uint32_t *data =
        unicode_decomposition_data + unicode_decomposition_index[place];
    int count = (int)(data[0] & 0xff);
    for (int i = 0; i < count; i++)
        out[i] = data[1 + i];
    *tag = data[0] >> 8 ? unicode_tag_names[data[0] >> 8] : NULL;
    return count;
}

static bool decompose_syllable(struct points *p, uint32_t c)
{
    uint32_t s = c - S_BASE, t = s % T_COUNT;
    return add(p, L_BASE + s / (V_COUNT * T_COUNT)) &&
           add(p, V_BASE + s / T_COUNT % V_COUNT) && (!t || add(p, T_BASE + t));
}

/* Adds the full decomposition; mappings nest a few levels deep at most. */
static bool decompose(struct points *p, uint32_t c, bool compat)
{
    uint32_t out[18];
    const char *tag;
    if (c < 0x80)
        return add(p, c);
    if (c >= S_BASE && c < S_BASE + S_COUNT)
        return decompose_syllable(p, c);
    int count = unicode_decomposition(c, out, &tag);
    if (!count || (tag && !compat))
        return add(p, c);
    for (int i = 0; i < count; i++)
        if (!decompose(p, out[i], compat))
            return false;
    return true;
}

struct mark {
    uint32_t point;
    uint8_t class;
    size_t place;
};

static int compare_marks(const void *left, const void *right)
{
    const struct mark *a = left, *b = right;
    if (a->class != b->class)
        return a->class < b->class ? -1 : 1;
    return a->place < b->place ? -1 : 1;
}

/* Sorts a run of marks by class, keeping the order of equal ones. */
static bool sort_run(struct points *p, size_t start, size_t end)
{
    struct mark *marks = malloc((end - start) * sizeof *marks);
    if (!marks)
        return false;
    for (size_t i = start; i < end; i++)
        marks[i - start] = (struct mark){p->items[i], p->classes[i], i};
    qsort(marks, end - start, sizeof *marks, compare_marks);
    for (size_t i = start; i < end; i++) {
        p->items[i] = marks[i - start].point;
        p->classes[i] = marks[i - start].class;
    }
    free(marks);
    return true;
}

static bool sort_marks(struct points *p)
{
    for (size_t i = 0; i < p->count; i++) {
        if (!p->classes[i])
            continue;
        size_t start = i;
        bool sorted = true;
        while (++i < p->count && p->classes[i])
            sorted = sorted && p->classes[i - 1] <= p->classes[i];
        if (!sorted && !sort_run(p, start, i))
            return false;
    }
    return true;
}

static uint32_t compose_hangul(uint32_t first, uint32_t second)
{
    if (first >= L_BASE && first < L_BASE + L_COUNT && second >= V_BASE &&
        second < V_BASE + V_COUNT)
        return S_BASE +
               ((first - L_BASE) * V_COUNT + (second - V_BASE)) * T_COUNT;
    if (first >= S_BASE && first < S_BASE + S_COUNT &&
        (first - S_BASE) % T_COUNT == 0 && second > T_BASE &&
        second < T_BASE + T_COUNT)
        return first + (second - T_BASE);
    return 0;
}

/* What two code points compose to, 0 if nothing. */
static uint32_t compose_pair(uint32_t first, uint32_t second)
{
    size_t low = 0, high = unicode_pair_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct unicode_pair *pair = &unicode_pairs[middle];
        if (pair->first == first && pair->second == second)
            return pair->composed;
        if (first < pair->first ||
            (first == pair->first && second < pair->second))
            high = middle;
        else
            low = middle + 1;
    }
    return compose_hangul(first, second);
}

/* Composes in place what was decomposed and put in order. */
static void compose(struct points *p)
{
    size_t out = 0, starter = 0;
    bool has_starter = false;
    for (size_t i = 0; i < p->count; i++) {
        uint32_t c = p->items[i], composed = 0;
        int class = p->classes[i];
        bool next = out && starter == out - 1;
        bool blocked = !has_starter || (!next && p->classes[out - 1] >= class);
        if (!blocked)
            composed = compose_pair(p->items[starter], c);
        if (composed) {
            p->items[starter] = composed;
            continue;
        }
        if (!class) {
            starter = out;
            has_starter = true;
        }
        p->items[out] = c;
        p->classes[out++] = (uint8_t) class;
    }
    p->count = out;
}

static bool finish(struct points *p, enum unicode_form form)
{
    if (!sort_marks(p))
        return false;
    if (form == UNICODE_NFC || form == UNICODE_NFKC)
        compose(p);
    return true;
}

static bool is_compat(enum unicode_form form)
{
    return form == UNICODE_NFKC || form == UNICODE_NFKD;
}

uint32_t *unicode_normalize_points(enum unicode_form form,
                                   const uint32_t *points, size_t count,
                                   size_t *out_count)
{
    struct points p = {0};
    bool ok = grow(&p);
    for (size_t i = 0; ok && i < count; i++)
        ok = decompose(&p, points[i], is_compat(form));
    ok = ok && finish(&p, form);
    free(p.classes);
    if (!ok) {
        free(p.items);
        return NULL;
    }
    *out_count = p.count;
    return p.items;
}

static char *encode(const struct points *p, size_t *length)
{
    char *text = malloc(p->count * 4 + 1), *at = text;
    if (!text)
        return NULL;
    for (size_t i = 0; i < p->count; i++)
        at += unicode_encode(p->items[i], at);
    *at = '\0';
    *length = (size_t)(at - text);
    return text;
}

char *unicode_normalize(enum unicode_form form, const char *text, size_t length,
                        size_t *out_length)
{
    struct points p = {0};
    size_t at = 0;
    bool ok = true;
    while (ok && at < length) {
        uint32_t c = (unsigned char)text[at];
        int count = unicode_decode(text + at, length - at, &c);
        at += count ? (size_t)count : 1;
        ok = decompose(&p, c, is_compat(form));
    }
    char *result = ok && finish(&p, form) ? encode(&p, out_length) : NULL;
    free(p.items);
    free(p.classes);
    return result;
}
