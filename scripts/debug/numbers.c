/*
 * The numbers objects go by on screen: the script's own from 1 on, in the
 * order in which they were made; what the interpreter made for itself before
 * counts down from -1.  0 is no object's.
 */
#include "scripts/debug/engine_internal.h"

#include <ctype.h>
#include <stdlib.h>

static int64_t shown(const struct engine *e, uint64_t ordinal)
{
    int64_t n = (int64_t)ordinal - (int64_t)e->first_ordinal;
    return ordinal == 0 ? 0 : n >= 0 ? n + 1 : n;
}

int64_t number_of(const struct engine *e, const object *o)
{
    return shown(e, heap_ordinal(e->vm->heap, o));
}

int64_t number_of_ordinal(const struct engine *e, uint64_t ordinal)
{
    return shown(e, ordinal);
}

int64_t number_of_event(const struct engine *e, const struct heap_event *event)
{
    return shown(e, event->ordinal);
}

int64_t number_next(const struct engine *e)
{
    return shown(e, heap_next_ordinal(e->vm->heap));
}

object *number_find(const struct engine *e, int64_t number)
{
    int64_t n = (int64_t)e->first_ordinal + number - (number > 0);
    return number == 0 || n <= 0 ? NULL
                                 : heap_by_ordinal(e->vm->heap, (uint64_t)n);
}

bool number_read(const char **text, int64_t *number)
{
    const char *at = *text;
    char *end;
    if (at[0] != '#' || !isdigit((unsigned char)(at[1] == '-' ? at[2] : at[1])))
        return false;
    *number = strtoll(at + 1, &end, 10);
    *text = end;
    return true;
}

void numbers_begin(struct engine *e)
{
    e->first_ordinal = heap_next_ordinal(e->vm->heap);
}
