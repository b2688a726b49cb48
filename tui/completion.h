/*
 * Completes the word at the editor's cursor from what the session knows.
 */
#ifndef TUI_COMPLETION_H
#define TUI_COMPLETION_H

#include "tui/editor.h"
#include "tui/session.h"

/* Inserts what all completions have in common.  Returns a new list of them,
 * separated by two blanks, when there is more than one; NULL otherwise.
 * Waits for the session, but never long. */
char *completion_run(session *session, editor *editor);

#endif
