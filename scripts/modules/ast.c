/*
 * _ast: the class AST, and the classes of nodes, which are made of the table
 * in syntax/ast.def the first time anyone asks for them.
 *
 * What C code needs of them is kept in a tuple that no script sees, so it does
 * not matter what a script does to the module.
 */
#include <stddef.h>
#include <string.h>

#include "scripts/modules/ast_module.h"
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/dict.h"
#include "scripts/types/instance.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* ---- AST ----------------------------------------------------------------- */

struct ast_instance {
    struct heap_node node;
    object *dict; /* or NULL */
};

/* Item k of a sequence of names, new. */
static object *item_of(struct vm *vm, object *names, size_t k)
{
    if (vm_is(names, TYPE_TUPLE) && k < tuple_length(names))
        return heap_retain(tuple_items(names)[k]);
    object *index = int_new(vm, (int64_t)k);
    object *name = index ? vm_getitem(vm, names, index) : NULL;
    vm_release_maybe(vm, index);
    return name;
}

/* names[k] = args[k], which must not be too many. */
static bool set_positional(struct vm *vm, object *self, object *names,
                           object *const *args, size_t nargs)
{
    ptrdiff_t room = names ? vm_length(vm, names) : 0;
    if (room < 0)
        return false;
    if ((size_t)room < nargs) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%U constructor takes at most %zd positional argument%s",
                 vm_type_of(vm, self)->name, room, room == 1 ? "" : "s");
        return false;
    }
    for (size_t k = 0; k < nargs; k++) {
        object *name = item_of(vm, names, k);
        bool ok = name && vm_setattr(vm, self, name, args[k]);
        vm_release_maybe(vm, name);
        if (!ok)
            return false;
    }
    return true;
}

/* Is name among the first n of names? 1, 0, -1. */
static int among_first(struct vm *vm, object *names, object *name, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        object *other = item_of(vm, names, k);
        int same = other ? vm_equal(vm, other, name) : -1;
        vm_release_maybe(vm, other);
        if (same)
            return same;
    }
    return 0;
}

static bool set_keyword(struct vm *vm, object *self, object *names,
                        object *name, object *value, size_t nargs)
{
    int given = names ? among_first(vm, names, name, nargs) : 0;
    if (given > 0)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%.400s got multiple values for argument '%U'",
                 type_name_of(vm, self), name);
    return !given && vm_setattr(vm, self, name, value);
}

/* Arguments are for __init__, whoever hands them to __new__. */
static object *instance_new(struct vm *vm, struct type_object *type,
                            object *const *args, size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return type_alloc(vm, type, 0);
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    object *type = type_as_object(vm_type_of(vm, self)), *names = NULL;
    object *key = str_intern(vm, "_fields");
    bool ok = key && vm_lookup_attr(vm, type, key, &names) &&
              set_positional(vm, self, names, args, nargs);
    for (size_t k = 0; ok && kwnames && k < tuple_length(kwnames); k++)
        ok = set_keyword(vm, self, names, tuple_items(kwnames)[k],
                         args[nargs + k], nargs);
    vm_release_maybe(vm, names);
    vm_release_maybe(vm, key);
    return ok;
}

/* (type, (), dict), for pickle and copy. */
static object *reduce(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    object *dict = NULL;
    (void)args, (void)nargs, (void)kwnames;
    if (!vm_lookup_attr(vm, self, vm->name[NAME_dunder_dict], &dict))
        return NULL;
    object *type = type_as_object(vm_type_of(vm, self));
    object *r = dict ? tuple_pack(vm, 3, type, vm->empty_tuple, dict)
                     : tuple_pack(vm, 2, type, vm->empty_tuple);
    vm_release_maybe(vm, dict);
    return r;
}

static object *get_dict(struct vm *vm, object *self, const void *data)
{
    return instance_dict_getset.get(vm, self, data);
}

static bool set_dict(struct vm *vm, object *self, object *value,
                     const void *data)
{
    return instance_dict_getset.set(vm, self, value, data);
}

static const struct heap_field base_fields[] = {
    {"__dict__", offsetof(struct ast_instance, dict)},
};

