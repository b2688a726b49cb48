/*
 * Views of dicts and iterators over them.
 */
#ifndef SCRIPTS_TYPES_DICT_VIEWS_H
#define SCRIPTS_TYPES_DICT_VIEWS_H

#include "scripts/types/dict.h"

enum dict_over { DICT_OVER_KEYS, DICT_OVER_VALUES, DICT_OVER_ITEMS };

/* type: TYPE_DICT_KEYS, TYPE_DICT_VALUES or TYPE_DICT_ITEMS. */
object *dict_view_new(struct vm *vm, object *dict, enum type_id type);
object *dict_iterator_new(struct vm *vm, object *dict, enum dict_over over,
                          bool reversed);

#endif
