/*
 * Makes the tables of unicode_tables.h from the Unicode Character Database:
 *
 *     unicode_gen DIRECTORY > unicode_tables.c
 *
 * Runs on the build machine. Code points that are newer than Unicode 14.0
 * count as unassigned. The program ends with an error when a file is missing.
 */
#include "scripts/syntax/unicode_tables.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NEWEST_AGE = 14,
    OLD_AGE = 4, /* versions before it count as old */
    MAX_FIELDS = 20,
    MAX_MAPPING = 18,
    MAX_NAMES = 65535,
};

struct mapping {
    int count;
    uint32_t points[MAX_MAPPING];
};

/* All that is known of a code point. */
struct point {
    bool assigned, excluded; /* excluded: from composition */
    uint8_t category, bidi, width, combining, flags;
    int8_t decimal, digit;
    double numeric;
    bool has_numeric;
    uint32_t lower, upper, title; /* itself if it has none */
    struct mapping *decomposition;
    int tag;
    struct mapping special[4]; /* lower, upper, title, fold */
    char *name;
};

static struct point *points;
static const char *directory;

static struct alias {
    uint32_t point;
    char *name;
} aliases[2000];
static int alias_count;

static struct unicode_range ideographs[32];
static int ideograph_count;

/* A set of strings numbered in the order of their coming. */
struct names {
    char *items[64];
    int count;
};
static struct names categories, bidis, widths, tags;

static void fail(const char *what, const char *name)
{
    fprintf(stderr, "unicode_gen: %s %s\n", what, name);
    exit(1);
}

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    if (!memory)
        fail("out of memory", "");
    return memory;
}

static uint8_t number(struct names *names, const char *name)
{
    for (int i = 0; i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return (uint8_t)i;
    if (names->count == 64)
        fail("too many values like", name);
    names->items[names->count] = strdup(name);
    return (uint8_t)names->count++;
}

/* --- reading --- */

static char *trim(char *text)
{
    while (*text == ' ' || *text == '\t')
        text++;
    size_t length = strlen(text);
    while (length && strchr(" \t\r\n", text[length - 1]))
        text[--length] = '\0';
    return text;
}

typedef void line_reader(char *fields[], int count);

/* Calls a function for every line of fields between semicolons. */
static void read_file(const char *name, line_reader *reader)
{
    char path[4096], line[4096], *fields[MAX_FIELDS];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "r");
    if (!file)
        fail("cannot read", path);
    while (fgets(line, sizeof line, file)) {
        char *comment = strchr(line, '#');
        if (comment)
            *comment = '\0';
        int count = 0;
        char *at = line;
        for (char *field; count < MAX_FIELDS && (field = strsep(&at, ";"));)
            fields[count++] = trim(field);
        if (count > 1)
            reader(fields, count);
    }
    fclose(file);
}

static uint32_t hex(const char *text)
{
    return (uint32_t)strtoul(text, NULL, 16);
}

/* "1F600" or "1F600..1F64F" */
static struct unicode_range range(const char *text)
{
    const char *dots = strstr(text, "..");
    struct unicode_range result = {hex(text), hex(dots ? dots + 2 : text)};
    if (result.last >= UNICODE_POINTS)
        fail("bad range", text);
    return result;
}

static struct mapping mapping(const char *text)
{
    struct mapping result = {0};
    char *end;
    while (*text) {
        if (result.count == MAX_MAPPING)
            fail("mapping too long:", text);
        result.points[result.count++] = (uint32_t)strtoul(text, &end, 16);
        text = end + strspn(end, " ");
    }
    return result;
}

static void read_age(char *fields[], int count)
{
    (void)count;
    struct unicode_range r = range(fields[0]);
    for (uint32_t c = r.first; c <= r.last; c++)
        points[c].assigned = atoi(fields[1]) <= NEWEST_AGE;
    if (atof(fields[1]) < OLD_AGE)
        for (uint32_t c = r.first; c <= r.last; c++)
            points[c].flags |= UNICODE_OLD;
}