static const struct method_def base_methods[] = {
    {"__reduce__", reduce, METHOD_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct getset_def base_getsets[] = {
    {"__dict__", get_dict, set_dict, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct type_spec ast_spec = {
    .name = "ast.AST",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct ast_instance),
               .flags = HEAP_CONTAINER,
               .fields = base_fields,
               .field_count = 1},
    .dict_offset = offsetof(struct ast_instance, dict),
    .slots = {.new_ = instance_new,
              .init = init,
              .get_attr = vm_generic_getattr,
              .set_attr = vm_generic_setattr},
    .methods = base_methods,
    .getsets = base_getsets,
};

/* ---- the classes --------------------------------------------------------- */

static const char *const places[] = {"lineno", "col_offset", "end_lineno",
                                     "end_col_offset"};

struct making {
    struct vm *vm;
    object **parts;
};

/* A part's object, stolen; false: there is none. */
static bool set_part(struct making *m, int part, object *value)
{
    if (value)
        heap_store(m->vm->heap, &m->parts[part], value);
    return value;
}

/* "BinOp(expr left, operator op, expr right)" */
static void describe_kind(struct str_builder *b, enum ast_kind kind)
{
    static const char *const marks[] = {
        [AST_FIELD_ONE] = "", [AST_FIELD_OPT] = "?", [AST_FIELD_SEQ] = "*"};
    const struct ast_field_info *first = ast_fields(kind);
    str_builder_ascii(b, ast_kinds[kind].name);
    for (const struct ast_field_info *f = first; f->name; f++) {
        str_builder_ascii(b, f == first ? "(" : ", ");
        str_builder_ascii(b, f->type);
        str_builder_ascii(b, marks[f->arity]);
        str_builder_char(b, ' ');
        str_builder_ascii(b, f->name);
    }
    if (first->name)
        str_builder_char(b, ')');
}

/* What separates the alternatives of a group: on lines of their own, unless
 * none has fields. */
static void separate(struct str_builder *b, enum ast_type group, bool values)
{
    size_t indent = strlen(ast_groups[group].name);
    if (!values) {
        str_builder_char(b, '\n');
        for (size_t k = 0; k < indent; k++)
            str_builder_char(b, ' ');
    }
    str_builder_ascii(b, " | ");
}

/* "expr = BoolOp(...)\n     | ..." */
static object *describe_group(struct vm *vm, enum ast_type group)
{
    struct str_builder b;
    int n = 0;
    str_builder_init(&b, vm);
    str_builder_ascii(&b, ast_groups[group].name);
    str_builder_ascii(&b, " = ");
    for (int k = 0; k < AST_KIND_COUNT; k++)
        if (ast_kinds[k].group_id == group) {
            if (n++)
                separate(&b, group, false);
            describe_kind(&b, k);
        }
    for (int v = 0; v < AST_VALUE_COUNT; v++)
        if (ast_values[v].group_id == group) {
            if (n++)
                separate(&b, group, true);
            str_builder_ascii(&b, ast_values[v].name);
        }
    return str_builder_finish(&b);
}

static object *kind_doc(struct vm *vm, enum ast_kind kind)
{
    struct str_builder b;
    str_builder_init(&b, vm);
    describe_kind(&b, kind);
    return str_builder_finish(&b);
}

/* A tuple of interned names. */
static object *names_of(struct vm *vm, enum ast_kind kind)
{
    const struct ast_field_info *f = ast_fields(kind);
    size_t n = 0;
    while (f[n].name)
        n++;
    object *names = tuple_new(vm, n);
    for (size_t k = 0; names && k < n; k++)
        if (!(tuple_items(names)[k] = str_intern(vm, f[k].name)))
            heap_store(vm->heap, &names, NULL);
    return names;
}

/* dict[name] = value, which is stolen. */
static bool put(struct vm *vm, object *dict, const char *name, object *value)
{
    object *key = value ? str_intern(vm, name) : NULL;
    bool ok = key && dict_set(vm, dict, key, value);
    vm_release_maybe(vm, key);
    vm_release_maybe(vm, value);
    return ok;
}

/* type(name, (base,), {...}); doc is stolen. */
static object *class_new(struct vm *vm, const char *name, object *base,
                         object *fields, object *doc)
{
    object *args[3] = {str_intern(vm, name), tuple_pack(vm, 1, base),
                       dict_new(vm)};
    object *cls = NULL;
    bool ok = args[0] && args[1] && args[2] &&
              put(vm, args[2], "_fields", heap_retain(fields)) &&
              put(vm, args[2], "__match_args__", heap_retain(fields)) &&
              put(vm, args[2], "__module__", str_intern(vm, "ast")) &&
              put(vm, args[2], "__doc__", heap_retain_maybe(doc));
    if (ok)
        cls = vm_call(vm, type_as_object(vm->types[TYPE_TYPE]), args, 3, NULL);
    for (int k = 0; k < 3; k++)
        vm_release_maybe(vm, args[k]);
    vm_release_maybe(vm, doc);
    return cls;
}

/* cls.name = None */
static bool absent(struct vm *vm, object *cls, const char *name)
{
    object *key = str_intern(vm, name);
    bool ok = key && vm_setattr(vm, cls, key, vm->none);
    vm_release_maybe(vm, key);
    return ok;
}

static bool set_optional(struct vm *vm, object *cls, enum ast_kind kind)
{
    for (const struct ast_field_info *f = ast_fields(kind); f->name; f++)
        if (f->arity == AST_FIELD_OPT && !absent(vm, cls, f->name))
            return false;
    return true;
}

/* cls._attributes */
static bool set_places(struct making *m, object *cls, bool placed)
{
    struct vm *vm = m->vm;
    object *key = str_intern(vm, "_attributes");
    bool ok = key && vm_setattr(vm, cls, key,
                                placed ? m->parts[AST_PART_PLACES]
                                       : vm->empty_tuple);
    vm_release_maybe(vm, key);
    return ok;
}

/* Where a node ends may be left out. */
static bool set_ends(struct vm *vm, object *cls, bool placed)
{
    return !placed || (absent(vm, cls, places[2]) &&
                       absent(vm, cls, places[3]));
}

/* A class in a part of its own; false: pending. */
static bool add_class(struct making *m, int part, const char *name,
                      object *base, object *fields, object *doc)
{
    return set_part(m, part, class_new(m->vm, name, base, fields, doc));
}

static bool add_group(struct making *m, enum ast_type group)
{
    int part = AST_PART_GROUPS + (int)group;
    for (int k = 0; k < AST_KIND_COUNT; k++)
        if (ast_kinds[k].group_id == group && ast_kind_is_product(k))
            return true;
    return add_class(m, part, ast_groups[group].name,
                     m->parts[AST_PART_BASE], m->vm->empty_tuple,
                     describe_group(m->vm, group)) &&
           set_places(m, m->parts[part], ast_groups[group].placed) &&
           set_ends(m->vm, m->parts[part],
                    ast_groups[group].placed && ast_type_may_lack_end(group));
}

static bool add_kind(struct making *m, enum ast_kind kind)
{
    const struct ast_kind_info *info = &ast_kinds[kind];
    bool product = ast_kind_is_product(kind);
    object *base = m->parts[product ? AST_PART_BASE
                                    : AST_PART_GROUPS + (int)info->group_id];
    object *names = names_of(m->vm, kind);
    int part = AST_PART_KINDS + (int)kind;
    return set_part(m, AST_PART_FIELDS + (int)kind, names) &&
           add_class(m, part, info->name, base, names,
                     kind_doc(m->vm, kind)) &&
           (!product || set_places(m, m->parts[part], info->placed)) &&
           set_optional(m->vm, m->parts[part], kind) &&
           set_ends(m->vm, m->parts[part], product && info->placed);
}

/* The one Add there is in trees that were parsed. */
static bool add_value(struct making *m, enum ast_value value)
{
    const struct ast_value_info *info = &ast_values[value];
    int part = AST_PART_VALUES + (int)value;
    if (!add_class(m, part, info->name,
                   m->parts[AST_PART_GROUPS + (int)info->group_id],
                   m->vm->empty_tuple, str_from(m->vm, info->name)))
        return false;
    return set_part(m, AST_PART_SINGLES + (int)value,
                    type_alloc(m->vm, type_object_of(m->parts[part]), 0));
}

/* AST itself, which scripts may change as they may the others. */
static bool add_base(struct making *m)
{
    static const char *const empty[] = {"_fields", "__match_args__",
                                        "_attributes"};
    struct vm *vm = m->vm;
    struct type_object *base = native_type(vm, &ast_spec);
    if (!base)
        return false;
    set_part(m, AST_PART_BASE, heap_retain(type_as_object(base)));
    if (!put(vm, base->dict, "__module__", str_intern(vm, "ast")))
        return false;
    for (int k = 0; k < 3; k++)
        if (!put(vm, base->dict, empty[k], heap_retain(vm->empty_tuple)))
            return false;
    base->flags &= ~(unsigned)TYPE_IMMUTABLE;
    type_changed(vm, base);
    object *names = tuple_new(vm, 4);
    for (int k = 0; names && k < 4; k++)
        if (!(tuple_items(names)[k] = str_intern(vm, places[k])))
            heap_store(vm->heap, &names, NULL);
    return set_part(m, AST_PART_PLACES, names);
}

static bool add_all(struct making *m)
{
    bool ok = add_base(m);
    for (int g = 0; ok && g < AST_GROUP_COUNT; g++)
        ok = add_group(m, g);
    for (int k = 0; ok && k < AST_KIND_COUNT; k++)
        ok = add_kind(m, k);
    for (int v = 0; ok && v < AST_VALUE_COUNT; v++)
        ok = add_value(m, v);
    return ok;
}

static const char parts_key;

object **ast_parts(struct vm *vm)
{
    object **slot = native_slot(vm, &parts_key);
    if (!slot || *slot)
        return slot ? tuple_items(*slot) : NULL;
    object *tuple = tuple_new(vm, AST_PART_COUNT);
    if (!tuple)
        return NULL;
    struct making m = {vm, tuple_items(tuple)};
    for (int k = 0; k < AST_PART_COUNT; k++)
        m.parts[k] = vm_none(vm);
    bool ok = add_all(&m);
    slot = ok ? native_slot(vm, &parts_key) : NULL;
    if (!slot || *slot) {
        vm_release(vm, tuple);
        return slot ? tuple_items(*slot) : NULL;
    }
    *slot = tuple;
    return tuple_items(tuple);
}

int ast_is_tree(struct vm *vm, object *o)
{
    object **slot = native_slot(vm, &parts_key);
    if (!slot)
        return -1;
    return *slot ? vm_is_instance(vm, o, tuple_items(*slot)[AST_PART_BASE])
                 : 0;
}

/* ---- the module ---------------------------------------------------------- */

static bool add_part(struct vm *vm, object *module, object *cls)
{
    object *name = type_object_of(cls)->name;
    return dict_set(vm, module_dict(module), name, cls);
}

/* A group and all that derives from it, in the order of `ast`. */
static bool add_part_of(struct vm *vm, object *module, object **parts,
                        enum ast_type group)
{
    object *cls = parts[AST_PART_GROUPS + (int)group];
    bool ok = cls == vm->none || add_part(vm, module, cls);
    for (int k = 0; ok && k < AST_KIND_COUNT; k++)
        if (ast_kinds[k].group_id == group)
            ok = add_part(vm, module, parts[AST_PART_KINDS + k]);
    for (int v = 0; ok && v < AST_VALUE_COUNT; v++)
        if (ast_values[v].group_id == group)
            ok = add_part(vm, module, parts[AST_PART_VALUES + v]);
    return ok;
}

bool ast_fill(struct vm *vm, object *module)
{
    object **parts = ast_parts(vm);
    bool ok = parts && add_part(vm, module, parts[AST_PART_BASE]) &&
              module_add_int(vm, module, "PyCF_ALLOW_TOP_LEVEL_AWAIT",
                             AST_FLAG_TOP_LEVEL_AWAIT) &&
              module_add_int(vm, module, "PyCF_ONLY_AST", AST_FLAG_ONLY_AST) &&
              module_add_int(vm, module, "PyCF_TYPE_COMMENTS",
                             AST_FLAG_TYPE_COMMENTS);
    for (int g = 0; ok && g < AST_GROUP_COUNT; g++)
        ok = add_part_of(vm, module, parts, g);
    return ok;
}
