/*
 * Evaluation.  Looking happens in a throw-away fork, bounded in time, work
 * and memory, so that it never changes the script; doing happens in place.
 *
 * "#7" in an expression means that object: it is bound under a name of its
 * own for the time of the evaluation.
 */
#include "scripts/debug/engine_internal.h"
#include "scripts/debug/text_safe.h"

#include "scripts/run.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

enum {
    SECONDS_MOST = 2,
    WAIT_MS = SECONDS_MOST * 1000 + 500,
    POLLS_MOST = 1000000,
    RESULT_MOST = 20000,
    MEMORY_MOST = 512 << 20,
    HEAP_MORE = 256 << 20,
    NAME_SIZE = 40,
};

/* ---- "#7" -------------------------------------------------------------- */

static bool ends_string(const char *at, const char *quote, size_t length)
{
    return strncmp(at, quote, length) == 0;
}

/* The length of the string literal that begins here; 0: none does. */
static size_t literal_length(const char *at)
{
    if (*at != '\'' && *at != '"')
        return 0;
    bool triple = at[1] == at[0] && at[2] == at[0];
    size_t length = triple ? 3 : 1, i = length;
    while (at[i] && !ends_string(at + i, at, length))
        i += at[i] == '\\' && at[i + 1] ? 2 : 1;
    return at[i] ? i + length : i;
}

static void number_name(int64_t number, char name[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "_heapstep_%llu", (unsigned long long)number);
}

static void bind_number(struct engine *e, struct text *out, int64_t number,
                        char **error)
{
    char name[NAME_SIZE];
    object *o = number_find(e, number);
    number_name(number, name);
    text_add(out, name);
    if (!o && !*error)
        record_textf(error, "there is no object #%lld now", (long long)number);
    else if (o && !dict_set_c(e->vm, e->vm->builtins, name, o))
        vm_pending_clear(e->vm);
}

/* The expression with names for "#7"; new.  NULL: *error says why. */
static char *replace_numbers(struct engine *e, const char *text, char **error)
{
    struct text out;
    int64_t number;
    text_begin(&out, 1 << 20);
    while (*text) {
        size_t literal = literal_length(text);
        if (literal) {
            text_put(&out, text, literal);
            text += literal;
        } else if (number_read(&text, &number)) {
            bind_number(e, &out, number, error);
        } else {
            text_put(&out, text++, 1);
        }
    }
    char *result = text_take(&out);
    if (!*error)
        return result;
    free(result);
    return NULL;
}

/* Takes the names away again, where there is no fork to end them. */
static void unbind_numbers(struct engine *e, const char *text)
{
    int64_t number;
    while ((text = strchr(text, '#'))) {
        char name[NAME_SIZE];
        if (!number_read(&text, &number)) {
            text++;
            continue;
        }
        number_name(number, name);
        object *key = str_from(e->vm, name);
        if (!key || dict_delete(e->vm, e->vm->builtins, key) < 0)
            vm_pending_clear(e->vm);
        vm_release_maybe(e->vm, key);
    }
}

/* ---- results ----------------------------------------------------------- */

static char *safe_str(const object *s)
{
    char *raw = show_str(s, RESULT_MOST);
    if (!raw)
        return NULL;
    char *safe = text_safe_new(raw, strlen(raw), RESULT_MOST, TEXT_NEWLINES);
    free(raw);
    return safe;
}

/* "NameError: name 'x' is not defined", and nothing is pending any more. */
static char *take_error(struct engine *e)
{
    char *text = NULL, *message = NULL;
    object *exception = vm_pending_take(e->vm);
    if (!exception)
        return strdup("it failed");
    object *words = vm_str(e->vm, exception);
    if (words)
        message = safe_str(words);
    else
        vm_pending_clear(e->vm);
    vm_release_maybe(e->vm, words);
    record_textf(&text, "%s%s%s", show_type(e, exception),
                 message && *message ? ": " : "", message ? message : "");
    free(message);
    vm_release(e->vm, exception);
    return text;
}

