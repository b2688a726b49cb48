/*
 * Owns one round of completion.  Invariant: an answer that comes too late
 * changes nothing.  Neighbours: cli.c, prompt.c, both on Tab.
 */
#include "tui/completion.h"

#include "tui/clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WAIT_MS = 1500 };

/* Shared by the one who waits and the answer; the last one frees it. */
struct round {
    bool answered, abandoned;
    size_t start, length, count;
    char *common; /* beginning of every word; NULL: no word yet */
    FILE *list;
    char *text;
    size_t size;
};

static void free_round(struct round *round)
{
    fclose(round->list);
    free(round->common);
    free(round->text);
    free(round);
}

static void keep_common(struct round *round, const char *word)
{
    size_t n = 0;
    if (!round->common) {
        round->common = strdup(word);
        return;
    }
    while (word[n] && word[n] == round->common[n])
        n++;
    while (n && ((unsigned char)word[n] & 0xc0) == 0x80)
        n--;
    round->common[n] = 0;
}

static void take(void *data, const struct session_completion *word)
{
    struct round *round = data;
    if (!word && round->abandoned) {
        free_round(round);
        return;
    }
    round->answered = !word;
    if (!word)
        return;
    round->start = word->start;
    round->length = word->length;
    keep_common(round, word->text);
    fprintf(round->list, round->count++ ? "  %s" : "%s", word->label);
}

static struct round *ask(session *session, editor *editor)
{
    struct round *round = calloc(1, sizeof *round);
    if (round)
        round->list = open_memstream(&round->text, &round->size);
    if (!round || !round->list) {
        free(round);
        return NULL;
    }
    char *text = editor_text(editor);
    size_t cursor = editor_peek(editor).cursor;
    bool asked = text && session_complete(session, text, cursor, take, round);
    free(text);
    if (asked)
        return round;
    free_round(round);
    return NULL;
}

static void wait_for(session *session, const struct round *round)
{
    long long end = clock_ms() + WAIT_MS, now;
    while (!round->answered && (now = clock_ms()) < end) {
        struct pollfd fds[SESSION_POLL_FDS];
        int n = session_poll_fds(session, fds);
        if (n == 0)
            return;
        poll(fds, (nfds_t)n, (int)(end - now));
        session_service(session);
    }
}

char *completion_run(session *session, editor *editor)
{
    char *list = NULL;
    struct round *round = ask(session, editor);
    if (!round)
        return NULL;
    wait_for(session, round);
    if (!round->answered) {
        round->abandoned = true;
        return NULL;
    }
    fflush(round->list);
    if (round->common)
        editor_replace(editor, round->start, round->length, round->common);
    if (round->count == 1)
        editor_replace(editor, editor_peek(editor).cursor, 0, " ");
    if (round->count > 1)
        list = strdup(round->text);
    free_round(round);
    return list;
}
