/*
 * Names of code points, from the generated list or, for ideographs and
 * Hangul syllables, from their rule.
 */
#include "scripts/syntax/unicode.h"

#include "scripts/syntax/unicode_tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IDEOGRAPH "CJK UNIFIED IDEOGRAPH-"
#define SYLLABLE "HANGUL SYLLABLE "

enum { FIRST_SYLLABLE = 0xac00, INITIALS = 19, VOWELS = 21, FINALS = 28 };

static const char initials[INITIALS][3] = {
    "G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
    "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
static const char vowels[VOWELS][4] = {
    "A",  "AE", "YA", "YAE", "EO", "E",  "YEO", "YE", "O",  "WA", "WAE",
    "OE", "YO", "U",  "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
static const char finals[FINALS][3] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH",
                                       "D",  "L",  "LG", "LM", "LB", "LS", "LT",
                                       "LP", "LH", "M",  "B",  "BS", "S",  "SS",
                                       "NG", "J",  "C",  "K",  "T",  "P",  "H"};

static bool is_ideograph(uint32_t c)
{
    for (size_t i = 0; i < unicode_ideograph_count; i++)
        if (c >= unicode_ideographs[i].first && c <= unicode_ideographs[i].last)
            return true;
    return false;
}

/* A query in upper case. */
struct query {
    char text[UNICODE_MAX_NAME];
    size_t length;
};

static bool begins(const struct query *q, const char *with)
{
    return strncmp(q->text, with, strlen(with)) == 0;
}

static bool lookup_ideograph(const struct query *q, uint32_t *c)
{
    const char *digits = q->text + strlen(IDEOGRAPH);
    size_t count = strlen(digits);
    if (!begins(q, IDEOGRAPH) || (count != 4 && count != 5) ||
        strspn(digits, "0123456789ABCDEF") != count)
        return false;
    *c = (uint32_t)strtoul(digits, NULL, 16);
    return is_ideograph(*c);
}

/* The syllable whose three parts make up the text. */
static bool lookup_syllable(const struct query *q, uint32_t *c)
{
    if (!begins(q, SYLLABLE))
        return false;
    const char *text = q->text + strlen(SYLLABLE);
    char made[16];
    for (int i = 0; i < INITIALS * VOWELS * FINALS; i++) {
        snprintf(made, sizeof made, "%s%s%s", initials[i / FINALS / VOWELS],
                 vowels[i / FINALS % VOWELS], finals[i % FINALS]);
        if (strcmp(made, text) == 0)
            return *c = (uint32_t)(FIRST_SYLLABLE + i), true;
    }
    return false;
}

static bool lookup_listed(const struct query *q, uint32_t *c)
{
    size_t low = 0, high = unicode_name_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct unicode_name *name = &unicode_names[middle];
        int order = strcmp(q->text, unicode_name_text + name->offset);
        if (order == 0)
            return *c = name->point, true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

bool unicode_lookup(const char *name, size_t length, uint32_t *c)
{
    struct query q = {.length = length};
    if (length >= sizeof q.text)
        return false;
    for (size_t i = 0; i < length; i++) {
        char letter = name[i];
        if (!letter)
            return false;
        q.text[i] =
            letter >= 'a' && letter <= 'z' ? (char)(letter - 32) : letter;
    }
    return lookup_ideograph(&q, c) || lookup_syllable(&q, c) ||
           lookup_listed(&q, c);
}

/* The name in the list; NULL if there is none. */
static const char *listed_name(uint32_t c)
{
    size_t low = 0, high = unicode_names_by_point_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct unicode_name *name =
            &unicode_names[unicode_names_by_point[middle]];
        if (name->point == c)
            return unicode_name_text + name->offset;
        if (c < name->point)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

int unicode_name(uint32_t c, char out[UNICODE_MAX_NAME])
{
    if (is_ideograph(c))
        return snprintf(out, UNICODE_MAX_NAME, IDEOGRAPH "%X", (unsigned)c);
    if (c >= FIRST_SYLLABLE &&
        c < FIRST_SYLLABLE + INITIALS * VOWELS * FINALS) {
        int i = (int)c - FIRST_SYLLABLE;
        return snprintf(out, UNICODE_MAX_NAME, SYLLABLE "%s%s%s",
                        initials[i / FINALS / VOWELS],
                        vowels[i / FINALS % VOWELS], finals[i % FINALS]);
    }
    const char *name = listed_name(c);
    return name ? snprintf(out, UNICODE_MAX_NAME, "%s", name) : 0;
}