static void read_decomposition(struct point *p, char *text)
{
    if (!*text)
        return;
    if (*text == '<') {
        char *end = strchr(text, '>');
        char kept = end[1];
        end[1] = '\0';
        p->tag = number(&tags, text);
        end[1] = kept;
        text = end + 1 + strspn(end + 1, " ");
    }
    p->decomposition = allocate(1, sizeof *p->decomposition);
    *p->decomposition = mapping(text);
}

static void fill_point(uint32_t c, char *fields[])
{
    struct point *p = &points[c];
    if (!p->assigned)
        return;
    p->category = number(&categories, fields[2]);
    p->combining = (uint8_t)atoi(fields[3]);
    p->bidi = number(&bidis, fields[4]);
    read_decomposition(p, fields[5]);
    p->decimal = *fields[6] ? (int8_t)atoi(fields[6]) : -1;
    p->digit = *fields[7] ? (int8_t)atoi(fields[7]) : -1;
    if (*fields[9] == 'Y')
        p->flags |= UNICODE_MIRRORED;
    p->upper = *fields[12] ? hex(fields[12]) : c;
    p->lower = *fields[13] ? hex(fields[13]) : c;
    p->title = *fields[14] ? hex(fields[14]) : p->upper;
}

static void add_ideographs(uint32_t first, uint32_t last)
{
    while (last > first && !points[last].assigned)
        last--;
    if (points[first].assigned)
        ideographs[ideograph_count++] = (struct unicode_range){first, last};
}

static void read_data(char *fields[], int count)
{
    static uint32_t first;
    uint32_t c = hex(fields[0]);
    char *name = fields[1];
    if (count < 15)
        return;
    if (strstr(name, ", First>")) {
        first = c;
    } else if (strstr(name, ", Last>")) {
        for (uint32_t i = first; i <= c; i++)
            fill_point(i, fields);
        if (strncmp(name, "<CJK Ideograph", 14) == 0)
            add_ideographs(first, c);
    } else {
        fill_point(c, fields);
        if (points[c].assigned && *name != '<')
            points[c].name = strdup(name);
    }
}

static void read_core(char *fields[], int count)
{
    static const struct {
        const char *name;
        int flag;
    } properties[] = {
        {"Lowercase", UNICODE_LOWER},
        {"Uppercase", UNICODE_UPPER},
        {"XID_Start", UNICODE_XID_START},
        {"XID_Continue", UNICODE_XID_CONTINUE},
        {"Cased", UNICODE_CASED},
        {"Case_Ignorable", UNICODE_CASE_IGNORABLE},
    };
    (void)count;
    struct unicode_range r = range(fields[0]);
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++)
        if (strcmp(fields[1], properties[i].name) == 0)
            for (uint32_t c = r.first; c <= r.last; c++)
                if (points[c].assigned)
                    points[c].flags |= (uint8_t)properties[i].flag;
}

static void read_width(char *fields[], int count)
{
    (void)count;
    struct unicode_range r = range(fields[0]);
    for (uint32_t c = r.first; c <= r.last; c++)
        if (points[c].assigned)
            points[c].width = number(&widths, fields[1]);
}

static void read_exclusion(char *fields[], int count)
{
    (void)count;
    struct unicode_range r = range(fields[0]);
    if (strcmp(fields[1], "Full_Composition_Exclusion") == 0)
        for (uint32_t c = r.first; c <= r.last; c++)
            points[c].excluded = true;
}

static void read_numeric(char *fields[], int count)
{
    struct unicode_range r = range(fields[0]);
    double above, below = 1;
    if (count < 4 || sscanf(fields[3], "%lf/%lf", &above, &below) < 1)
        return;
    for (uint32_t c = r.first; c <= r.last; c++) {
        points[c].has_numeric = points[c].assigned;
        points[c].numeric = above / below;
    }
}

static void read_special(char *fields[], int count)
{
    /* A fifth field is a condition; those maps depend on the context. */
    if (count > 5 || (count == 5 && *fields[4]))
        return;
    struct point *p = &points[hex(fields[0])];
    p->special[0] = mapping(fields[1]);
    p->special[1] = mapping(fields[3]);
    p->special[2] = mapping(fields[2]);
}

static void read_folding(char *fields[], int count)
{
    (void)count;
    if (*fields[1] == 'C' || *fields[1] == 'F')
        points[hex(fields[0])].special[3] = mapping(fields[2]);
}