static void answer_repr(struct engine *e, object *value,
                        struct view_answer *answer)
{
    object *repr = vm_repr(e->vm, value);
    answer->ok = repr != NULL;
    answer->text = repr ? safe_str(repr) : take_error(e);
    vm_release_maybe(e->vm, repr);
}

/* p/x, p/o, p/b: an int in another base. */
static void answer_base(struct engine *e, object *value, char letter,
                        struct view_answer *answer)
{
    int base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 't' ? 2 : 0;
    bool is_int = vm_type_of(e->vm, value)->flags & TYPE_INT_SUBCLASS;
    if (!base || !is_int) {
        answer_repr(e, value, answer);
        return;
    }
    object *digits = int_to_str(e->vm, value, base, true);
    answer->ok = digits != NULL;
    answer->text = digits ? safe_str(digits) : take_error(e);
    vm_release_maybe(e->vm, digits);
}

static bool put_line(struct engine *e, struct text *t, const char *before,
                     object *o, const char *after)
{
    object *repr = vm_repr(e->vm, o);
    char *text = repr ? safe_str(repr) : NULL;
    if (text)
        text_addf(t, "%s%s%s", before, text, after);
    free(text);
    vm_release_maybe(e->vm, repr);
    return repr != NULL;
}

static bool put_items(struct engine *e, struct text *t, object *value)
{
    size_t n = list_length(value);
    bool ok = true;
    for (size_t i = 0; ok && i < n && i < list_length(value); i++)
        ok = put_line(e, t, i ? " " : "[", list_items(value)[i],
                      i + 1 < n ? ",\n" : "]");
    return ok;
}

static bool put_pairs(struct engine *e, struct text *t, object *value)
{
    size_t pos = 0, i = 0, n = dict_length(value);
    object *key, *item;
    bool ok = true;
    while (ok && dict_next(value, &pos, &key, &item)) {
        ok = put_line(e, t, i ? " " : "{", key, ": ") &&
             put_line(e, t, "", item, i + 1 < n ? ",\n" : "}");
        i++;
    }
    return ok;
}

/* A list or dict that is too long for a line gets one line an item. */
static void answer_pretty(struct engine *e, object *value,
                          struct view_answer *answer)
{
    struct text t;
    answer_repr(e, value, answer);
    bool list = vm_is(value, TYPE_LIST), dict = vm_is(value, TYPE_DICT);
    if (!answer->ok || !answer->text || strlen(answer->text) <= 76 ||
        !(list || dict))
        return;
    text_begin(&t, RESULT_MOST);
    bool ok = list ? put_items(e, &t, value) : put_pairs(e, &t, value);
    char *text = text_finish(&t);
    if (ok && text)
        record_text(&answer->text, text);
    free(text);
    vm_pending_clear(e->vm);
}

static void answer_type(struct engine *e, object *value,
                        struct view_answer *answer)
{
    struct text t;
    int64_t refs;
    bool runtime = runtime_refs(e, value, &refs);
    refs--; /* our own */
    text_begin(&t, 400);
    show_name(e, &t, value);
    text_addf(&t,
              runtime ? ", shared by the runtime, %+lld by this script"
                      : ", references %lld",
              (long long)refs);
    answer->text = text_finish(&t);
    answer->ok = true;
}

static const struct {
    const char *what;
    void (*answer)(struct engine *e, object *value, struct view_answer *answer);
} forms[] = {
    {"print", answer_repr},
    {"pp", answer_pretty},
    {"whatis", answer_type},
};

