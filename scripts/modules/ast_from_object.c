/*
 * _ast: objects, perhaps of a script's making, as a tree for the compiler.
 *
 * Any attribute may be missing, of a wrong type, or run script code that
 * changes the rest, so every value is taken once, held while it is looked
 * into, and turned into plain data.  What is under way is a stack of frames.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/ast_module.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

struct frame {
    object *source; /* owned */
    struct ast_node *node;
    object *list; /* owned: of the field under way, or NULL */
    int field;    /* the one under way */
    int next;     /* in list */
};

struct reader {
    struct vm *vm;
    struct arena *arena;
    object **parts;
    object *kept;
    struct frame *frames;
    size_t count, room;
};

static bool no_memory(struct reader *r)
{
    vm_raise_no_memory(r->vm);
    return false;
}

/* ---- what is plain ------------------------------------------------------- */

/* A copy in the arena of a str's text or of bytes; *length may be NULL. */
static char *text_of(struct reader *r, object *o, size_t *length)
{
    size_t n = str_to_utf8(o, NULL, 0);
    char *text = arena_alloc(r->arena, n + 1);
    if (text)
        str_to_utf8(o, text, n);
    else
        no_memory(r);
    if (length)
        *length = n;
    return text;
}

static bool read_identifier(struct reader *r, object *o, ast_identifier *out)
{
    size_t length;
    *out = NULL;
    if (o == r->vm->none)
        return true;
    if (!vm_is(o, TYPE_STR)) {
        vm_raise(r->vm, EXC_TYPE_ERROR,
                 "AST identifier must be of type str");
        return false;
    }
    char *text = text_of(r, o, &length);
    if (!text)
        return false;
    if (memchr(text, 0, length)) {
        vm_raise(r->vm, EXC_VALUE_ERROR,
                 "AST identifier must not contain null characters");
        return false;
    }
    *out = arena_intern(r->arena, text, length);
    return *out || no_memory(r);
}

static bool read_string(struct reader *r, object *o, const char **out)
{
    *out = NULL;
    if (o == r->vm->none)
        return true;
    if (!vm_is(o, TYPE_STR) && !vm_is(o, TYPE_BYTES)) {
        vm_raise(r->vm, EXC_TYPE_ERROR, "AST string must be of type str");
        return false;
    }
    /* what bytes hold matters to nobody: no code is made of it */
    *out = vm_is(o, TYPE_STR) ? text_of(r, o, NULL) : "";
    return *out;
}

static bool read_int(struct reader *r, object *o, int *out)
{
    int64_t value;
    if (!(vm_type_of(r->vm, o)->flags & TYPE_INT_SUBCLASS)) {
        vm_raise(r->vm, EXC_VALUE_ERROR, "invalid integer value: %R", o);
        return false;
    }
    if (int_fits_i64(o, &value) && value == (int)value) {
        *out = (int)value;
        return true;
    }
    vm_raise(r->vm, EXC_OVERFLOW_ERROR,
             "Python int too large to convert to C int");
    return false;
}

static enum ast_literal_kind literal_kind(struct vm *vm, const object *o)
{
    return o == vm->none              ? AST_NONE
           : o == vm->true_           ? AST_TRUE
           : o == vm->false_          ? AST_FALSE
           : o == vm->ellipsis        ? AST_ELLIPSIS
           : vm_is(o, TYPE_INT)       ? AST_INT
           : vm_is(o, TYPE_FLOAT)     ? AST_FLOAT
           : vm_is(o, TYPE_COMPLEX)   ? AST_IMAGINARY
           : vm_is(o, TYPE_STR)       ? AST_STR
           : vm_is(o, TYPE_BYTES)     ? AST_BYTES
                                      : AST_OBJECT;
}

static bool read_constant(struct reader *r, object *o, struct ast_literal *out)
{
    *out = (struct ast_literal){.kind = literal_kind(r->vm, o), .object = o};
    if (!list_append(r->vm, r->kept, o))
        return false;
    if (out->kind == AST_STR)
        return (out->text = text_of(r, o, &out->length));
    return true;
}

