/*
 * Names and attributes of observed expressions.  Each remembers where it was
 * found last, guarded as the machine's inline caches are: by the code object,
 * the version of a dict's keys, the version of a class and the shape of an
 * instance.  Nothing here allocates in the script's heap or runs its code.
 */
#include "scripts/debug/observe_internal.h"

#include "scripts/types/dict.h"
#include "scripts/types/dict_table.h"
#include "scripts/types/instance.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/function.h"

#include <string.h>

enum { KEYS_MOST = 1000 };

/* ---- what was read ------------------------------------------------------ */

void observe_note_more(struct look *look)
{
    if (look->reads)
        look->reads->count = WATCH_TOO_MANY;
}

void watch_note(struct vm_watch *watch, const void *at)
{
    if (watch->count >= VM_WATCH_MOST) {
        watch->count = WATCH_TOO_MANY;
        return;
    }
    struct vm_word *word = &watch->words[watch->count++];
    word->at = at;
    memcpy(&word->was, at, sizeof word->was);
}

void observe_note(struct look *look, const void *at)
{
    if (look->reads)
        watch_note(look->reads, at);
}

/* ---- sights ------------------------------------------------------------- */

struct sight *observe_sight(struct look *look, const struct ast_node *node)
{
    for (size_t i = 0; i < SIGHTS_MOST; i++) {
        struct sight *s = &look->sights[i];
        if (!s->node)
            s->node = node;
        if (s->node == node)
            return s;
    }
    return NULL;
}

/* ---- names -------------------------------------------------------------- */

static object *entry_value(struct look *look, object *dict, size_t index)
{
    object **value = &dict_entry_at(dict_of(dict)->table, index)[1];
    observe_note(look, &dict_of(dict)->table);
    observe_note(look, value);
    return *value;
}

/* The key of that text, by looking at each: nothing may be interned here. */
static object *find_key(object *dict, const char *text, object **value)
{
    size_t pos = 0;
    object *key;
    if (dict_length(dict) > KEYS_MOST)
        return NULL;
    while (dict_next(dict, &pos, &key, value))
        if (vm_is(key, TYPE_STR) && str_equal_ascii(key, text))
            return key;
    *value = NULL;
    return NULL;
}

static object *register_value(struct look *look, uint32_t index, bool cell)
{
    object **value = &look->frame->regs[index];
    observe_note(look, value);
    if (!cell || !*value || !vm_is(*value, TYPE_CELL))
        return *value;
    value = &cell_of(*value)->value;
    observe_note(look, value);
    return *value;
}

static bool find_local(const struct code *code, const char *id,
                       struct sight *s)
{
    for (uint32_t i = 0; i < code->localsplus_count; i++) {
        if (!str_equal_ascii(code->localsplus_names[i], id))
            continue;
        bool cell = code->localsplus_kinds[i] & (LOCAL_CELL | LOCAL_FREE);
        s->kind = cell ? SIGHT_CELL : SIGHT_LOCAL;
        s->index = i;
        return true;
    }
    return false;
}

/* Where the key is among the names: -1 nowhere, -2 that cannot be told. */
static ptrdiff_t find_place(struct look *look, object *names, const char *id)
{
    object *value, *key = find_key(names, id, &value);
    if (!key)
        return dict_length(names) > KEYS_MOST ? -2 : -1;
    ptrdiff_t place = dict_place(look->e->vm, names, key);
    return place < 0 ? -2 : place;
}

/* What is absent stays so while the keys do. */
static void note_keys(struct look *look, const object *names)
{
    observe_note(look, &((const struct dict_object *)names)->used);
}

/* Looks among the globals and builtins; s gets the place, or that there is
 * none. */