static void answer_value(struct engine *e, const struct view_question *q,
                         object *value, int64_t first_new,
                         struct view_answer *answer)
{
    int64_t number = number_of(e, value);
    record_text(&answer->type, show_type(e, value));
    /* What the expression made dies with the fork. */
    answer->object = number < first_new ? number : 0;
    answer->children = answer->object ? show_children(e, value) : 0;
    if (strcmp(q->what, "python") == 0 && value == e->vm->none)
        answer->ok = true;
    else if (strncmp(q->what, "print/", 6) == 0)
        answer_base(e, value, q->what[6], answer);
    else {
        size_t i = 0;
        while (i < 2 && strcmp(forms[i].what, q->what) != 0)
            i++;
        forms[strcmp(forms[i].what, q->what) == 0 ? i : 0].answer(e, value,
                                                                  answer);
    }
}

/* ---- in the fork ------------------------------------------------------- */

static struct vm *volatile timed; /* for the alarm's handler alone */
static volatile sig_atomic_t time_is_up;

static void on_alarm(int signal)
{
    (void)signal;
    time_is_up = 1;
    if (timed)
        vm_trap_request(timed);
}

bool evaluate_goes_on(struct engine *e)
{
    if (!time_is_up && ++e->polls < POLLS_MOST) {
        vm_trap_request(e->vm);
        return true;
    }
    vm_raise(e->vm, EXC_RUNTIME_ERROR, "it takes too long: given up");
    return false;
}

static int64_t refuse_read(void *arg, int fd, void *buffer, size_t size)
{
    (void)arg;
    (void)fd;
    (void)buffer;
    (void)size;
    return -EPERM;
}

static int64_t keep_write(void *arg, int fd, const void *buffer, size_t size)
{
    struct text *output = arg;
    if (fd != 1 && fd != 2)
        return -EPERM;
    text_put(output, buffer, size);
    return (int64_t)size;
}

static int64_t refuse_open(void *arg, const char *path, int flags,
                           unsigned mode)
{
    (void)arg;
    (void)path;
    (void)flags;
    (void)mode;
    return -EPERM;
}

static int64_t refuse_fd(void *arg, int fd)
{
    (void)arg;
    (void)fd;
    return -EPERM;
}

static int64_t refuse_seek(void *arg, int fd, int64_t offset, int whence)
{
    (void)arg;
    (void)fd;
    (void)offset;
    (void)whence;
    return -EPERM;
}

static int64_t refuse_stat(void *arg, const char *path, bool follow,
                           struct host_stat *out)
{
    (void)arg;
    (void)path;
    (void)follow;
    (void)out;
    return -EPERM;
}

static int64_t refuse_fstat(void *arg, int fd, struct host_stat *out)
{
    (void)arg;
    (void)fd;
    (void)out;
    return -EPERM;
}

static int64_t refuse_path(void *arg, const char *path, char *buffer,
                           size_t size)
{
    (void)arg;
    (void)path;
    (void)buffer;
    (void)size;
    return -EPERM;
}

static int64_t refuse_text(void *arg, char *buffer, size_t size)
{
    (void)arg;
    (void)buffer;
    (void)size;
    return -EPERM;
}

static int64_t refuse_sleep(void *arg, int64_t ns)
{
    (void)arg;
    (void)ns;
    return -EPERM;
}

/* The outside of a fork: it may write to the answer, nothing else. */
static void close_outside(struct engine *e, struct text *output)
{
    struct host host = host_direct;
    host.arg = output;
    host.read = refuse_read;
    host.write = keep_write;
    host.open = refuse_open;
    host.close = refuse_fd;
    host.seek = refuse_seek;
    host.isatty = refuse_fd;
    host.stat = refuse_stat;
    host.fstat = refuse_fstat;
    host.list_directory = refuse_path;
    host.getcwd = refuse_text;
    host.read_link = refuse_path;
    host.sleep = refuse_sleep;
    host.environment = refuse_text;
    e->host = host;
    text_begin(output, RESULT_MOST);
}

static void set_alarm(struct engine *e)
{
    struct itimerval when = {.it_value = {SECONDS_MOST, 0}};
    struct sigaction alarm = {.sa_handler = on_alarm};
    timed = e->vm;
    sigaction(SIGALRM, &alarm, NULL);
    setitimer(ITIMER_REAL, &when, NULL);
    vm_trap_request(e->vm);
}