/* An operator or context. */
static bool read_value(struct reader *r, enum ast_type group, object *o,
                       enum ast_value *out)
{
    for (int v = 0; v < AST_VALUE_COUNT; v++) {
        if (ast_values[v].group_id != group)
            continue;
        int is = vm_is_instance(r->vm, o, r->parts[AST_PART_VALUES + v]);
        if (is < 0)
            return false;
        if (is) {
            *out = v;
            return true;
        }
    }
    vm_raise(r->vm, EXC_TYPE_ERROR, "expected some sort of %s, but got %R",
             ast_groups[group].name, o);
    return false;
}

static bool read_plain(struct reader *r, enum ast_type type, object *o,
                       void *at)
{
    switch (type) {
    case AST_TYPE_identifier:
        return read_identifier(r, o, at);
    case AST_TYPE_string:
        return read_string(r, o, at);
    case AST_TYPE_int:
        return read_int(r, o, at);
    case AST_TYPE_constant:
        return read_constant(r, o, at);
    default:
        return read_value(r, type, o, at);
    }
}

/* CPython nests a call for each node above a value, of which `name` is the
 * innermost. */
static bool may_nest(struct reader *r, size_t nodes, const char *name)
{
    struct vm *vm = r->vm;
    if ((size_t)vm->thread->depth + nodes <= (size_t)vm->recursion_limit)
        return true;
    vm_raise(vm, EXC_RECURSION_ERROR,
             "maximum recursion depth exceeded while traversing '%s' node",
             name);
    return false;
}

/* ---- positions ----------------------------------------------------------- */

enum { LINE, COLUMN, END_LINE, END_COLUMN };

static bool read_place(struct reader *r, object *o, int k,
                       enum ast_type group, int *places)
{
    object *name = tuple_items(r->parts[AST_PART_PLACES])[k], *value;
    if (!vm_lookup_attr(r->vm, o, name, &value))
        return false;
    bool end = k >= END_LINE && ast_type_may_lack_end(group);
    if (end && (!value || value == r->vm->none)) {
        vm_release_maybe(r->vm, value);
        places[k] = places[k - END_LINE];
        return true;
    }
    if (!value) {
        vm_raise(r->vm, EXC_TYPE_ERROR,
                 "required field \"%U\" missing from %s", name,
                 ast_groups[group].name);
        return false;
    }
    bool ok = read_int(r, value, &places[k]);
    vm_release(r->vm, value);
    return ok;
}

/* nodes: how many nest there. */
static bool read_places(struct reader *r, object *o, size_t nodes,
                        enum ast_type group, int *places)
{
    if (!may_nest(r, nodes, ast_groups[group].name))
        return false;
    for (int k = LINE; k <= END_COLUMN; k++)
        if (!read_place(r, o, k, group, places))
            return false;
    return true;
}

static void set_places(struct ast_node *node, const int *places)
{
    node->line = places[LINE];
    node->col = places[COLUMN];
    node->end_line = places[END_LINE];
    node->end_col = places[END_COLUMN];
}

/* ---- nodes --------------------------------------------------------------- */

/* The kind of an object of a group; AST_KIND_COUNT: pending. */
static enum ast_kind kind_of(struct reader *r, enum ast_type group, object *o)
{
    for (int k = 0; k < AST_KIND_COUNT; k++) {
        if (ast_kinds[k].group_id != group)
            continue;
        int is = ast_kind_is_product(k)
                     ? 1
                     : vm_is_instance(r->vm, o, r->parts[AST_PART_KINDS + k]);
        if (is)
            return is < 0 ? AST_KIND_COUNT : (enum ast_kind)k;
    }
    vm_raise(r->vm, EXC_TYPE_ERROR, "expected some sort of %s, but got %R",
             ast_groups[group].name, o);
    return AST_KIND_COUNT;
}

static bool grow(struct reader *r)
{
    size_t room = r->room ? r->room * 2 : 32;
    struct frame *frames = realloc(r->frames, room * sizeof *frames);
    if (!frames)
        return no_memory(r);
    r->frames = frames;
    r->room = room;
    return true;
}

static struct ast_node *push(struct reader *r, object *o, enum ast_kind kind)
{
    if (r->count == r->room && !grow(r))
        return NULL;
    struct ast_node *node = arena_alloc(r->arena, ast_kinds[kind].size);
    if (!node) {
        no_memory(r);
        return NULL;
    }
    node->kind = kind;
    r->frames[r->count++] =
        (struct frame){heap_retain(o), node, NULL, 0, 0};
    return node;
}

