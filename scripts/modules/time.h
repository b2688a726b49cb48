/*
 * What the files of time share.
 */
#ifndef SCRIPTS_MODULES_TIME_H
#define SCRIPTS_MODULES_TIME_H

#include "scripts/vm/vm.h"

#define TIME_FUNCTION(name)                                                    \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define TIME_UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

/* The host's clock, in ns. */
bool time_read_clock(struct vm *vm, enum host_clock which, int64_t *ns);

/* time_tuple.c: struct_time, borrowed, and an instance for a moment. */
struct type_object *time_tuple_type(struct vm *vm);
object *time_tuple_new(struct vm *vm, const struct host_calendar *c);
/* The fields of a tuple or struct_time; `function` for the errors. */
bool time_tuple_read(struct vm *vm, object *o, const char *function,
                     struct host_calendar *out);

/* time_calendar.c */
extern const struct method_def time_calendar_functions[];
/* timezone, altzone, daylight, tzname. */
bool time_add_zone(struct vm *vm, object *module);

#endif