static void flush_output(struct engine *e)
{
    static const char *const names[] = {"stdout", "stderr"};
    for (int i = 0; i < 2; i++) {
        object *file = dict_get_c_peek(e->vm, e->vm->sys, names[i]);
        object *flush = file ? vm_getattr_str(e->vm, file, "flush") : NULL;
        object *result = flush ? vm_call0(e->vm, flush) : NULL;
        vm_release_maybe(e->vm, result);
        vm_release_maybe(e->vm, flush);
        vm_pending_clear(e->vm);
    }
}

static void bind_subject(struct engine *e, struct vm_frame *frame)
{
    object *globals = frame ? frame->globals : e->main_globals;
    if (e->subject && globals &&
        !dict_set_c(e->vm, globals, "_", (object *)(uintptr_t)e->subject))
        vm_pending_clear(e->vm);
}

static void compute(struct engine *e, const struct view_question *q,
                    struct view_answer *answer)
{
    struct vm_frame *frame = engine_frame(e, q->frame);
    int64_t first_new = number_next(e);
    object *pending = vm_pending_take(e->vm);
    (void)pending;
    bind_subject(e, frame);
    char *text = replace_numbers(e, q->text, &answer->text);
    if (!text)
        return;
    object *value = run_in_frame(e->vm, frame, text, 1, false);
    if (value)
        answer_value(e, q, value, first_new, answer);
    else
        answer->text = take_error(e);
    if (answer->ok && strcmp(q->what, "truth") == 0) {
        int truth = vm_truth(e->vm, value);
        answer->ok = truth >= 0;
        answer->children = truth;
        if (truth < 0)
            record_text(&answer->text, take_error(e));
    }
    flush_output(e);
}

static void bound_memory(struct engine *e)
{
    struct heap_totals totals;
    heap_totals(e->vm->heap, &totals);
    heap_set_limit(e->vm->heap, totals.committed + HEAP_MORE);
}

static void evaluate_here(struct engine *e, const struct view_question *q,
                          struct view_answer *answer)
{
    struct text output;
    vm_trap_watch(e->vm, NULL);
    vm_trap_step(e->vm, false);
    close_outside(e, &output);
    bound_memory(e);
    set_alarm(e);
    compute(e, q, answer);
    answer->output = text_finish(&output);
}

static const struct helper evaluator = {
    .work = evaluate_here,
    .wait_ms = WAIT_MS,
    .memory = MEMORY_MOST,
    .cancelled = "the evaluation was cancelled",
    .died = "the evaluation died; the script itself is untouched",
};

void evaluate(struct engine *e, const struct view_question *q,
              struct view_answer *answer)
{
    helper_ask(e, &evaluator, q, answer);
}

int evaluate_condition(struct engine *e, const char *expression,
                       object *subject, char **error)
{
    struct view_answer answer = {0};
    struct view_question q = {.what = "truth", .text = (char *)expression};
    const object *before = e->subject;
    bool was_pausing = e->want_pause;
    e->subject = subject ? subject : before;
    e->want_pause = false;
    evaluate(e, &q, &answer);
    e->want_pause |= was_pausing;
    e->subject = before;
    int result = answer.ok ? answer.children != 0 : -1;
    if (!answer.ok)
        record_text(error, answer.text);
    record_clear(schema_answer(), &answer);
    return result;
}

/* ---- in place ---------------------------------------------------------- */

void execute(struct engine *e, const struct view_question *q,
             struct view_answer *answer)
{
    struct vm_frame *frame = engine_frame(e, q->frame);
    char *text = replace_numbers(e, q->text, &answer->text);
    if (text) {
        object *value = run_in_frame(e->vm, frame, text, 2, true);
        answer->ok = value != NULL;
        if (!value)
            answer->text = take_error(e);
        vm_release_maybe(e->vm, value);
    }
    unbind_numbers(e, q->text);
    free(text);
}