/* Starts on the object of a node: where it is comes first, then its class. */
static bool enter(struct reader *r, enum ast_type group, object *o,
                  struct ast_node **out)
{
    bool product = r->parts[AST_PART_GROUPS + (int)group] == r->vm->none;
    int places[4] = {0};
    *out = NULL;
    if (o == r->vm->none && !product)
        return true;
    if (!product && ast_groups[group].placed &&
        !read_places(r, o, r->count + 1, group, places))
        return false;
    enum ast_kind kind = kind_of(r, group, o);
    if (kind == AST_KIND_COUNT || !(*out = push(r, o, kind)))
        return false;
    set_places(*out, places);
    return true;
}

/* A value of the type at `at`, in a field of the frame on top. */
static bool read_one(struct reader *r, enum ast_type type, object *o, void *at)
{
    const struct ast_node *node = r->frames[r->count - 1].node;
    if (!may_nest(r, r->count, ast_kinds[node->kind].name))
        return false;
    return ast_is_node_type(type) ? enter(r, type, o, at)
                                  : read_plain(r, type, o, at);
}

/* ---- lists --------------------------------------------------------------- */

/* All lists of a tree look alike but for the size of an item. */
static size_t item_size(enum ast_type type)
{
    return type == AST_TYPE_cmpop ? sizeof(ast_cmpop) : sizeof(void *);
}

/* Sets the list at `at` to n unset items, and *items. */
static bool make_items(struct reader *r, enum ast_type type, void *at,
                       size_t n)
{
    void *items = NULL;
    if (n > INT32_MAX ||
        (n && !(items = arena_alloc(r->arena, n * item_size(type)))))
        return no_memory(r);
    if (type == AST_TYPE_cmpop)
        *(struct ast_cmpops *)at = (struct ast_cmpops){items, (int)n};
    else if (type == AST_TYPE_identifier)
        *(struct ast_names *)at = (struct ast_names){items, (int)n};
    else
        *(struct ast_nodes *)at = (struct ast_nodes){items, (int)n};
    return true;
}

static int item_count(enum ast_type type, const void *at)
{
    return type == AST_TYPE_cmpop        ? ((const struct ast_cmpops *)at)->count
           : type == AST_TYPE_identifier ? ((const struct ast_names *)at)->count
                                         : ((const struct ast_nodes *)at)->count;
}

static void *item_at(enum ast_type type, const void *at, int k)
{
    if (type == AST_TYPE_cmpop)
        return &((const struct ast_cmpops *)at)->items[k];
    if (type == AST_TYPE_identifier)
        return &((const struct ast_names *)at)->items[k];
    return &((const struct ast_nodes *)at)->items[k];
}

/* list is stolen. */
static bool start_list(struct reader *r, const struct ast_field_info *f,
                       object *list, void *at)
{
    struct frame *top = &r->frames[r->count - 1];
    if (!(vm_type_of(r->vm, list)->flags & TYPE_LIST_SUBCLASS)) {
        vm_raise(r->vm, EXC_TYPE_ERROR,
                 "%s field \"%s\" must be a list, not a %.200s",
                 ast_kinds[top->node->kind].name, f->name,
                 type_name_of(r->vm, list));
        vm_release(r->vm, list);
        return false;
    }
    top->list = list;
    top->next = 0;
    return make_items(r, f->type_id, at, list_length(list));
}

static bool next_item(struct reader *r, const struct ast_field_info *f,
                      void *at)
{
    struct frame *top = &r->frames[r->count - 1];
    int n = item_count(f->type_id, at), k = top->next++;
    if (list_length(top->list) != (size_t)n) {
        vm_raise(r->vm, EXC_RUNTIME_ERROR,
                 "%s field \"%s\" changed size during iteration",
                 ast_kinds[top->node->kind].name, f->name);
        return false;
    }
    if (k == n) {
        heap_store(r->vm->heap, &top->list, NULL);
        top->field++;
        return true;
    }
    object *item = heap_retain(list_items(top->list)[k]);
    bool ok = read_one(r, f->type_id, item, item_at(f->type_id, at, k));
    vm_release(r->vm, item);
    return ok;
}

