/*
 * The engine process: the machine, the heap, and the half of the debug core
 * that sits beside them.
 */
#ifndef DEBUG_ENGINE_H
#define DEBUG_ENGINE_H

/* Serves the session at the other end of the socket until it is gone. */
void engine_main(int fd);

#endif
