/*
 * The script's threads, each with its stack.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/vm/code.h"
#include "scripts/vm/threads.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MOST = 60000, FRAMES_MOST = 20, NAME_MOST = 200 };

static void put_frame(struct text *t, const struct vm_frame *f)
{
    char *name = show_str(f->code->qualname, NAME_MOST);
    char *path = show_str(f->code->filename, 4 * NAME_MOST);
    const char *slash = path ? strrchr(path, '/') : NULL;
    text_addf(t, "\n    %s at %s:%d", name ? name : "?",
              slash ? slash + 1 : path ? path : "?", vm_frame_line(f));
    free(name);
    free(path);
}

static void put_thread(struct engine *e, struct text *t,
                       const struct vm_thread *line)
{
    struct threads_about about;
    const struct vm_frame *f = line->frame;
    threads_tell(e->vm, line, &about);
    text_addf(t, "%s thread %llu%s, %s", about.runs ? "*" : " ",
              (unsigned long long)about.ident, about.ident == 1 ? " (main)" : "",
              about.runs    ? "running"
              : about.waits ? "waiting"
                            : "ready");
    for (int i = 0; f && i < FRAMES_MOST; i++, f = f->back)
        put_frame(t, f);
    if (f)
        text_add(t, "\n    ...");
    if (!line->frame)
        text_add(t, "\n    not begun");
}

void ask_threads(struct engine *e, const struct view_question *q,
                 struct view_answer *answer)
{
    struct text t;
    const struct vm_thread *line = NULL;
    (void)q;
    text_begin(&t, TEXT_MOST);
    while ((line = threads_next(e->vm, line))) {
        if (t.length)
            text_add(&t, "\n");
        put_thread(e, &t, line);
    }
    answer->ok = true;
    answer->text = text_finish(&t);
}
