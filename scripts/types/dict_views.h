/*
 * Views of dicts and iterators over them.
 */
#ifndef SCRIPTS_TYPES_DICT_VIEWS_H
#define SCRIPTS_TYPES_DICT_VIEWS_H

#include "scripts/types/dict.h"

enum dict_over { DICT_OVER_KEYS, DICT_OVER_VALUES, DICT_OVER_ITEMS };

/* type: TYPE_DICT_KEYS, TYPE_DICT_VALUES or TYPE_DICT_ITEMS. */
object *dict_view_new(struct vm *vm, object *dict, enum type_id type);
/* The same of a type derived from those. */
object *dict_view_of_type(struct vm *vm, object *dict,
                          struct type_object *type);
object *dict_view_dict(object *view); /* borrowed */
object *dict_iterator_new(struct vm *vm, object *dict, enum dict_over over,
                          bool reversed);

#endif
