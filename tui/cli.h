/*
 * The line mode: commands at a prompt or from a file, answers in lines.
 */
#ifndef TUI_CLI_H
#define TUI_CLI_H

#include "tui/options.h"

/* Runs until the user leaves or the commands end; returns the exit status. */
int cli_main(const struct options *options);

#endif
