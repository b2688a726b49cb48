/*
 * What a front end says to a session in JSON: how to launch, what to show,
 * which breakpoints to set again.
 */
#ifndef TUI_LAUNCH_H
#define TUI_LAUNCH_H

#include "tui/options.h"
#include "tui/session.h"
#include "tui/view.h"

#include <jansson.h>

/* New arguments of `launch`; NULL when memory runs out. */
json_t *launch_arguments(const struct options *options);

/* New arguments of `heapstep/subscribe`. */
json_t *launch_subscription(const struct session_wants *wants);

/* A new list of the commands that set a view's breakpoints again. */
json_t *launch_break_commands(const struct view *view);

#endif