static void read_alias(char *fields[], int count)
{
    (void)count;
    uint32_t c = hex(fields[0]);
    if (!points[c].assigned || alias_count == 2000)
        return;
    aliases[alias_count++] = (struct alias){c, strdup(fields[1])};
}

/* Code points that got the property Lowercase after Unicode 14.0. */
static void undo_newer_properties(void)
{
    static const uint32_t lowered[] = {0x10fc, 0xa7f2, 0xa7f3, 0xa7f4, 0xab69};
    for (size_t i = 0; i < sizeof lowered / sizeof *lowered; i++)
        points[lowered[i]].flags &= (uint8_t)~UNICODE_LOWER;
}

/* What has no folding folds to itself, even if it has a lower case. */
static void complete_foldings(void)
{
    for (uint32_t c = 0; c < UNICODE_POINTS; c++)
        if (!points[c].special[3].count)
            points[c].special[3] = (struct mapping){1, {c}};
}

static void read_database(void)
{
    points = allocate(UNICODE_POINTS, sizeof *points);
    number(&categories, "Cn");
    number(&bidis, "");
    number(&widths, "N");
    number(&tags, "");
    for (uint32_t c = 0; c < UNICODE_POINTS; c++) {
        points[c].decimal = points[c].digit = -1;
        points[c].lower = points[c].upper = points[c].title = c;
    }
    read_file("DerivedAge.txt", read_age);
    read_file("UnicodeData.txt", read_data);
    read_file("DerivedCoreProperties.txt", read_core);
    read_file("EastAsianWidth.txt", read_width);
    read_file("DerivedNormalizationProps.txt", read_exclusion);
    read_file("extracted/DerivedNumericValues.txt", read_numeric);
    read_file("SpecialCasing.txt", read_special);
    read_file("CaseFolding.txt", read_folding);
    read_file("NameAliases.txt", read_alias);
    undo_newer_properties();
    complete_foldings();
}

/* --- writing --- */

static void write_names(const char *table, const struct names *names)
{
    printf("const char *const unicode_%s_names[] = {\n", table);
    for (int i = 0; i < names->count; i++)
        printf("    \"%s\",\n", names->items[i]);
    printf("};\n\n");
}

/*
 * Writes a number for every code point as pages of an index; values has
 * UNICODE_POINTS numbers.
 */
static void write_index(const char *table, const uint16_t *values)
{
    uint16_t *pages = allocate(UNICODE_PAGES, sizeof *pages);
    int count = 0;
    printf("const uint16_t unicode_%s_index[] = {\n", table);
    for (int page = 0; page < UNICODE_PAGES; page++) {
        const uint16_t *start = values + page * UNICODE_PAGE;
        int same = 0;
        while (same < page && memcmp(values + same * UNICODE_PAGE, start,
                                     UNICODE_PAGE * sizeof *start) != 0)
            same++;
        if (same < page) {
            pages[page] = pages[same];
            continue;
        }
        pages[page] = (uint16_t)count++;
        for (int i = 0; i < UNICODE_PAGE; i++)
            printf("%d,%s", start[i], i % 16 == 15 ? "\n" : "");
    }
    printf("};\n\nconst uint16_t unicode_%s_pages[] = {\n", table);
    for (int page = 0; page < UNICODE_PAGES; page++)
        printf("%d,%s", pages[page], page % 16 == 15 ? "\n" : "");
    printf("};\n\n");
    free(pages);
}

static double numerics[2000];
static int numeric_count;

static uint16_t number_numeric(double value)
{
    for (int i = 0; i < numeric_count; i++)
        if (numerics[i] == value)
            return (uint16_t)(i + 1);
    numerics[numeric_count++] = value;
    return (uint16_t)numeric_count;
}

static struct unicode_special specials[4000];
static int special_count;

static void copy_special(uint32_t to[4], const struct mapping *from)
{
    for (int i = 0; i < from->count && i < 3; i++)
        to[i] = from->points[i];
}

/* Whether a full map says no more than the simple one. */
static bool is_simple(const struct mapping *full, uint32_t simple)
{
    return full->count == 0 || (full->count == 1 && full->points[0] == simple);
}