static object *find_global(struct look *look, const char *id, struct sight *s)
{
    struct vm *vm = look->e->vm;
    const struct vm_frame *f = look->frame;
    ptrdiff_t global = find_place(look, f->globals, id);
    ptrdiff_t builtin =
        global == -1 ? find_place(look, f->builtins, id) : -2;
    uint32_t keys = dict_keys_version(vm, f->globals);
    uint32_t others = dict_keys_version(vm, f->builtins);
    s->keys = keys;
    s->shape = others;
    if (keys && global >= 0) {
        s->kind = SIGHT_GLOBAL;
        s->index = (uint32_t)global;
        return entry_value(look, f->globals, s->index);
    }
    if (!keys || !others || builtin == -2) {
        observe_note_more(look);
        return NULL;
    }
    note_keys(look, f->globals);
    note_keys(look, f->builtins);
    s->kind = builtin >= 0 ? SIGHT_BUILTIN : SIGHT_ABSENT;
    s->index = (uint32_t)builtin;
    return builtin >= 0 ? entry_value(look, f->builtins, s->index) : NULL;
}

/* Does what was found last hold here too?  *value gets what is there. */
static bool seen_again(struct look *look, const struct sight *s,
                       object **value)
{
    const struct vm_frame *f = look->frame;
    if (s->kind == SIGHT_NONE || s->of != f->code->id)
        return false;
    if (s->kind == SIGHT_LOCAL || s->kind == SIGHT_CELL) {
        *value = register_value(look, s->index, s->kind == SIGHT_CELL);
        return true;
    }
    if (dict_of(f->globals)->keys != s->keys)
        return false;
    if (s->kind == SIGHT_GLOBAL) {
        *value = entry_value(look, f->globals, s->index);
        return true;
    }
    if (dict_of(f->builtins)->keys != s->shape)
        return false;
    note_keys(look, f->globals);
    note_keys(look, f->builtins);
    *value = s->kind == SIGHT_BUILTIN
                 ? entry_value(look, f->builtins, s->index)
                 : NULL;
    return true;
}

static bool is_dict(const object *o)
{
    return o && vm_is(o, TYPE_DICT);
}

object *observe_name(struct look *look, const struct ast_node *node,
                     const char *id)
{
    const struct vm_frame *f = look->frame;
    bool body = f->locals && f->locals != f->globals;
    struct sight *s = observe_sight(look, node), spare = {0};
    object *value = NULL;
    if (body || !is_dict(f->globals) || !is_dict(f->builtins)) {
        observe_note_more(look);
        return bindings_find(look->e, look->frame, id);
    }
    if (!s)
        s = &spare;
    if (seen_again(look, s, &value))
        return value;
    s->of = f->code->id;
    s->kind = SIGHT_NONE;
    if (find_local(f->code, id, s))
        return register_value(look, s->index, s->kind == SIGHT_CELL);
    return find_global(look, id, s);
}

const char *observe_builtin(struct look *look, const struct ast_node *node)
{
    if (node->kind != AST_Name)
        return NULL;
    const char *id = node->as.name.id;
    object *o = observe_name(look, node, id);
    const struct sight *s = observe_sight(look, node);
    bool own = o && s && s->kind == SIGHT_BUILTIN &&
               (vm_is(o, TYPE_BUILTIN_FUNCTION) || vm_is(o, TYPE_TYPE));
    return own ? id : NULL;
}

/* ---- attributes --------------------------------------------------------- */

/* What the type has to say about a name: NULL, or the first along its mro. */
static object *class_value(struct vm *vm, object *o, const char *name)
{
    struct type_object *type = vm_type_of(vm, o);
    for (size_t i = 0; type->mro && i < tuple_length(type->mro); i++) {
        object *base = tuple_items(type->mro)[i], *value;
        object *dict = ((struct type_object *)base)->dict;
        if (base == type_as_object(vm->types[TYPE_OBJECT]) || !dict)
            continue;
        if (find_key(dict, name, &value))
            return value;
    }
    return NULL;
}

struct sought {
    const char *name;
    object *found;
};