/* ---- fields -------------------------------------------------------------- */

/* value is NULL where the attribute is missing. */
static bool absent(struct reader *r, const struct ast_field_info *f)
{
    struct frame *top = &r->frames[r->count - 1];
    if (f->arity != AST_FIELD_OPT) {
        vm_raise(r->vm, EXC_TYPE_ERROR,
                 "required field \"%s\" missing from %s", f->name,
                 ast_kinds[top->node->kind].name);
        return false;
    }
    top->field++; /* what the arena gave is zero */
    return true;
}

static bool read_field(struct reader *r, const struct ast_field_info *f)
{
    struct frame *top = &r->frames[r->count - 1];
    object *names = r->parts[AST_PART_FIELDS + top->node->kind];
    void *at = (char *)top->node + f->offset;
    object *value;
    if (top->list)
        return next_item(r, f, at);
    if (!vm_lookup_attr(r->vm, top->source, tuple_items(names)[top->field],
                        &value))
        return false;
    if (!value || (value == r->vm->none && f->arity == AST_FIELD_OPT)) {
        vm_release_maybe(r->vm, value);
        return absent(r, f);
    }
    if (f->arity == AST_FIELD_SEQ)
        return start_list(r, f, value, at);
    top->field++;
    bool ok = read_one(r, f->type_id, value, at);
    vm_release(r->vm, value);
    return ok;
}

/* None where something must be. */
static bool is_complete(struct reader *r, const struct ast_node *node)
{
    for (const struct ast_field_info *f = ast_fields(node->kind); f->name;
         f++) {
        bool pointer = ast_is_node_type(f->type_id) ||
                       f->type_id == AST_TYPE_identifier ||
                       f->type_id == AST_TYPE_string;
        const void *at = (const char *)node + f->offset;
        if (f->arity != AST_FIELD_ONE || !pointer ||
            *(void *const *)at)
            continue;
        vm_raise(r->vm, EXC_VALUE_ERROR, "field '%s' is required for %s",
                 f->name, ast_kinds[node->kind].name);
        return false;
    }
    return true;
}

static bool leave(struct reader *r)
{
    struct frame *top = &r->frames[r->count - 1];
    const struct ast_kind_info *info = &ast_kinds[top->node->kind];
    int places[4];
    if (info->placed && ast_kind_is_product(top->node->kind)) {
        if (!read_places(r, top->source, r->count, info->group_id, places))
            return false;
        set_places(top->node, places);
    }
    if (!is_complete(r, top->node))
        return false;
    vm_release(r->vm, r->frames[--r->count].source);
    return true;
}

static bool run(struct reader *r)
{
    while (r->count) {
        struct frame *top = &r->frames[r->count - 1];
        const struct ast_field_info *f =
            &ast_fields(top->node->kind)[top->field];
        if (f->name ? !read_field(r, f) : !leave(r))
            return false;
    }
    return true;
}

static bool is_of_kind(struct reader *r, object *o, enum ast_kind kind)
{
    int is = vm_is_instance(r->vm, o, r->parts[AST_PART_KINDS + kind]);
    if (!is)
        vm_raise(r->vm, EXC_TYPE_ERROR, "expected %s node, got %.400s",
                 ast_kinds[kind].name, type_name_of(r->vm, o));
    return is > 0;
}

const struct ast_node *ast_from_object(struct vm *vm, struct arena *arena,
                                       object *o, enum ast_kind kind,
                                       object **kept)
{
    struct reader r = {.vm = vm, .arena = arena, .parts = ast_parts(vm)};
    struct ast_node *tree = NULL;
    *kept = r.kept = list_new(vm, 0);
    bool ok = r.kept && r.parts && is_of_kind(&r, o, kind) &&
              enter(&r, AST_TYPE_mod, o, &tree) && run(&r);
    while (r.count) {
        struct frame *f = &r.frames[--r.count];
        vm_release(vm, f->source);
        vm_release_maybe(vm, f->list);
    }
    free(r.frames);
    return ok && ast_validate(vm, tree) ? tree : NULL;
}