static uint16_t number_special(const struct point *p)
{
    if (is_simple(&p->special[0], p->lower) &&
        is_simple(&p->special[1], p->upper) &&
        is_simple(&p->special[2], p->title) &&
        is_simple(&p->special[3], p->lower))
        return 0;
    struct unicode_special *s = &specials[special_count++];
    copy_special(s->lower, &p->special[0]);
    copy_special(s->upper, &p->special[1]);
    copy_special(s->title, &p->special[2]);
    copy_special(s->fold, &p->special[3]);
    return (uint16_t)special_count;
}

static struct unicode_record make_record(uint32_t c)
{
    const struct point *p = &points[c];
    return (struct unicode_record){
        .category = p->category,
        .bidi = p->bidi,
        .width = p->width,
        .combining = p->combining,
        .flags = p->flags,
        .decimal = p->decimal,
        .digit = p->digit,
        .numeric = p->has_numeric ? number_numeric(p->numeric) : 0,
        .special = p->assigned ? number_special(p) : 0,
        .lower = (int32_t)(p->lower - c),
        .upper = (int32_t)(p->upper - c),
        .title = (int32_t)(p->title - c),
    };
}

static bool same_record(const struct unicode_record *a,
                        const struct unicode_record *b)
{
    return a->category == b->category && a->bidi == b->bidi &&
           a->width == b->width && a->combining == b->combining &&
           a->flags == b->flags && a->decimal == b->decimal &&
           a->digit == b->digit && a->numeric == b->numeric &&
           a->special == b->special && a->lower == b->lower &&
           a->upper == b->upper && a->title == b->title;
}

static void write_record(const struct unicode_record *r)
{
    printf("{%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d},\n", r->category, r->bidi,
           r->width, r->combining, r->flags, r->decimal, r->digit, r->numeric,
           r->special, (int)r->lower, (int)r->upper, (int)r->title);
}

static void write_records(void)
{
    uint16_t *values = allocate(UNICODE_POINTS, sizeof *values);
    struct unicode_record *records = allocate(65536, sizeof *records);
    int count = 0, last = 0;
    for (uint32_t c = 0; c < UNICODE_POINTS; c++) {
        struct unicode_record record = make_record(c);
        if (!count || !same_record(&records[last], &record)) {
            for (last = 0; last < count; last++)
                if (same_record(&records[last], &record))
                    break;
            if (last == count)
                records[count++] = record;
        }
        values[c] = (uint16_t)last;
    }
    printf("const struct unicode_record unicode_records[] = {\n");
    for (int i = 0; i < count; i++)
        write_record(&records[i]);
    printf("};\n\n");
    write_index("record", values);
    free(records);
    free(values);
}

static void write_four(const uint32_t four[4])
{
    printf("{%u,%u,%u,%u},", (unsigned)four[0], (unsigned)four[1],
           (unsigned)four[2], (unsigned)four[3]);
}

static void write_values(void)
{
    printf("const double unicode_numerics[] = {\n");
    for (int i = 0; i < numeric_count; i++)
        printf("%.17g,\n", numerics[i]);
    printf("};\n\nconst struct unicode_special unicode_specials[] = {\n");
    for (int i = 0; i < special_count; i++) {
        printf("{");
        write_four(specials[i].lower);
        write_four(specials[i].upper);
        write_four(specials[i].title);
        write_four(specials[i].fold);
        printf("},\n");
    }
    printf("};\n\n");
}

static void write_decompositions(void)
{
    uint16_t *values = allocate(UNICODE_POINTS, sizeof *values);
    int at = 1;
    printf("const uint32_t unicode_decomposition_data[] = {\n0,\n");
    for (uint32_t c = 0; c < UNICODE_POINTS; c++) {
        const struct mapping *m = points[c].decomposition;
        if (!m)
            continue;
        if (at + 1 + m->count > 65535)
            fail("too many", "decompositions");
        values[c] = (uint16_t)at;
        printf("%d,", points[c].tag << 8 | m->count);
        for (int i = 0; i < m->count; i++)
            printf("%u,", (unsigned)m->points[i]);
        printf("\n");
        at += 1 + m->count;
    }
    printf("};\n\n");
    write_index("decomposition", values);
    free(values);
}