static void find_edge(const struct heap_edge *edge, void *arg)
{
    struct sought *s = arg;
    if (edge->kind == HEAP_EDGE_ATTR && edge->key &&
        vm_is(edge->key, TYPE_STR) && str_equal_ascii(edge->key, s->name))
        s->found = edge->referent;
}

bool observe_class_hides(struct vm *vm, object *o, const char *name)
{
    return class_value(vm, o, "__getattribute__") || class_value(vm, o, name);
}

/* Is looking in the instance, or else at what the class has, all that the
 * class would do? */
static bool is_plain(struct vm *vm, object *o, object *of_class)
{
    if (class_value(vm, o, "__getattribute__") ||
        type_is_subtype(vm_type_of(vm, o), vm->types[TYPE_TYPE]))
        return false;
    return !of_class || vm_is(of_class, TYPE_MEMBER) ||
           !vm_type_of(vm, of_class)->slots.descr_set;
}

/* What the class itself has, where the instance has nothing. */
static object *shared_value(struct vm *vm, object *of_class)
{
    return of_class && !vm_type_of(vm, of_class)->slots.descr_get ? of_class
                                                                  : NULL;
}

static object *shape_value(struct look *look, object *o, uint32_t index)
{
    struct instance *self = (struct instance *)o;
    struct type_object *type = vm_type_of(look->e->vm, o);
    object **place = instance_place(o, instance_shape(o), index);
    observe_note(look, &self->shape);
    observe_note(look, place);
    observe_note(look, &type->version);
    if (place < self->values || place >= self->values + heap_aux(o))
        observe_note(look, &self->values[heap_aux(o) - 1]);
    return *place;
}

/* Where the value is, for instances of the same class and shape. */
static void remember_shape(struct look *look, struct sight *s, object *o,
                           const char *name)
{
    struct type_object *type = vm_type_of(look->e->vm, o);
    struct shape *shape =
        type->flags & TYPE_HAS_SHAPE ? instance_shape(o) : NULL;
    s->kind = SIGHT_NONE;
    for (uint32_t i = 0; shape && type->version && i < shape->count; i++) {
        if (!str_equal_ascii(shape->names[i], name))
            continue;
        s->kind = SIGHT_VALUE;
        s->of = type->version;
        s->shape = (uintptr_t)shape;
        s->index = i;
    }
}

object *observe_attribute(struct look *look, const struct ast_node *node,
                          object *of)
{
    struct vm *vm = look->e->vm;
    const char *name = node->as.attribute.attr;
    struct sight *s = observe_sight(look, node), spare = {0};
    const struct type_object *type = vm_type_of(vm, of);
    struct sought sought = {name, NULL};
    if (!s)
        s = &spare;
    if (s->kind == SIGHT_VALUE && type->version == s->of &&
        ((const struct instance *)of)->shape == s->shape)
        return shape_value(look, of, s->index);
    object *of_class = class_value(vm, of, name);
    if (!is_plain(vm, of, of_class)) {
        observe_note_more(look);
        return NULL;
    }
    remember_shape(look, s, of, name);
    if (s->kind == SIGHT_VALUE)
        return shape_value(look, of, s->index);
    observe_note_more(look);
    heap_edges(vm->heap, of, find_edge, &sought);
    return sought.found ? sought.found : shared_value(vm, of_class);
}

/* ---- items --------------------------------------------------------------- */

int observe_has_key(struct look *look, object *dict, const char *key)
{
    ptrdiff_t place = find_place(look, dict, key);
    return place == -2 ? -1 : place >= 0;
}

object *observe_item(struct look *look, object *dict, const char *key)
{
    object *value = NULL;
    object *found = find_key(dict, key, &value);
    ptrdiff_t place = found ? dict_place(look->e->vm, dict, found) : -1;
    if (place < 0) {
        observe_note_more(look);
        return value;
    }
    return entry_value(look, dict, (size_t)place);
}
