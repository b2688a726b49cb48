/*
 * A clock that only goes forward.
 */
#ifndef TUI_CLOCK_H
#define TUI_CLOCK_H

/* Milliseconds since some moment. */
long long clock_ms(void);

#endif