static int compare_pairs(const void *left, const void *right)
{
    const struct unicode_pair *a = left, *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return a->second < b->second ? -1 : a->second > b->second;
}

static void write_pairs(void)
{
    struct unicode_pair *pairs = allocate(5000, sizeof *pairs);
    size_t count = 0;
    for (uint32_t c = 0; c < UNICODE_POINTS; c++) {
        const struct mapping *m = points[c].decomposition;
        if (m && !points[c].tag && m->count == 2 && !points[c].excluded)
            pairs[count++] =
                (struct unicode_pair){m->points[0], m->points[1], c};
    }
    qsort(pairs, count, sizeof *pairs, compare_pairs);
    printf("const struct unicode_pair unicode_pairs[] = {\n");
    for (size_t i = 0; i < count; i++)
        printf("{%u,%u,%u},\n", (unsigned)pairs[i].first,
               (unsigned)pairs[i].second, (unsigned)pairs[i].composed);
    printf("};\n\nconst size_t unicode_pair_count = %zu;\n\n", count);
    free(pairs);
}

struct named {
    uint32_t point;
    const char *name;
    bool alias;
};

static int compare_named(const void *left, const void *right)
{
    return strcmp(((const struct named *)left)->name,
                  ((const struct named *)right)->name);
}

static size_t collect_named(struct named *named)
{
    size_t count = 0;
    for (uint32_t c = 0; c < UNICODE_POINTS; c++)
        if (points[c].name)
            named[count++] = (struct named){c, points[c].name, false};
    for (int i = 0; i < alias_count; i++)
        named[count++] =
            (struct named){aliases[i].point, aliases[i].name, true};
    if (count > MAX_NAMES)
        fail("too many", "names");
    qsort(named, count, sizeof *named, compare_named);
    return count;
}

static void write_by_point(const struct named *named, size_t count)
{
    uint16_t *places = allocate(UNICODE_POINTS, sizeof *places);
    size_t written = 0;
    for (size_t i = 0; i < count; i++)
        if (!named[i].alias)
            places[named[i].point] = (uint16_t)i;
    printf("const uint16_t unicode_names_by_point[] = {\n");
    for (uint32_t c = 0; c < UNICODE_POINTS; c++)
        if (points[c].name)
            printf("%d,%s", places[c], ++written % 16 ? "" : "\n");
    printf("};\n\nconst size_t unicode_names_by_point_count = %zu;\n\n",
           written);
    free(places);
}

static void write_character_names(void)
{
    struct named *named = allocate(MAX_NAMES + 2000, sizeof *named);
    size_t count = collect_named(named), offset = 0;
    printf("const char unicode_name_text[] =\n");
    for (size_t i = 0; i < count; i++)
        printf("    \"%s\\0\"\n", named[i].name);
    printf("    \"\";\n\nconst struct unicode_name unicode_names[] = {\n");
    for (size_t i = 0; i < count; i++) {
        printf("{%u,%zu},\n", (unsigned)named[i].point, offset);
        offset += strlen(named[i].name) + 1;
    }
    printf("};\n\nconst size_t unicode_name_count = %zu;\n\n", count);
    write_by_point(named, count);
    printf("const struct unicode_range unicode_ideographs[] = {\n");
    for (int i = 0; i < ideograph_count; i++)
        printf("{%u,%u},\n", (unsigned)ideographs[i].first,
               (unsigned)ideographs[i].last);
    printf("};\n\nconst size_t unicode_ideograph_count = %d;\n",
           ideograph_count);
    free(named);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        fail("usage: unicode_gen", "DIRECTORY");
    directory = argv[1];
    read_database();
    printf("/* Made by unicode_gen.c. */\n"
           "#include \"scripts/syntax/unicode_tables.h\"\n\n");
    write_records();
    write_values();
    write_decompositions();
    write_pairs();
    write_character_names();
    write_names("category", &categories);
    write_names("bidi", &bidis);
    write_names("width", &widths);
    write_names("tag", &tags);
    return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
