/*
 * Completion of a command line: words the session knows come from its
 * tables, names and attributes from the engine.
 */
#include "scripts/debug/command.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void offer(struct view_words *words, const char *word,
                  const char *prefix, size_t length)
{
    if (strncmp(word, prefix, length) == 0)
        record_texts_add(&words->words, &words->words_count, word);
}

static void offer_commands(const char *prefix, size_t length,
                           struct view_words *words)
{
    for (size_t i = 0; i < command_count; i++)
        offer(words, commands[i].name, prefix, length);
}

static void offer_breaks(struct debug *d, const char *prefix, size_t length,
                         struct view_words *words)
{
    for (size_t i = 0; i < d->breaks.count; i++) {
        char number[24];
        snprintf(number, sizeof number, "%lld",
                 (long long)d->breaks.at[i].spec.id);
        offer(words, number, prefix, length);
    }
}

static void offer_all(const char *const *list, const char *prefix,
                      size_t length, struct view_words *words)
{
    for (size_t i = 0; list[i]; i++)
        offer(words, list[i], prefix, length);
}

static void offer_files(const char *prefix, size_t length,
                        struct view_words *words)
{
    char *typed = strndup(prefix, length);
    char *slash = typed ? strrchr(typed, '/') : NULL;
    size_t folder = slash ? (size_t)(slash - typed) + 1 : 0;
    char *path = folder ? strndup(typed, folder) : strdup(".");
    DIR *dir = path ? opendir(path) : NULL;
    struct dirent *entry;
    while (dir && (entry = readdir(dir)) && words->words_count < 500) {
        char *word = NULL;
        if (entry->d_name[0] == '.' ||
            asprintf(&word, "%.*s%s", (int)folder, typed, entry->d_name) < 0)
            continue;
        offer(words, word, prefix, length);
        free(word);
    }
    if (dir)
        closedir(dir);
    free(path);
    free(typed);
}

static void offer_engine(struct debug *d, const char *prefix, size_t length,
                         struct view_words *words)
{
    struct view_words found = {0};
    char *text = strndup(prefix, length);
    struct view_question q = {.text = text, .frame = d->frame};
    if (text && session_waits(d) &&
        session_ask(d, MESSAGE_ASK_WORDS, &q, MESSAGE_WORDS, &found))
        for (size_t i = 0; i < found.words_count && i < 500; i++)
            offer(words, found.words[i], prefix, length);
    record_clear(schema_words(), &found);
    free(text);
}

/* Whether a byte belongs to the word under completion. */
static bool in_word(unsigned char c, enum completion completion)
{
    if (completion == COMPLETE_FILE)
        return c > ' ';
    return isalnum(c) || c == '_' || c == '.' || c == '#' || c >= 0x80;
}

static void offer_kind(struct debug *d, enum completion kind,
                       const char *prefix, size_t length,
                       struct view_words *words)
{
    static const char *const heap_words[] = {"alloc", "free", "gc", NULL};
    static const char *const tops[] = {"type", "site", "retained", NULL};
    switch (kind) {
    case COMPLETE_COMMAND:
        offer_commands(prefix, length, words);
        break;
    case COMPLETE_BREAKPOINT:
        offer_breaks(d, prefix, length, words);
        break;
    case COMPLETE_INFO:
        offer_all(info_subjects, prefix, length, words);
        offer_engine(d, prefix, length, words);
        break;
    case COMPLETE_TOP:
        offer_all(tops, prefix, length, words);
        break;
    case COMPLETE_FILE:
        offer_files(prefix, length, words);
        break;
    case COMPLETE_LOCATION:
        offer_all(heap_words, prefix, length, words);
        offer_engine(d, prefix, length, words);
        break;
    default:
        offer_engine(d, prefix, length, words);
    }
}

void debug_complete(struct debug *d, const char *text, size_t column,
                    size_t *start, struct view_words *words)
{
    int matches;
    size_t begin = strspn(text, " \t!");
    size_t word = begin + strcspn(text + begin, " \t");
    if (column > strlen(text))
        column = strlen(text);
    bool first = column <= word;
    const struct command *command =
        first ? NULL : command_find(text + begin, word - begin, &matches);
    enum completion kind = command ? command->completion : COMPLETE_EXPRESSION;
    size_t from = column;
    while (from > begin && in_word((unsigned char)text[from - 1], kind))
        from--;
    *start = from;
    if (first && from == begin)
        offer_kind(d, COMPLETE_COMMAND, text + from, column - from, words);
    if (!command || kind != COMPLETE_NOTHING)
        offer_kind(d, kind, text + from, column - from, words);
}
