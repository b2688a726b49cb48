/*
 * The front end with panes.
 */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include "tui/options.h"

/* Runs until the user leaves; returns the exit status. */
int screen_main(const struct options *options);

#endif
