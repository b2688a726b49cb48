/*
 * The engine's state, shared by the files of its half of the debug core.
 * Only scripts/debug includes this.
 *
 * Looking never changes the script: nothing here allocates in the script's
 * heap except where a comment says so.
 */
#ifndef DEBUG_ENGINE_INTERNAL_H
#define DEBUG_ENGINE_INTERNAL_H

#include "scripts/debug/channel.h"
#include "scripts/debug/engine.h"
#include "scripts/vm/code.h"
#include "scripts/vm/vm.h"

/* ---- text.c: bounded text under construction --------------------------- */

struct text {
    char *at; /* NUL-terminated; NULL while empty */
    size_t length, room;
    size_t most; /* bytes; what would pass it is left out */
    bool cut;
};

void text_begin(struct text *t, size_t most);
void text_put(struct text *t, const char *bytes, size_t length);
void text_add(struct text *t, const char *string);
void text_addf(struct text *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The text, new, safe to draw, "..." at its end when cut; never NULL but when
 * memory is short. */
char *text_finish(struct text *t);
/* The text as it is, new. */
char *text_take(struct text *t);

/* ---- stepping ---------------------------------------------------------- */

enum how {
    HOW_CONTINUE,
    HOW_STEP,
    HOW_NEXT,
    HOW_FINISH,
    HOW_UNTIL,
    HOW_START,
    HOW_INSTRUCTION,
    HOW_HEAP
};

enum { ANCESTORS_MAX = 256, SEEN_MAX = 64 };

struct seen {
    uint64_t frame;
    uint32_t instr;
};

struct place {
    struct code *code; /* borrowed; dropped when it is freed */
    uint32_t instr;
};

/* What the last resume asked for. */
struct stepping {
    enum how how;
    int64_t count;
    uint64_t frame; /* the frame stepped in, by id */
    int line;
    uint64_t ancestors[ANCESTORS_MAX]; /* ids of its callers, nearest first */
    size_t ancestor_count;
    int to_line;                /* until */
    char *heap_event;           /* stepheap: what has happened, in words */
    char *returned;             /* the value that the finished frame returned */
    struct seen seen[SEEN_MAX]; /* where frames last began a line */
    size_t seen_next;
    struct place *places; /* patched for this step: step_plan.c */
    size_t place_count;
    /* A stop before an instruction may be followed at once by the trap of a
     * breakpoint there: the same stop. */
    uint64_t stopped_frame;
    const struct instr *stopped_pc;
};

/* ---- breakpoints ------------------------------------------------------- */

/* What a watched expression is worth: of which only equality is asked. */
struct watched {
    enum {
        WATCHED_NOTHING,
        WATCHED_NUMBER,
        WATCHED_REAL,
        WATCHED_OBJECT
    } kind;
    int64_t number; /* or the object's number, the real's bits */
    object *object; /* borrowed, alive only where it was looked at */
};

struct engine_break {
    struct view_break_spec spec;
    int64_t hits;
    int found_line;
    char *found_path;
    char *note;
    struct place *places;
    size_t place_count;
    struct observer *observer; /* watch: the expression as parsed */
    struct observer *test;     /* the condition as parsed, NULL: not yet */
    struct watched last;       /* watch, refs: what was seen last */
    char *last_text;           /* the same for people */
    object *counted;           /* refs: where it was last; may be gone */
    uint64_t frame;            /* watch: of a local, by id; 0: none */
    bool above;                /* heap: it is over its limit */
};

/* An object made and not ready: its instruction is still under way. */
struct young {
    object *object; /* may be gone: then another ordinal is there, or none */
    int64_t ordinal;
    uint64_t frame;
};

/* A free that the step under way has seen. */
struct death {
    int64_t ordinal;
    char *type, *cause, *path;
    int line;
};

enum { DEATHS_MAX = 200 };

struct recorder {
    struct death *deaths;
    size_t death_count;
    uint64_t frees;
};

/* ---- the whole --------------------------------------------------------- */

struct baseline {
    const object *object;
    uint32_t refs;
};

/* Signals of the script: bit n - 1 is signal n. */
struct signals_noted {
    uint64_t caught, ignored, noted, blocked;
    volatile int *flag; /* of the vm, set when one is noted; or NULL */
};

enum { LISTENERS = 40 };

struct kept_snapshot {
    char *name;
    heap_snapshot *snapshot;
};

struct engine {
    struct channel channel;
    struct signals_noted signals;
    struct host host;
    struct vm *vm;
    struct view_launch launch;
    object *main_code;    /* owned */
    object *main_globals; /* borrowed from sys.modules */
    bool begun, finished, finalized, stopped_once;
    uint64_t first_ordinal; /* of the script's objects: numbers.c */
    bool evaluating;        /* in the fork: no stops, no messages */
    bool stopped;           /* in the loop of a stop */
    bool want_pause, want_interrupt, resumed;
    bool no_stops; /* launched without debugging */
    bool pass_uncaught;
    uint64_t told_exception; /* ordinal of the one stopped at */
    uint64_t raised_exception; /* of the one that `break raise` has seen */
    int status;
    struct view_resume resume; /* the last message of that kind */

    struct stepping step;
    struct engine_break *breaks;
    size_t break_count;
    struct code **codes;
    size_t code_count, code_room;
    heap_listener *listeners[LISTENERS];
    size_t listener_count;
    struct young *young;
    size_t young_count;
    int watched_line; /* of the instruction before, while one watches */
    struct vm_watch watch; /* what that depends on: sleeping.c */
    bool sizing;           /* breakpoints ask for the heap's size */
    bool watching;         /* there are some */
    bool sleeping;         /* no instruction is looked at until it changes */
    struct recorder recorder;
    char **found; /* what the collection under way found */
    size_t found_count, found_total;

    struct baseline *baselines;
    size_t baseline_count;
    struct view_screen before; /* what was shown when the step began */
    struct view_screen shown;  /* what has been shown at this stop */
    struct memory *memory;     /* what was shown before the step */
    int64_t step_first;        /* number of the first object the step makes */
    struct view_stop stop;
    const object *subject; /* the object a heap stop is about; borrowed */
    uint32_t last_id;

    uint32_t host_id; /* the call that waits for its answer; 0: none */
    bool host_answered, cancelled;
    struct view_host_answer host_answer;
    int polls; /* of the fork that evaluates */

    struct helper_progress *progress; /* helper.c: how far a fork has come */
    struct kept_snapshot *snapshots;  /* ask_history.c */
    size_t snapshot_count;
    heap_survivals *survivals;
};

/* ---- engine.c ---------------------------------------------------------- */

/* Tells the session and serves it until it resumes the script. */
void engine_stop(struct engine *e, struct view_stop *stop_steal);
/* Takes in what the session has sent while the script runs or waits for the
 * outside; true when a pause was asked for. */
bool engine_attend(struct engine *e);
/* Serves one message. */
void engine_serve(struct engine *e, struct message *message);
/* While the outside is waited for: stops if a pause was asked for. */
void engine_pause_here(struct engine *e);
/* The session is gone: so are we. */
_Noreturn void engine_leave(struct engine *e);

/* ---- host_session.c ---------------------------------------------------- */

void host_session_init(struct host *host, struct engine *e);

/* ---- host_signals.c ---------------------------------------------------- */

int64_t host_session_signal(void *arg, enum host_signal_op op, int64_t a,
                            int64_t b, struct host_signal *io);
void host_session_signal_flag(void *arg, volatile int *flag);

/* The file of an allocation site: new; *line. */
char *engine_site(struct engine *e, uint32_t site, int *line);

/* ---- script.c: the script's life --------------------------------------- */

/* Makes the vm and compiles the script; false: *error (new) says why. */
bool script_load(struct engine *e, char **error);
/* Runs it to its end, stops included. */
void script_run(struct engine *e);

/* ---- stepping.c -------------------------------------------------------- */

void stepping_init(struct engine *e);
/* Stops at what a breakpoint about objects has seen; `event` is "was made" and
 * so on, the cause may be NULL. */
void stop_at_object(struct engine *e, struct engine_break *b, object *o,
                    const char *event, char *cause_steal);
/* Takes the last resume message. */
void stepping_begin(struct engine *e);
/* Chooses the dispatch table. */
void stepping_arm(struct engine *e);
/* The frame with that number, 0 the innermost; NULL: none. */
struct vm_frame *engine_frame(const struct engine *e, int64_t number);
/* The next whole frame behind this one. */
struct vm_frame *frame_caller(const struct vm_frame *frame);
int64_t engine_depth(const struct engine *e);
/* Fills path, function and line of the innermost frame. */
void stop_here(struct engine *e, struct view_stop *stop);

/* Says in stop.text what was raised, as a traceback's last line does. */
void describe_exception(struct engine *e, object *exception,
                        struct view_stop *stop);

/* ---- sleeping.c ------------------------------------------------------- */

/* Is there anything that it could be for? */
bool sleeping_wanted(const struct engine *e);
/* After and before a look at an instruction. */
void sleeping_begin(struct engine *e);
void sleeping_end(struct engine *e);

/* ---- step_plan.c ------------------------------------------------------- */

/* Patches where a step in this frame may end; lines: its own lines too. */
void step_plan_make(struct engine *e, struct vm_frame *frame, bool lines);
void step_plan_drop(struct engine *e);
/* The code is being freed. */
void step_plan_forget(struct engine *e, const struct code *code);
bool step_plan_covers(const struct engine *e, const struct vm_frame *frame);

/* ---- engine_break.c ---------------------------------------------------- */

void breaks_init(struct engine *e);
void breaks_set(struct engine *e, struct view_break_set *set);
void breaks_states(const struct engine *e, struct view_break_states *states);
/* The breakpoint to stop at before this instruction; NULL: none.  Counts
 * hits, tests conditions. */
struct engine_break *breaks_at(struct engine *e, struct vm_frame *frame);
/* Counts a hit; false when ignored, disabled or its condition is false. */
bool break_hit(struct engine *e, struct engine_break *b, object *subject);
/* Puts every breakpoint's patch in place again. */
void breaks_patch_all(struct engine *e);
/* A path as typed fits a file whose path ends with it. */
bool break_path_fits(const char *typed, const char *file);
void breaks_code_made(struct engine *e, struct code *code);
void stop_at_break(struct engine *e, struct engine_break *b,
                   struct view_stop *stop);

/* ---- break_match.c: what a breakpoint asks of an object, a count -------- */

bool break_is(const struct engine_break *b, const char *kind);
/* Whether some enabled breakpoint is of that kind. */
bool break_any(const struct engine *e, const char *kind);
bool break_wants_object(struct engine *e, const struct engine_break *b,
                        const object *o);
/* The same for what is made: of its size and line too. */
bool break_wants_new(struct engine *e, const struct engine_break *b,
                     const object *o);
bool break_wants_type(const struct engine_break *b,
                      const struct type_object *type);
/* Whether the breakpoint's hit condition lets this hit count. */
bool break_counts(const struct engine_break *b);
/* Does what a log point says instead of stopping. */
void break_log(struct engine *e, const struct engine_break *b, object *subject);

/* ---- event_break.c: finalizers, weak references, sharing, garbage ------- */

/* The events that its breakpoints want. */
uint32_t event_break_kinds(const struct engine *e);
void event_break_tell(const struct heap_event *event, void *arg);
/* The same for stepheap. */
uint32_t event_step_kinds(const struct engine *e);
void event_step_tell(const struct heap_event *event, void *arg);
/* Before an instruction: stops when the heap has passed a breakpoint's size. */
void event_break_heap_size(struct engine *e);
/* A raised exception that a breakpoint wants: stops. */
bool event_break_raised(struct engine *e, object *exception);

/* ---- watch_break.c: names, parts and counts that change ----------------- */

bool watch_break_any(const struct engine *e);
void watch_break_prepare(struct engine *e, struct engine_break *b);
/* Takes over what the same breakpoint saw before it was sent anew. */
void watch_break_inherit(struct engine *e, struct engine_break *b);
void watch_break_forget(struct engine_break *b);
/* Adds the words that the watches depend on; false: that is not known. */
bool watch_break_words(struct engine *e, struct vm_watch *words);
/* Before an instruction: stops for what the one before has changed. */
void watch_break_look(struct engine *e, struct vm_frame *frame);

/* ---- heap_break.c ------------------------------------------------------ */

/* Listens for what breakpoints and the recorder want. */
void heap_break_arm(struct engine *e);
/* Adds the words that change when an object under way becomes ready; false:
 * it may be so at the next instruction. */
bool heap_break_words(struct engine *e, struct vm_watch *words);
/* Before an instruction: stops for objects that are ready now. */
void heap_break_ready(struct engine *e, struct vm_frame *frame);
void recorder_begin(struct engine *e);
const struct death *recorder_find(const struct engine *e, int64_t ordinal);

/* ---- cause.c ----------------------------------------------------------- */

/* Why an object is being freed now, in words: new. */
char *cause_of_death(struct engine *e, const object *o);

/* ---- show.c ------------------------------------------------------------ */

/* The value of an object in at most `most` bytes: new, safe. */
char *show_value(struct engine *e, object *o, size_t most);
/* With "list #7" before what is no plain value. */
void show_put(struct engine *e, struct text *t, object *o, int depth);
/* "list #7" */
void show_name(struct engine *e, struct text *t, const object *o);
const char *show_type(struct engine *e, const object *o);
/* UTF-8 of a str object, cut at `most` bytes: new. */
char *show_str(const object *s, size_t most);
/* How many parts the object has that can be looked into. */
int64_t show_children(struct engine *e, object *o);

/* ---- numbers.c --------------------------------------------------------- */

int64_t number_of(const struct engine *e, const object *o);
int64_t number_of_ordinal(const struct engine *e, uint64_t ordinal);
int64_t number_of_event(const struct engine *e, const struct heap_event *event);
/* The number of the next object to be made. */
int64_t number_next(const struct engine *e);
/* The object that has the number now: borrowed, NULL: none. */
object *number_find(const struct engine *e, int64_t number);
/* Reads "#7" or "#-7" at *text, which moves past it; false: none there. */
bool number_read(const char **text, int64_t *number);
/* From now on objects are the script's own. */
void numbers_begin(struct engine *e);

/* ---- picks.c: the first few of many ------------------------------------ */

enum { PICKS_MOST = 20 };

struct pick {
    int64_t first, second; /* the order */
    const void *what;      /* the caller's; borrowed */
    uint32_t number, to;   /* the caller's */
};
struct picks {
    struct pick at[PICKS_MOST];
    size_t count, all;
};

void picks_offer(struct picks *p, const struct pick *pick);
/* Orders objects: nothing (NULL) first, then the script's by number, then the
 * interpreter's. */
int64_t pick_rank(const struct engine *e, const object *o);

/* ---- runtime.c: objects the interpreter itself shares ------------------ */

void runtime_baseline(struct engine *e);
/* Whether o is one; *refs gets its count, as shown. */
bool runtime_refs(const struct engine *e, const object *o, int64_t *refs);

/* ---- bindings.c -------------------------------------------------------- */

struct binding {
    const char *scope;
    object *name;  /* borrowed str */
    object *value; /* borrowed; NULL: unbound */
};
typedef bool binding_fn(const struct binding *binding, void *arg);

/* Calls fn for each name of a frame until it says false; globals: those of
 * its module instead. */
void bindings_each(struct engine *e, struct vm_frame *frame, bool globals,
                   binding_fn *fn, void *arg);
void bindings_fill(struct engine *e, struct vm_frame *frame, int64_t count,
                   struct view_screen *screen);
/* The object a name means in a frame: borrowed, NULL: none. */
object *bindings_find(struct engine *e, struct vm_frame *frame,
                      const char *name);

/* ---- holders.c --------------------------------------------------------- */

/* "l1, l2, list #9[0]": who refers to o, in at most `most` bytes: new. */
char *holders_short(struct engine *e, object *o);
/* The same of many objects; texts[i] is new. */
void holders_page(struct engine *e, object *const *objects, size_t count,
                  char **texts);
/* "[0]", "['k']", ".x": the place of an edge in its holder. */
void holders_put_edge(struct engine *e, struct text *out,
                      const struct heap_edge *edge);

/* "l1", "x of frame #1", "dict #9['k']": who refers to something by this
 * edge; from NULL: something outside the heap. */
void holders_put(struct engine *e, struct text *out, const object *from,
                 const struct heap_edge *edge);
/* Calls fn for what the running frames own. */
typedef void frame_edge_fn(struct vm_frame *frame, int64_t number,
                           const struct heap_edge *edge, void *arg);
void holders_each_frame(const struct engine *e, frame_edge_fn *fn, void *arg);
void holders_put_local(struct text *out, const struct vm_frame *frame,
                       int64_t number, const struct heap_edge *edge);

/* ---- heap_rows.c ------------------------------------------------------- */

void heap_rows_fill(struct engine *e, const struct view_heap_query *query,
                    struct view_heap *heap);

/* ---- story.c ----------------------------------------------------------- */

/* Remembers what is shown before a step, to compare with after it. */
void story_begin(struct engine *e);
/* Fills the story and the marks of a screen. */
void story_tell(struct engine *e, const struct view_screen_query *q,
                struct view_screen *screen);

/* ---- memory.c: the parts of objects as they were before a step --------- */

struct part {
    char *label, *text; /* "[0]", "55" */
    int64_t ordinal;
};

struct remembered {
    int64_t ordinal, refs;
    char *name; /* "list #7" */
    struct part *parts;
    size_t part_count;
    bool whole; /* all parts are there */
};

struct memory {
    struct remembered *objects;
    size_t count;
    uint64_t frame; /* the innermost one's id, 0: none */
    int64_t depth;
    char *function;
};

struct memory *memory_new(struct engine *e);
void memory_free(struct memory *m);
/* Remembers an object by its number; known ones are left alone. */
void memory_add(struct engine *e, struct memory *m, int64_t ordinal);
const struct remembered *memory_find(const struct memory *m, int64_t ordinal);

/* ---- marks.c ----------------------------------------------------------- */

/* Compares the rows of a screen with those before: marks, tombstones. */
void marks_bindings(struct engine *e, struct view_screen *screen);
void marks_heap(struct engine *e, bool tombstones, struct view_heap *heap);

/* ---- helper.c: work in a throw-away fork ------------------------------- */

struct helper {
    void (*work)(struct engine *e, const struct view_question *q,
                 struct view_answer *answer);
    long wait_ms;  /* 0: until it is cancelled */
    size_t memory; /* bytes more than the engine has */
    const char *cancelled, *died;
};

void helper_ask(struct engine *e, const struct helper *helper,
                const struct view_question *q, struct view_answer *answer);
/* For the work: what it tells is passed on to the session. */
struct heap_progress helper_progress(const struct engine *e);

/* ---- evaluate.c -------------------------------------------------------- */

/* Evaluates in a throw-away fork; what: print, pp, whatis... */
void evaluate(struct engine *e, const struct view_question *q,
              struct view_answer *answer);
/* The truth of an expression, in a fork: 1 true, 0 false, -1 it raised: *error
 * (new) says what. */
int evaluate_condition(struct engine *e, const char *expression,
                       object *subject, char **error);
/* Does a statement in the engine itself, with all its effects. */
void execute(struct engine *e, const struct view_question *q,
             struct view_answer *answer);

/* At a poll in the fork: false when it has run for too long. */
bool evaluate_goes_on(struct engine *e);

/* ---- observe.c --------------------------------------------------------- */

/* A plain expression, parsed once, to be looked at often. */
struct observer;
/* New; NULL: it is none, or memory is short. */
struct observer *observer_new(const char *expression);
void observer_free(struct observer *o);
/* reads, if not NULL, gets what was read: watch_note(). */
struct watched observer_look(struct engine *e, struct observer *o,
                             struct vm_frame *frame, struct vm_watch *reads);
/* Adds the word there to those watched; count gets WATCH_TOO_MANY when there
 * is no room. */
enum { WATCH_TOO_MANY = VM_WATCH_MOST + 1 };
void watch_note(struct vm_watch *watch, const void *at);
/* Tests a condition in place, without a fork; subject: what `_` means, or
 * NULL.  1 true, 0 false, -1 it is beyond what can be seen without running
 * script code. */
int observer_test(struct engine *e, struct observer *o, object *subject);

/* ---- inquire.c --------------------------------------------------------- */

/* The object that "#7", a name or an expression means; NULL: *error (new)
 * says why there is none. */
object *inquire_object(struct engine *e, const struct view_question *q,
                       char **error);
/* Answers questions. */
void inquire(struct engine *e, const struct view_question *q,
             struct view_answer *answer);
void inquire_frames(struct engine *e, const struct view_question *q,
                    struct view_frames *frames);
void inquire_variables(struct engine *e, const struct view_question *q,
                       struct view_variables *variables);
void inquire_words(struct engine *e, const struct view_question *q,
                   struct view_words *words);

/* ---- ask_*.c: questions about the whole heap --------------------------- */

typedef void ask_fn(struct engine *e, const struct view_question *q,
                    struct view_answer *answer);
ask_fn ask_refs, ask_referents, ask_why, ask_cycles, ask_dominators, ask_retained, ask_top;
ask_fn ask_sql, ask_export, ask_leaks;
ask_fn ask_snapshot, ask_diff, ask_survivors, ask_same;

/* ask_sharing.c: "copy-on-write on|off"; and the others that own o's array. */
ask_fn ask_sharing;
void sharing_put(struct engine *e, struct text *t, const object *o);

/* ask_threads.c: "threads" */
ask_fn ask_threads;

/* From now on collections are noted. */
void history_begin(struct engine *e);

#endif
